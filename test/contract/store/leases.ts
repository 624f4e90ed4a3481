import { expect } from 'chai';
import type { Store } from '../../../src/store/store.js';
import { type OpenEmpty, type StoreUnderTest } from './store-under-test.js';

export function describeLeases(open: OpenEmpty): void {
  describe('A lease', () => {
    let store: Store;
    let another: StoreUnderTest['another'];

    beforeEach(async () => {
      ({ store, another } = await open());
    });

    it('has one holder, who may renew it; the fence grows with each new one', async () => {
      expect(await store.acquireLease('poller', 'one', 60)).to.deep.equal({ fence: 1 });
      expect(await store.acquireLease('poller', 'one', 60)).to.deep.equal({ fence: 1 });
      expect(await store.acquireLease('poller', 'two', 60)).to.equal(undefined);
      await store.releaseLease('poller', 'two');
      expect(await store.acquireLease('poller', 'two', 60)).to.equal(undefined);
      await store.releaseLease('poller', 'one');
      expect(await store.acquireLease('poller', 'two', 60)).to.deep.equal({ fence: 2 });
      expect(await store.acquireLease('window', 'one', 60)).to.deep.equal({ fence: 1 });
    });

    it('tells who holds it, until it is given back or has run out', async () => {
      expect(await store.leaseHolder('poller')).to.equal(undefined);
      await store.acquireLease('poller', 'one', 60);
      expect(await store.leaseHolder('poller')).to.equal('one');
      await store.releaseLease('poller', 'one');
      expect(await store.leaseHolder('poller')).to.equal(undefined);
      await store.acquireLease('poller', 'two', 0);
      expect(await store.leaseHolder('poller')).to.equal(undefined);
    });

    it('falls to somebody else when it has run out', async () => {
      await store.acquireLease('poller', 'one', 0);
      expect(await store.acquireLease('poller', 'two', 60)).to.deep.equal({ fence: 2 });
      expect(await store.acquireLease('poller', 'one', 60)).to.equal(undefined);
    });

    it('goes to one of many who ask at the same time', async () => {
      const stores = [store, await another(), await another()];
      const answers = await Promise.all(
        stores.flatMap((one, index) => [0, 1, 2].map((n) => one.acquireLease('poller', `${index}-${n}`, 60))),
      );
      expect(answers.filter((answer) => answer !== undefined)).to.deep.equal([{ fence: 1 }]);
    });
  });
}
