import { expect } from 'chai';
import { silentLog } from '../../../src/log/log.js';
import type { Store } from '../../../src/store/store.js';
import { reconcile } from '../../../workers/system/reconcile.js';
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
});
