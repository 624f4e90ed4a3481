import { expect } from 'chai';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Root } from '../../../queues/names.js';
import { silentLog } from '../../../src/log/log.js';
import { backupStore } from '../../../src/store/backup-store.js';
import { openStore } from '../../../src/store/open-store.js';
import type { Store } from '../../../src/store/store.js';
import { reconcile } from '../../../workers/system/reconcile.js';
import { eventually } from '../../support/eventually.js';
import { replaced } from '../../support/crash-point.js';
import { byTest, createRig, type Rig } from '../../support/fault-rig.js';
import { createBatch, createMaterial } from '../../support/store-examples.js';

describe('The reconciler', function () {
  this.timeout(60_000);
  let rig: Rig;
  beforeEach(async () => {
    rig = await createRig();
  });
  afterEach(() => rig.close());

  const depsWith = (store: Store) => ({
    store,
    queues: rig.queues,
    config: () => rig.config,
    schedulerOf: () => {
      throw new Error('nothing is asked of a scheduler');
    },
    log: silentLog,
    actor: 'worker@test',
  });

  it('builds the flow of each material that lost it, though others are settled while it looks', async () => {
    const count = 501;
    await rig.store.beginBatch(createBatch('b'), byTest);
    const materials = Array.from({ length: count }, (_, index) => createMaterial('b', index + 1));
    await rig.store.addMaterials('b', materials, byTest);
    await rig.store.apply([{ kind: 'batch', id: 'b', to: 'open' }], byTest);
    await rig.store.releaseMaterials(count, byTest);
    const settling = replaced(rig.store, 'releasedMaterials', async (call) => {
      const page = await call();
      await rig.store.apply([{ kind: 'material', id: 'b-0001', to: 'cancelled' }], byTest);
      return page;
    });
    expect(await reconcile(depsWith(settling))).to.equal(count - 1);
  });

  it('takes flows away that nobody waits for: of an older generation, and of a settled material', async () => {
    await rig.store.beginBatch(createBatch('b'), byTest);
    const materials = [1, 2, 3].map((position) => createMaterial('b', position));
    await rig.store.addMaterials('b', materials, byTest);
    await rig.store.apply([{ kind: 'batch', id: 'b', to: 'open' }], byTest);
    await rig.store.releaseMaterials(3, byTest);
    await rig.queues.addFlows(await rig.store.materialGraphs(['b-0001', 'b-0002', 'b-0003']));
    // A worker that dies between the two halves of a new flow leaves the old one.
    await rig.store.apply([{ kind: 'material', id: 'b-0001', nextGeneration: true }], byTest);
    await rig.store.apply([{ kind: 'material', id: 'b-0002', to: 'cancelled' }], byTest);
    const roots = async (): Promise<unknown> => (await rig.queues.waitingRoots()).map(jobOf).sort();
    expect(await roots()).to.deep.equal(['b-0001 g1', 'b-0002 g1', 'b-0003 g1']);
    await reconcile(depsWith(rig.store));
    await reconcile(depsWith(rig.store));
    expect(await roots()).to.deep.equal(['b-0001 g3', 'b-0003 g1']);
    expect(await reconcile(depsWith(rig.store))).to.equal(0);
  });
});

describe('A store that went back to a backup', function () {
  this.timeout(60_000);
  let rig: Rig;
  // Jobs are queued and never start: what the queue knows of them must not matter.
  beforeEach(async () => {
    rig = await createRig({ materials: 1, workflow: 'OPT,SP', slurm: { concurrentJobs: 0 } });
  });
  afterEach(() => rig.close());

  it('has its steps calculated, though Redis waits for attempts that it does not know', async () => {
    await rig.enqueue();
    const backup = await backupStore(pathToFileURL(join(rig.home, 'data', 'crystalq.db')).href, {
      folder: join(rig.home, 'backups'),
      now: new Date(),
    });
    const worker = rig.startWorker();
    const [lost] = await eventually('a job in the queue', async () => {
      const attempts = await rig.attempts();
      return attempts[0]?.state === 'queued' ? attempts : undefined;
    });
    await eventually('its run to be asleep', async () => {
      return (await rig.queues.byName.run.getJobState(`run-${lost?.id}`)) === 'delayed';
    });
    await worker.stop();
    const back = await openStore({ url: pathToFileURL(backup.path).href });
    const next = rig.startWorker({ store: () => back });
    try {
      const [attempt] = await eventually('the step to be calculated again', async () => {
        const attempts = await back.attempts({}, { limit: 10 });
        return attempts[0]?.state === 'queued' ? attempts : undefined;
      });
      expect(attempt?.id).to.equal(lost?.id);
      expect(attempt?.token).not.to.equal(lost?.token);
    } finally {
      await next.stop();
      await back.close();
    }
  });
});

const jobOf = ({ materialId, generation }: Root): string => `${materialId} g${generation}`;
