import { expect } from 'chai';
import type { Store } from '../../../src/store/store.js';
import { enqueue, type OpenEmpty } from './store-under-test.js';

export function describeHousekeeping(open: OpenEmpty): void {
  describe('Housekeeping', () => {
    let store: Store;

    beforeEach(async () => {
      ({ store } = await open());
    });

    it('removes old events and says how many', async () => {
      await enqueue(store, 2);
      expect(await store.pruneEvents(new Date(Date.now() - 60_000).toISOString())).to.equal(0);
      expect(await store.pruneEvents(new Date(Date.now() + 60_000).toISOString())).to.equal(4);
      expect(await store.events({})).to.deep.equal([]);
    });

    it('tells that it is well, and which schema it has', async () => {
      const health = await store.health();
      expect(health.schemaVersion).to.match(/^\d{14}_/);
      expect(health.latencyMs).to.be.a('number');
    });
  });
}
