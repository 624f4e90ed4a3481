import { expect } from 'chai';
import type { Store } from '../../../src/store/store.js';
import { by, createBatch, createMaterial } from '../../support/store-examples.js';
import { enqueue, applied, moves, type OpenEmpty, type StoreUnderTest } from './store-under-test.js';

export function describeWindow(open: OpenEmpty): void {
  describe('The window', () => {
    let store: Store;
    let another: StoreUnderTest['another'];

    beforeEach(async () => {
      ({ store, another } = await open());
    });

    it('lets pending materials in, in their order, with a new generation', async () => {
      await enqueue(store, 3);
      const released = await store.releaseMaterials(2, by);
      expect(released.map(({ id, state, generation }) => ({ id, state, generation }))).to.deep.equal([
        { id: 'b-0001', state: 'released', generation: 1 },
        { id: 'b-0002', state: 'released', generation: 1 },
      ]);
      expect(released[0]?.geometry).to.deep.equal({ kind: 'CRYSTAL', spaceGroup: 225, cell: [4.2112] });
      expect(await store.releasedMaterials()).to.deep.equal([
        { id: 'b-0001', batchId: 'b', generation: 1 },
        { id: 'b-0002', batchId: 'b', generation: 1 },
      ]);
      expect(await moves(store, { material: 'b-0001' })).to.include('material pending > released');
    });

    it('is read in pages that skip nothing while materials of an earlier one are settled', async () => {
      await enqueue(store, 3, 'a');
      await enqueue(store, 2, 'b');
      await store.releaseMaterials(5, by);
      const page = async (afterId: string) =>
        (await store.releasedMaterials({ afterId, limit: 2 })).map(({ id }) => id);
      expect(await page('')).to.deep.equal(['a-0001', 'a-0002']);
      await applied(store, { kind: 'material', id: 'a-0001', to: 'cancelled' });
      expect(await page('a-0002')).to.deep.equal(['a-0003', 'b-0001']);
      expect(await page('b-0001')).to.deep.equal(['b-0002']);
    });

    it('is shared by batches: the one with fewer materials inside comes first', async () => {
      await enqueue(store, 10, 'a');
      expect(await store.releaseMaterials(4, by)).to.have.length(4);
      await enqueue(store, 10, 'b');
      const batches = (await store.releaseMaterials(6, by)).map(({ batchId }) => batchId);
      expect(batches.filter((id) => id === 'b')).to.have.length(5);
      expect(batches.filter((id) => id === 'a')).to.have.length(1);
    });

    it('takes the more urgent batch first', async () => {
      await enqueue(store, 5, 'a');
      await enqueue(store, 2, 'b', { priority: 10 });
      expect((await store.releaseMaterials(3, by)).map(({ id }) => id)).to.deep.equal([
        'a-0001',
        'b-0001',
        'b-0002',
      ]);
    });

    it('leaves out batches and materials on hold, and batches that are still receiving', async () => {
      await enqueue(store, 2, 'a');
      await enqueue(store, 2, 'b');
      await store.beginBatch(createBatch('c'), by);
      await store.addMaterials('c', [createMaterial('c', 1)], by);
      await applied(store, { kind: 'batch', id: 'a', set: { hold: true } });
      await applied(store, { kind: 'material', id: 'b-0001', set: { hold: true } });
      expect((await store.releaseMaterials(9, by)).map(({ id }) => id)).to.deep.equal(['b-0002']);
    });

    it('tells whether one waits that may come in', async () => {
      expect(await store.isAnyMaterialPending(), 'no batch').to.equal(false);
      await store.beginBatch(createBatch('a'), by);
      await store.addMaterials('a', [createMaterial('a', 1), createMaterial('a', 2)], by);
      expect(await store.isAnyMaterialPending(), 'still receiving').to.equal(false);
      await applied(store, { kind: 'batch', id: 'a', to: 'open' });
      expect(await store.isAnyMaterialPending()).to.equal(true);
      await store.releaseMaterials(1, by);
      expect(await store.isAnyMaterialPending()).to.equal(true);
      await applied(store, { kind: 'material', id: 'a-0002', set: { hold: true } });
      expect(await store.isAnyMaterialPending(), 'on hold').to.equal(false);
      await applied(store, { kind: 'material', id: 'a-0002', set: { hold: false } });
      await applied(store, { kind: 'batch', id: 'a', set: { hold: true } });
      expect(await store.isAnyMaterialPending(), 'batch on hold').to.equal(false);
      await applied(store, { kind: 'batch', id: 'a', set: { hold: false } });
      await store.releaseMaterials(1, by);
      expect(await store.isAnyMaterialPending(), 'all inside').to.equal(false);
    });

    it('has room for an urgent batch when it is full of materials of others, on hold or not', async () => {
      await enqueue(store, 3, 'a');
      const release = async (): Promise<string[]> =>
        (await store.releaseMaterials(9, by, 2)).map(({ id }) => id);
      expect(await release()).to.deep.equal(['a-0001', 'a-0002']);
      expect(await release()).to.deep.equal([]);
      await enqueue(store, 3, 'b', { priority: 10 });
      expect(await release()).to.deep.equal(['b-0001', 'b-0002']);
      await applied(store, { kind: 'batch', id: 'b', set: { hold: true } });
      await applied(store, { kind: 'material', id: 'a-0001', to: 'cancelled' });
      expect(await release(), 'three are inside').to.deep.equal([]);
    });

    it('gives no material to two processes', async () => {
      await enqueue(store, 60, 'a');
      await enqueue(store, 60, 'b');
      const other = await another();
      const take = async (one: Store) => {
        const taken: string[] = [];
        for (let round = 0; round < 10; round++) {
          const released = await one.releaseMaterials(5, by);
          taken.push(...released.map(({ id }) => id));
        }
        return taken;
      };
      const taken = (await Promise.all([take(store), take(other)])).flat();
      expect(new Set(taken).size).to.equal(taken.length);
      expect(taken.length).to.be.at.least(95);
      expect(
        (await store.materials({ state: ['released'] })).every(({ generation }) => generation === 1),
      ).to.equal(true);
    });

    it('gives nothing when nothing is asked for', async () => {
      await enqueue(store, 1);
      expect(await store.releaseMaterials(0, by)).to.deep.equal([]);
      expect(await store.releaseMaterials(-3, by)).to.deep.equal([]);
    });
  });
}
