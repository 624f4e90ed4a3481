import { expect } from 'chai';
import type { Change, Store } from '../../../src/store/store.js';
import { by, createAttempt } from '../../support/store-examples.js';
import {
  enqueue,
  applied,
  step,
  material,
  batch,
  moves,
  type OpenEmpty,
  type StoreUnderTest,
} from './store-under-test.js';

export function describeChanges(open: OpenEmpty): void {
  describe('Changes', () => {
    let store: Store;
    let another: StoreUnderTest['another'];

    beforeEach(async () => {
      ({ store, another } = await open());
    });

    it('move a step along its states and tell when it ended', async () => {
      await enqueue(store, 1);
      await applied(store, { kind: 'step', id: 'b-0001-OPT', to: 'running' });
      expect(await step(store, 'b-0001-OPT')).to.include({ state: 'running', endedAt: null });
      await applied(store, {
        kind: 'step',
        id: 'b-0001-OPT',
        to: 'failed',
        set: { failureCode: 'WALLTIME', reason: 'too slow' },
      });
      const failed = await step(store, 'b-0001-OPT');
      expect(failed).to.include({ state: 'failed', failureCode: 'WALLTIME', reason: 'too slow' });
      expect(failed.endedAt).to.be.a('string');
    });

    it('take back end, reason, failure and cancellation of a step that waits again', async () => {
      await enqueue(store, 1);
      const id = 'b-0001-OPT';
      await applied(store, { kind: 'step', id, set: { cancelRequested: true } });
      await applied(store, {
        kind: 'step',
        id,
        to: 'cancelled',
        set: { reason: 'ada said so', failureCode: 'X' },
      });
      await applied(store, { kind: 'step', id, to: 'waiting', set: { attemptBase: 3 } });
      expect(await step(store, id)).to.include({
        state: 'waiting',
        endedAt: null,
        reason: null,
        failureCode: null,
        cancelRequested: false,
        attemptBase: 3,
      });
    });

    it('keep the wish to cancel when a running step goes back to waiting', async () => {
      await enqueue(store, 1);
      await applied(store, { kind: 'step', id: 'b-0001-OPT', to: 'running' });
      await applied(store, { kind: 'step', id: 'b-0001-OPT', set: { cancelRequested: true } });
      await applied(store, { kind: 'step', id: 'b-0001-OPT', to: 'waiting' });
      expect(await step(store, 'b-0001-OPT')).to.include({ state: 'waiting', cancelRequested: true });
    });

    it('are refused where the state is not one before the new one, and the conflict says what is there', async () => {
      await enqueue(store, 1);
      const change: Change = { kind: 'step', id: 'b-0001-OPT', to: 'succeeded' };
      expect(await store.apply([change], by)).to.deep.equal({
        applied: false,
        conflict: { change, found: 'waiting' },
      });
    });

    it('are refused where `from` names another state, though the move itself is allowed', async () => {
      await enqueue(store, 1);
      const result = await store.apply(
        [{ kind: 'step', id: 'b-0001-OPT', to: 'cancelled', from: ['running'] }],
        by,
      );
      expect(result).to.deep.include({ applied: false });
      expect((await step(store, 'b-0001-OPT')).state).to.equal('waiting');
    });

    it('are refused for what is not there', async () => {
      await enqueue(store, 1);
      for (const kind of ['batch', 'material', 'step', 'attempt'] as const) {
        const result = await store.apply([{ kind, id: 'nobody', set: {} }], by);
        expect(result.conflict?.found, kind).to.equal(undefined);
        expect(result.applied, kind).to.equal(false);
      }
    });

    it('come all or not at all', async () => {
      await enqueue(store, 1);
      const before = await store.events({});
      const result = await store.apply(
        [
          { kind: 'step', id: 'b-0001-OPT', to: 'running' },
          { kind: 'newAttempt', attempt: createAttempt('b-0001', 'OPT') },
          { kind: 'error', error: anError },
          { kind: 'step', id: 'b-0001-SP', to: 'succeeded' },
        ],
        by,
      );
      expect(result.conflict?.change).to.deep.equal({ kind: 'step', id: 'b-0001-SP', to: 'succeeded' });
      expect((await step(store, 'b-0001-OPT')).state).to.equal('waiting');
      expect(await store.attempt('b-0001-OPT-a1')).to.equal(undefined);
      expect(await store.errors({})).to.deep.equal([]);
      expect(await store.events({})).to.deep.equal(before);
    });

    it('see what the changes before them in the same call have done', async () => {
      await enqueue(store, 1);
      const attempt = createAttempt('b-0001', 'OPT');
      await applied(
        store,
        { kind: 'newAttempt', attempt },
        { kind: 'attempt', id: attempt.id, to: 'submitting' },
        { kind: 'step', id: 'b-0001-OPT', to: 'running' },
        { kind: 'step', id: 'b-0001-OPT', to: 'failed' },
      );
      expect((await store.attempt(attempt.id))?.state).to.equal('submitting');
      expect((await step(store, 'b-0001-OPT')).state).to.equal('failed');
    });

    it('that arrive together stand each for itself', async () => {
      await enqueue(store, 6);
      const ids = [1, 2, 3, 4, 5, 6].map((number) => `b-000${number}-OPT`);
      const results = await Promise.all(
        ids.map((id, index) =>
          store.apply([{ kind: 'step', id, to: index % 2 === 0 ? 'running' : 'succeeded' }], by),
        ),
      );
      expect(results.map((result) => result.applied)).to.deep.equal([true, false, true, false, true, false]);
      const states = (await store.steps({ step: 'OPT' })).map(({ state }) => state);
      expect(states).to.deep.equal(['running', 'waiting', 'running', 'waiting', 'running', 'waiting']);
    });

    it('that arrive together and want the same thing are done once', async () => {
      await enqueue(store, 1);
      const results = await Promise.all(
        Array.from({ length: 10 }, () =>
          store.apply([{ kind: 'step', id: 'b-0001-OPT', to: 'running' }], by),
        ),
      );
      expect(results.filter((result) => result.applied)).to.have.length(1);
      expect(
        (await moves(store, { step: 'b-0001-OPT' })).filter((move) => move.startsWith('step')),
      ).to.deep.equal(['step waiting > running']);
    });

    it('do not suffer from a call beside them that the database refuses', async () => {
      await enqueue(store, 2);
      const orphan = { ...createAttempt('b-0001', 'OPT'), stepId: 'no-such-step' };
      const [good, bad] = await Promise.allSettled([
        store.apply([{ kind: 'step', id: 'b-0002-OPT', to: 'running' }], by),
        store.apply([{ kind: 'newAttempt', attempt: orphan }], by),
      ]);
      expect(good).to.deep.equal({ status: 'fulfilled', value: { applied: true } });
      expect(bad.status).to.equal('rejected');
      expect((await step(store, 'b-0002-OPT')).state).to.equal('running');
    });

    it('are made by one of two processes that want the same move', async () => {
      await enqueue(store, 30);
      const other = await another();
      const ids = (await store.steps({ step: 'OPT' })).map(({ id }) => id);
      const take = (one: Store) =>
        Promise.all(ids.map((id) => one.apply([{ kind: 'step', id, to: 'running' }], by)));
      const [mine, theirs] = await Promise.all([take(store), take(other)]);
      ids.forEach((id, index) =>
        expect([mine[index]!.applied, theirs[index]!.applied].filter(Boolean), id).to.have.length(1),
      );
      const taken = (await store.events({ step: 'OPT' })).filter(({ to }) => to === 'running');
      expect(taken).to.have.length(30);
    });

    it('of one attempt that two processes add leave one attempt', async () => {
      await enqueue(store, 12);
      const other = await another();
      const materials = (await store.materials({})).map(({ id }) => id);
      const add = (one: Store) =>
        Promise.all(
          materials.map((id) => one.apply([{ kind: 'newAttempt', attempt: createAttempt(id, 'OPT') }], by)),
        );
      const [mine, theirs] = await Promise.all([add(store), add(other)]);
      materials.forEach((id, index) =>
        expect([mine[index]!.applied, theirs[index]!.applied].filter(Boolean), id).to.have.length(1),
      );
    });

    it('set priority and hold of a batch, hold of a material and of a step, and tell of it', async () => {
      await enqueue(store, 1);
      await applied(store, { kind: 'batch', id: 'b', set: { hold: true, priority: 7 } });
      await applied(store, { kind: 'material', id: 'b-0001', set: { hold: true } });
      await applied(store, { kind: 'step', id: 'b-0001-OPT', set: { hold: true } });
      expect(await batch(store, 'b')).to.include({ hold: true, priority: 7 });
      expect((await material(store, 'b-0001')).hold).to.equal(true);
      expect((await step(store, 'b-0001-OPT')).hold).to.equal(true);
      expect((await moves(store, {})).slice(-4)).to.deep.equal([
        'batch hold=false > hold=true',
        'batch priority=50 > priority=7',
        'material hold=false > hold=true',
        'step hold=false > hold=true',
      ]);
    });

    it('replace settings and resources of a step', async () => {
      await enqueue(store, 1);
      const { resources } = await step(store, 'b-0001-OPT');
      await applied(store, {
        kind: 'step',
        id: 'b-0001-OPT',
        set: { settings: { maxcycle: 150 }, resources: { ...resources, walltimeSeconds: 7200 } },
      });
      const changed = await step(store, 'b-0001-OPT');
      expect(changed.settings).to.deep.equal({ maxcycle: 150 });
      expect(changed.resources).to.deep.equal({ ...resources, walltimeSeconds: 7200 });
    });

    it('count the generations of a material and refuse those of an older one', async () => {
      await enqueue(store, 1);
      await applied(store, { kind: 'material', id: 'b-0001', to: 'released', nextGeneration: true });
      expect((await material(store, 'b-0001')).generation).to.equal(1);
      const late = await store.apply(
        [{ kind: 'material', id: 'b-0001', to: 'succeeded', generation: 0 }],
        by,
      );
      expect(late).to.deep.include({ applied: false });
      expect(late.conflict?.found).to.equal('generation 1');
      await applied(store, { kind: 'material', id: 'b-0001', to: 'succeeded', generation: 1 });
      expect((await material(store, 'b-0001')).settledAt).to.be.a('string');
    });

    it('deliver edges', async () => {
      await enqueue(store, 1);
      await applied(store, { kind: 'edge', id: 'b-0001-SP~OPT', to: 'delivered' });
      expect((await store.stepContext('b-0001-SP'))?.incoming[0]?.edge.state).to.equal('delivered');
      expect(await moves(store, { step: 'b-0001-SP' })).to.deep.equal(['edge waiting > delivered']);
    });

    it('are recorded with who, why and in answer to what', async () => {
      await enqueue(store, 1);
      const author = { actor: 'user:ada', reason: 'it was too slow', requestId: 'request-1' };
      await store.apply([{ kind: 'step', id: 'b-0001-OPT', to: 'running' }], author);
      const [event] = await store.events({ step: 'b-0001-OPT' });
      expect(event).to.include({
        ...author,
        batchId: 'b',
        materialId: 'b-0001',
        stepId: 'b-0001-OPT',
        attemptId: null,
      });
    });
  });
}

const anError = {
  batchId: 'b',
  materialId: null,
  stepId: null,
  attemptId: null,
  code: 'SCHEDULER_BUSY',
  category: 'transient',
  severity: 'low',
  message: 'sbatch takes no more',
  details: { tried: 3 },
  hint: 'wait',
};
