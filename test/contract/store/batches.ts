import { expect } from 'chai';
import type { Store } from '../../../src/store/store.js';
import { by, createBatch, createMaterial } from '../../support/store-examples.js';
import { enqueue, applied, batch, moves, type OpenEmpty, type StoreUnderTest } from './store-under-test.js';

export function describeBatches(open: OpenEmpty): void {
  describe('Batches', () => {
    let store: Store;
    let another: StoreUnderTest['another'];

    beforeEach(async () => {
      ({ store, another } = await open());
    });

    it('are added once and found the second time', async () => {
      const first = await store.beginBatch(createBatch('b'), by);
      const second = await store.beginBatch(createBatch('b'), by);
      expect(first.added).to.equal(true);
      expect(second.added).to.equal(false);
      expect(second.batch).to.deep.equal(first.batch);
      expect(first.batch).to.include({
        id: 'b',
        state: 'receiving',
        hold: false,
        priority: 50,
        owner: 'ada',
      });
      expect(first.batch.createdAt).to.match(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
    });

    it('with the same fingerprint are the same batch under any id', async () => {
      await store.beginBatch(createBatch('b'), by);
      const again = await store.beginBatch(createBatch('c', { fingerprint: 'fingerprint of b' }), by);
      expect(again).to.deep.include({ added: false });
      expect(again.batch.id).to.equal('b');
    });

    it('keep what is to be known of a material in its first event', async () => {
      await store.beginBatch(createBatch('b'), by);
      const plain = createMaterial('b', 1);
      const remarked = { ...createMaterial('b', 2), remarks: ['written in a part', 'left out: BAND'] };
      await store.addMaterials('b', [plain, remarked], by);
      const reasons = await Promise.all(
        [plain, remarked].map(async ({ material }) => {
          const events = await store.events({ material: material.id }, { limit: 10 });
          return events.map(({ reason }) => reason);
        }),
      );
      expect(reasons).to.deep.equal([[by.reason], [`${by.reason}; written in a part; left out: BAND`]]);
    });

    it('take each material once, however often it is added', async () => {
      await store.beginBatch(createBatch('b'), by);
      const all = [createMaterial('b', 1), createMaterial('b', 2), createMaterial('b', 3)];
      expect(await store.addMaterials('b', all.slice(0, 2), by)).to.deep.equal({ added: 2 });
      expect(await store.addMaterials('b', all, by)).to.deep.equal({ added: 1 });
      expect(await store.steps({ batch: 'b' })).to.have.length(6);
    });

    it('take each material once when two processes add the same ones', async () => {
      await store.beginBatch(createBatch('b'), by);
      const other = await another();
      const all = Array.from({ length: 40 }, (_, index) => createMaterial('b', index + 1));
      const added = await Promise.all([store.addMaterials('b', all, by), other.addMaterials('b', all, by)]);
      expect(added[0].added + added[1].added).to.equal(40);
      expect(await store.steps({ batch: 'b' })).to.have.length(80);
    });

    it('refuse materials when they are not there', async () => {
      const refusal = await store.addMaterials('nowhere', [createMaterial('nowhere', 1)], by).catch(String);
      expect(refusal).to.match(/no batch nowhere/);
    });

    it('settle with their last material and open again when one is retried', async () => {
      await enqueue(store, 2);
      await store.releaseMaterials(2, by);
      await applied(store, { kind: 'material', id: 'b-0001', to: 'succeeded' });
      expect((await batch(store, 'b')).state).to.equal('open');
      await applied(store, {
        kind: 'material',
        id: 'b-0002',
        to: 'failed',
        set: { failureCode: 'SCF_NOT_CONVERGED' },
      });
      expect((await batch(store, 'b')).state).to.equal('settled');
      await applied(store, { kind: 'material', id: 'b-0002', to: 'pending' });
      expect((await batch(store, 'b')).state).to.equal('open');
      expect((await moves(store, { batch: 'b' })).filter((move) => move.startsWith('batch'))).to.deep.equal([
        'batch - > receiving',
        'batch receiving > open',
        'batch open > settled',
        'batch settled > open',
      ]);
    });

    it('settle when two processes settle their last two materials at the same time', async () => {
      const other = await another();
      for (let round = 0; round < 8; round++) {
        const id = `r${round}`;
        await enqueue(store, 2, id);
        await store.releaseMaterials(2, by);
        await Promise.all([
          store.apply([{ kind: 'material', id: `${id}-0001`, to: 'succeeded' }], by),
          other.apply([{ kind: 'material', id: `${id}-0002`, to: 'succeeded' }], by),
        ]);
        expect((await batch(store, id)).state, id).to.equal('settled');
      }
    });

    it('settle at once when they open without anything to do', async () => {
      await store.beginBatch(createBatch('b'), by);
      const refused = {
        state: 'refused',
        failureCode: 'CIF_UNREADABLE',
        reason: 'no cell',
        geometry: null,
      } as const;
      await store.addMaterials('b', [createMaterial('b', 1, refused, [])], by);
      await applied(store, { kind: 'batch', id: 'b', to: 'open' });
      expect((await batch(store, 'b')).state).to.equal('settled');
      expect((await store.counts()).failures).to.deep.equal([{ failureCode: 'CIF_UNREADABLE', count: 1 }]);
    });
  });
}
