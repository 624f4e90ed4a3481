import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { setPriority } from '../../../queues/actions/priority.js';
import { explainStep } from '../../../queues/cli/views/explain-step.js';
import { byTest, createRig, type Rig, type RigOptions } from '../../support/fault-rig.js';
import { eventually } from '../../support/eventually.js';

describe('A cluster without room for more jobs', () => {
  let rig: Rig;
  afterEach(() => rig.close());

  const withRoomFor = (maxQueued: number, more: RigOptions = {}): Promise<Rig> =>
    createRig({
      ...more,
      config: (config) => ({
        ...config,
        clusters: Object.fromEntries(
          Object.entries(config.clusters).map(([name, profile]) => [
            name,
            { ...profile, limits: { ...profile.limits, maxQueued } },
          ]),
        ),
      }),
    });

  /** Steps in the order in which the cluster took them: `0003 OPT`. */
  const taken = (): string[] =>
    rig.slurm.controller.truth
      .filter(({ event }) => event === 'accepted')
      .map(({ jobName }) => /-(\d{4}-\w+)-a\d+-/.exec(jobName)?.[1]?.replace('-', ' ') ?? jobName);

  it('takes the next steps of the first materials before the first steps of the last', async () => {
    rig = await withRoomFor(1, { materials: 6 });
    await rig.enqueue();
    rig.startWorker();
    await rig.ends();
    const order = taken();
    expect(order).to.have.length(12);
    expect(order.indexOf('0001 SP'), order.join(', ')).to.be.lessThan(order.indexOf('0004 OPT'));
    expect(order.indexOf('0003 SP'), order.join(', ')).to.be.lessThan(order.indexOf('0006 OPT'));
  });

  it('takes the steps of a batch that became urgent before those that have waited for longer', async () => {
    rig = await withRoomFor(1, { materials: 4 });
    const patient = await rig.enqueue();
    rig.startWorker();
    await eventually('all but one to wait', async () => (await waiting()) === 3);
    const urgent = await rig.enqueue({ workflow: 'SP' });
    await eventually('the others to wait as well', async () => (await waiting()) >= 6);
    const [step] = await rig.store.steps({ batch: urgent }, { limit: 1 });
    const context = await rig.store.stepContext(step?.id ?? '');
    const { waitsFor } = explainStep(context!, [], rig.config, { halts: [], live: 1 });
    expect(waitsFor).to.equal('room on test: 1 job is there, and 1 may be (limits.maxQueued)');
    await setPriority(rig, urgent, 1, byTest);
    const sinceThen = taken().length;
    await rig.ends();
    const batches = rig.slurm.controller.truth
      .filter(({ event }) => event === 'accepted')
      .map(({ jobName }) => (jobName.startsWith(patient) ? 'patient' : 'urgent'));
    const before = batches.slice(sinceThen, batches.lastIndexOf('urgent'));
    // One may have been called already.
    expect(before.filter((batch) => batch === 'patient').length, batches.join(', ')).to.be.at.most(1);
  });

  it('leaves alone what has been submitted once, though the store knows no more of it', async () => {
    rig = await withRoomFor(1, { materials: 2, workflow: 'SP' });
    await rig.enqueue();
    rig.startWorker();
    await eventually('one to wait', async () => (await waiting()) === 1);
    const left = (await rig.attempts()).find(({ state }) => state === 'prepared');
    writeFileSync(join(left?.folder ?? '', 'claim'), `${left?.token ?? ''} 296 cn07\n`);
    const adopted = await eventually('its job to be adopted', async () => {
      const attempt = await rig.store.attempt(left?.id ?? '');
      return attempt?.carrier?.schedulerJobId;
    });
    expect(adopted).to.equal('296');
    expect(taken()).to.have.length(1);
  });

  const waiting = async (): Promise<number> => (await rig.queues.waitingList('test')).length;
});
