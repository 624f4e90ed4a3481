import type { Job } from 'bullmq';
import { expect } from 'chai';
import type { SystemJob } from '../../../queues/payloads.js';
import { createPollMemory } from '../../../workers/system/poll.js';
import { createSystemProcessor } from '../../../workers/system/process-system.js';
import { reconcile } from '../../../workers/system/reconcile.js';
import { replaced } from '../../support/crash-point.js';
import { deferred } from '../../support/deferred.js';
import { eventually } from '../../support/eventually.js';
import { createRig, type Rig, type RigWorker, type WorkerParts } from '../../support/fault-rig.js';

const release: SystemJob = { v: 1, task: 'release' };

describe('A request for a task of the system', function () {
  this.timeout(60_000);
  let rig: Rig;
  beforeEach(async () => {
    rig = await createRig({
      materials: 1,
      workflow: 'SP',
      // What is lost is not found again by what repeats.
      config: (config) => ({
        ...config,
        advanced: { ...config.advanced, reconcileIntervalSeconds: 3600 },
      }),
    });
  });
  afterEach(() => rig.close());

  /** A store whose next call of that kind, once it is armed, answers only when it is let go. */
  const holding = (method: 'isAnyMaterialPending' | 'releaseMaterials') => {
    const hasLooked = deferred<undefined>();
    const goOn = deferred<undefined>();
    let isArmed = false;
    const store: NonNullable<WorkerParts['store']> = (port) =>
      replaced(port, method, async (call) => {
        const answer = await call();
        if (!isArmed) return answer;
        isArmed = false;
        hasLooked.resolve(undefined);
        await goOn.promise;
        return answer;
      });
    return { store, hasLooked, goOn, arm: () => (isArmed = true) };
  };

  /** What repeats was done once by a worker that has just started. */
  const settled = (): Promise<unknown> =>
    eventually('nothing to be done', async () => {
      const { system } = rig.queues.byName;
      if ((await system.getJobSchedulersCount()) < 6) return false;
      const counts = await system.getJobCounts('waiting', 'active', 'prioritized');
      return Object.values(counts).every((count) => count === 0);
    });

  const firstGeneration = async ({ deps }: RigWorker): Promise<unknown> => {
    const [material] = await deps.store.materials({});
    return deps.queues.byName.material.getJob(`material-${material?.id ?? ''}-g1`);
  };

  it('that comes while one is under way which has looked already leads to one more round', async () => {
    const held = holding('isAnyMaterialPending');
    rig.startWorker({ store: held.store });
    await settled();
    held.arm();
    await rig.queues.request(release);
    await held.hasLooked.promise;
    await rig.enqueue();
    held.goOn.resolve(undefined);
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
  });

  it('that comes while another process is at it and has looked already waits until that is done', async () => {
    const held = holding('isAnyMaterialPending');
    const worker = rig.startWorker();
    await settled();
    held.arm();
    const elsewhere = createSystemProcessor(createPollMemory())({
      ...worker.deps,
      store: held.store(worker.deps.store, worker.life),
      actor: 'worker@elsewhere',
    });
    const theirs = elsewhere({ repeatJobKey: 'release' } as unknown as Job, release);
    await held.hasLooked.promise;
    await rig.enqueue();
    await settled();
    held.goOn.resolve(undefined);
    expect(await theirs).to.equal('0');
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
  });

  it('is tried again when the store was away', async () => {
    let fails = true;
    rig.startWorker({
      store: (port) =>
        replaced(port, 'releaseMaterials', async (call) => {
          if (!fails) return call();
          fails = false;
          throw new Error('the database is away');
        }),
    });
    await settled();
    await rig.enqueue();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
    expect(fails).to.equal(false);
  });

  it('to let materials in is not taken for a loss of Redis by a reconciler that comes in between', async () => {
    const held = holding('releaseMaterials');
    const worker = rig.startWorker({ store: held.store });
    await settled();
    held.arm();
    await rig.enqueue();
    await held.hasLooked.promise;
    expect(await reconcile(worker.deps)).to.equal(0);
    held.goOn.resolve(undefined);
    await eventually('the flow as it was first', () => firstGeneration(worker));
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
    expect(rig.log.map(({ message }) => message)).to.not.include('flow rebuilt');
    const [material] = await rig.store.materials({});
    expect(material?.generation).to.equal(1);
  });
});
