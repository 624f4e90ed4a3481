import { expect } from 'chai';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobIds } from '../../../queues/names.js';
import { temporaryNameFor } from '../../../src/workdir/write-atomic.js';
import { deferred } from '../../support/deferred.js';
import { eventually } from '../../support/eventually.js';
import { dyingAt, moving, replaced } from '../../support/crash-point.js';
import { createRig, notOneJobEach, type Rig, type WorkerParts } from '../../support/fault-rig.js';

const store = (moment: 'before' | 'after', ...what: Parameters<typeof moving>): WorkerParts => ({
  store: (port, life) => dyingAt(port, life, 'apply', moment, moving(...what)),
});
const sbatch = (moment: 'before' | 'after'): WorkerParts => ({
  scheduler: (port, life) => dyingAt(port, life, 'submit', moment),
});

describe('A worker that dies', function () {
  this.timeout(40_000);
  let rig: Rig;
  afterEach(() => rig.close());

  const deaths: readonly [at: string, parts: WorkerParts][] = [
    [
      'before a material is let in',
      { store: (port, life) => dyingAt(port, life, 'releaseMaterials', 'before') },
    ],
    [
      'after a material was let in, before its flow',
      { store: (port, life) => dyingAt(port, life, 'releaseMaterials', 'after') },
    ],
    ['after deck and script, before their record', store('before', 'newAttempt')],
    ['after the record of an attempt', store('after', 'newAttempt')],
    ['before the intent to submit', store('before', 'attempt', 'submitting')],
    ['after the intent to submit', store('after', 'attempt', 'submitting')],
    ['before sbatch', sbatch('before')],
    ['between sbatch and the record of its id', sbatch('after')],
    ['after the record of the id, before the queue knows', store('after', 'attempt', 'queued')],
    ['before the end of a job is recorded', store('before', 'attempt', 'ended')],
    ['after the end of a job was recorded, before its run is woken', store('after', 'attempt', 'ended')],
    ['with an output read and not recorded', store('before', 'attempt', 'concluded')],
    ['after an output was recorded', store('after', 'attempt', 'concluded')],
    ['before a hand-over is recorded', store('before', 'edge', 'delivered')],
    ['after a hand-over was recorded', store('after', 'edge', 'delivered')],
    ['before its material is settled', store('before', 'material', 'succeeded')],
  ];

  it(`is replaced at any of ${deaths.length} points: every step ends as if nothing had been, with one job per attempt`, async () => {
    rig = await createRig({ materials: deaths.length, workflow: 'OPT,SP' });
    await rig.enqueue();
    for (const [at, parts] of deaths) {
      const worker = rig.startWorker(parts);
      await Promise.race([worker.died, eventually(`a death ${at}`, () => worker.life.isDead(), 20_000)]);
      await worker.died;
    }
    rig.startWorker();
    expect(new Set(Object.values(await rig.ends()))).to.deep.equal(new Set(['succeeded']));
    expect(await notOneJobEach(rig)).to.deep.equal([]);
    expect(await rig.attempts()).to.have.length(2 * deaths.length);
    await eventually('every material to be settled', async () => {
      const { materials } = await rig.store.counts();
      return materials.succeeded === deaths.length;
    });
  });

  it('five times on the same work is replaced a sixth time, and the work is not lost', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    await rig.enqueue();
    for (let death = 0; death < 5; death += 1)
      await rig.startWorker(store('before', 'attempt', 'concluded')).died;
    rig.startWorker();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
    expect(await notOneJobEach(rig)).to.deep.equal([]);
    expect(await rig.attempts()).to.have.length(1);
  });

  it('while it writes a run folder leaves nothing that is ever submitted', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    const batchId = await rig.enqueue();
    const folder = join(rig.home, 'work', batchId, `${batchId}-0001`, 'SP', 'a01');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.SP.d12.half.tmp'), 'half of a de');
    writeFileSync(join(folder, 'SP.d12'), 'torn by a file system without a jour');
    await rig.startWorker(store('before', 'newAttempt')).died;
    rig.startWorker();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  });

  it('while it writes a result leaves no temporary file for ever', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    await rig.enqueue();
    await rig.startWorker(store('before', 'attempt', 'concluded')).died;
    const [attempt] = await rig.attempts();
    const { folder } = attempt!;
    writeFileSync(temporaryNameFor(join(folder, 'SP.result.json')), '{"half": ');
    writeFileSync(join(folder, '.notes.tmp'), 'of the user');
    rig.startWorker();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
    const hidden = (): string[] => readdirSync(folder).filter((name) => name.startsWith('.'));
    await eventually('only the file of the user to be left', () => hidden().length === 1);
    expect(hidden()).to.deep.equal(['.notes.tmp']);
  });

  it('only seemingly, and comes back: its late word changes nothing', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    await rig.enqueue();
    const gate = deferred<unknown>();
    const late: unknown[] = [];
    const sleeper = rig.startWorker({
      store: (port, life) =>
        replaced(port, 'apply', async (call, [changes]) => {
          if (!moving('attempt', 'concluded')(changes)) return call();
          life.die();
          await gate.promise;
          late.push(await call());
          return undefined;
        }),
    });
    await sleeper.died;
    rig.startWorker();
    await rig.ends();
    const before = await rig.store.properties({}, { limit: 1000 });
    gate.resolve(undefined);
    await eventually('the late word', () => late.length > 0);
    expect(late).to.have.length(1);
    expect(late[0]).to.include({ applied: false });
    expect(await rig.store.properties({}, { limit: 1000 })).to.deep.equal(before);
    const ended = (await rig.store.events({}, { limit: 1000 })).filter(
      ({ entity, to }) => entity === 'attempt' && to === 'concluded',
    );
    expect(ended).to.have.length(1);
  });

  it('long ago, with a job of an older generation in the queue: that job does nothing', async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    await rig.enqueue();
    rig.startWorker();
    await rig.ends();
    const [step] = await rig.steps();
    const events = await rig.store.events({}, { limit: 1000 });
    const materialId = step?.materialId ?? '';
    const data = { v: 1, stepId: step?.id, materialId, generation: 0 };
    const job = await rig.queues.byName.step.add('old', data, { jobId: jobIds.step(step?.id ?? '', 0) });
    await eventually('it is done', () => job.isCompleted());
    const done = await rig.queues.byName.step.getJob(job.id ?? '');
    expect(done?.returnvalue).to.equal('superseded');
    expect(await rig.attempts()).to.have.length(1);
    await eventually(
      'the material is settled',
      async () => (await rig.store.counts()).materials.succeeded === 1,
    );
    expect((await rig.store.events({ step: step?.id ?? '' }, { limit: 1000 })).length).to.be.at.most(
      events.length,
    );
  });
});
