import { expect } from 'chai';
import type { Store } from '../../../src/store/store.js';
import { refusalClass, type NewHalt } from '../../../src/workflow/halts.js';
import { createMaterial } from '../../support/store-examples.js';
import type { OpenEmpty, StoreUnderTest } from './store-under-test.js';

export function describeHalts(open: OpenEmpty): void {
  describe('A halt', () => {
    let store: Store;
    let another: StoreUnderTest['another'];
    const resources = createMaterial('b', 1).steps[0]!.resources;
    const refused: NewHalt = {
      kind: 'submission',
      batchId: null,
      code: 'SCHEDULER_REFUSED',
      message: 'Invalid account',
      hint: 'Correct it.',
      ...refusalClass('hpc', resources, 'access'),
    };
    const one = async () => (await store.halts())[0]!;

    beforeEach(async () => {
      ({ store, another } = await open());
    });

    it('is new to one of many who open it, and counts the others', async () => {
      const stores = [store, await another(), await another()];
      const answers = await Promise.all(stores.map((each) => each.openHalt(refused)));
      expect(answers.filter(Boolean)).to.have.length(1);
      await store.openHalt({ ...refused, message: 'Invalid account, still' });
      const { openedAt, probeAt, ...rest } = await one();
      expect(rest).to.deep.equal({
        ...refused,
        state: 'open',
        message: 'Invalid account, still',
        times: 4,
        probeSeconds: 60,
      });
      expect(Date.parse(probeAt) - Date.parse(openedAt)).to.be.within(58_000, 65_000);
    });

    it('lets one probe pass when it is due, and the next one later and later', async () => {
      await store.openHalt(refused);
      expect(await store.claimProbe(refused.id)).to.equal(false);
      await store.hastenProbe(refused.id);
      const stores = [store, await another(), await another()];
      const claims = await Promise.all(stores.map((each) => each.claimProbe(refused.id)));
      expect(claims.filter(Boolean)).to.have.length(1);
      const { probeAt, probeSeconds } = await one();
      expect(probeSeconds).to.equal(120);
      expect(Date.parse(probeAt) - Date.now()).to.be.within(55_000, 65_000);
      expect(await store.claimProbe(refused.id)).to.equal(false);
    });

    it('probes at short intervals anew once it is hastened', async () => {
      await store.openHalt(refused);
      await store.hastenProbe(refused.id);
      await store.claimProbe(refused.id);
      await store.hastenProbe(refused.id);
      expect(await store.claimProbe(refused.id)).to.equal(true);
      const { probeAt, probeSeconds } = await one();
      expect(probeSeconds).to.equal(120);
      expect(Date.parse(probeAt) - Date.now()).to.be.within(55_000, 65_000);
    });

    it('is closed by one, stays a while for those that fall asleep on it, and is new when it opens again', async () => {
      await store.openHalt(refused);
      await store.hastenProbe(refused.id);
      await store.claimProbe(refused.id);
      const first = await one();
      expect(await store.closeHalt(refused.id)).to.equal(true);
      expect(await store.closeHalt(refused.id)).to.equal(false);
      expect((await one()).state).to.equal('closing');
      await store.forgetHalt(refused.id);
      expect(await one()).to.include({ state: 'closing' });
      expect(await store.openHalt(refused)).to.equal(true);
      const { openedAt, probeAt, ...rest } = await one();
      expect(rest).to.include({ state: 'open', times: 1, probeSeconds: 60 });
      expect(Date.parse(openedAt)).to.be.greaterThan(Date.parse(first.openedAt));
      expect(Date.parse(probeAt) - Date.parse(openedAt)).to.be.within(58_000, 65_000);
      expect(await store.openHalt(refused)).to.equal(false);
    });
  });
}
