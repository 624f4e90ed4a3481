import { expect } from 'chai';
import { eventually } from '../../support/eventually.js';
import type { Store } from '../../../src/store/store.js';
import { by, createAttempt } from '../../support/store-examples.js';
import { enqueue, applied, type OpenEmpty } from './store-under-test.js';

export function describeAttempts(open: OpenEmpty): void {
  describe('Attempts', () => {
    let store: Store;

    beforeEach(async () => {
      ({ store } = await open());
    });

    const id = 'b-0001-OPT-a1';
    const carrier = {
      kind: 'job',
      cluster: 'here',
      jobName: 'token-b-0001-OPT-1',
      schedulerJobId: '4711',
      arrayIndex: null,
      submittedAt: null,
    } as const;

    async function enqueueAttempt(): Promise<void> {
      await enqueue(store, 1);
      await applied(
        store,
        { kind: 'step', id: 'b-0001-OPT', to: 'running' },
        { kind: 'newAttempt', attempt: createAttempt('b-0001', 'OPT') },
      );
    }

    it('are prepared first, with all that was said about them', async () => {
      await enqueueAttempt();
      expect(await store.attempt(id)).to.deep.include({
        ...createAttempt('b-0001', 'OPT'),
        state: 'prepared',
        carrier: null,
        verdict: null,
        evidence: null,
        intentAt: null,
        isRehearsal: false,
      });
    });

    it('keep how they differ from the one before', async () => {
      await enqueueAttempt();
      const change = { rule: 'more-cycles', summary: 'SCF MAXCYCLE 50 -> 150', patch: { maxcycle: 150 } };
      await applied(store, { kind: 'newAttempt', attempt: { ...createAttempt('b-0001', 'OPT', 2), change } });
      expect(
        (await store.stepContext('b-0001-OPT'))?.attempts.map((attempt) => attempt.change),
      ).to.deep.equal([null, change]);
    });

    it('exist once for each number: a second one is a conflict', async () => {
      await enqueueAttempt();
      const again = await store.apply([{ kind: 'newAttempt', attempt: createAttempt('b-0001', 'OPT') }], by);
      expect(again).to.deep.include({ applied: false });
      expect(again.conflict?.found).to.equal('prepared');
    });

    it('keep the time of their last intent, and are bound to what the scheduler sees', async () => {
      await enqueueAttempt();
      await applied(store, { kind: 'attempt', id, to: 'submitting' });
      const { intentAt } = (await store.attempt(id))!;
      expect(intentAt).to.be.a('string');
      await applied(store, { kind: 'attempt', id, to: 'prepared' });
      await eventually('the clock to move on', () => Date.now() > Date.parse(intentAt ?? '') + 5);
      await applied(store, { kind: 'attempt', id, to: 'submitting' });
      await applied(store, { kind: 'attempt', id, to: 'queued', carrier });
      const queued = (await store.attempt(id))!;
      expect(Date.parse(queued.intentAt ?? '')).to.be.greaterThan(Date.parse(intentAt ?? ''));
      expect(queued.submittedAt).to.be.a('string');
      expect(queued.carrier).to.deep.include(carrier);
    });

    it('share a carrier, which learns its submit time later and keeps it', async () => {
      await enqueueAttempt();
      await applied(store, { kind: 'newAttempt', attempt: createAttempt('b-0001', 'OPT', 2) });
      for (const one of [id, 'b-0001-OPT-a2'])
        await applied(store, { kind: 'attempt', id: one, to: 'submitting' });
      await applied(store, { kind: 'attempt', id, to: 'queued', carrier });
      const told = { ...carrier, submittedAt: '2026-03-01T12:00:00+02:00' };
      await applied(store, { kind: 'attempt', id: 'b-0001-OPT-a2', to: 'queued', carrier: told });
      await applied(store, { kind: 'attempt', id, to: 'running', carrier });
      const [first, second] = (await store.stepContext('b-0001-OPT'))!.attempts;
      expect(first?.carrier).to.deep.equal(second?.carrier);
      expect(first?.carrier?.submittedAt).to.equal('2026-03-01T10:00:00.000Z');
    });

    it('take the times of the scheduler where it tells them', async () => {
      await enqueueAttempt();
      await applied(
        store,
        { kind: 'attempt', id, to: 'submitting' },
        { kind: 'attempt', id, to: 'queued', carrier },
      );
      await applied(store, {
        kind: 'attempt',
        id,
        to: 'running',
        set: { startedAt: '2026-03-01T10:00:00Z' },
      });
      await applied(store, {
        kind: 'attempt',
        id,
        to: 'ended',
        set: { endedAt: '2026-03-01T11:00:00.5Z', exitCode: 1, schedulerState: 'FAILED' },
      });
      expect(await store.attempt(id)).to.include({
        startedAt: '2026-03-01T10:00:00.000Z',
        endedAt: '2026-03-01T11:00:00.500Z',
        exitCode: 1,
        schedulerState: 'FAILED',
      });
    });

    it('end with verdict, evidence, files and numbers, to the last bit', async () => {
      await enqueueAttempt();
      const value = -275.3034561879124;
      const whose = { batchId: 'b', materialId: 'b-0001', stepId: 'b-0001-OPT', attemptId: id };
      const property = {
        ...whose,
        value: null,
        text: null,
        json: null,
        unit: '',
        source: 'OPT.out:12',
        isRehearsal: true,
      };
      const properties = [
        { ...property, name: 'energy', value, unit: 'hartree' },
        { ...property, name: 'frequencies', json: [100.1, 0.1 + 0.2, 5e-324], unit: 'cm^-1' },
        { ...property, name: 'spaceGroup', text: 'F m -3 m' },
      ];
      const artifacts = [
        { attemptId: id, role: 'output', path: 'OPT.out', sizeBytes: 5_000_000_000, sha256: 'a'.repeat(64) },
      ];
      await applied(
        store,
        {
          kind: 'attempt',
          id,
          to: 'concluded',
          set: { verdict: 'succeeded', evidence: { cycles: [1, 2] }, isRehearsal: true },
        },
        { kind: 'step', id: 'b-0001-OPT', to: 'succeeded' },
        { kind: 'artifacts', artifacts },
        { kind: 'properties', properties },
      );
      expect(await store.attempt(id)).to.deep.include({
        verdict: 'succeeded',
        evidence: { cycles: [1, 2] },
        isRehearsal: true,
      });
      expect(await store.properties({ batch: 'b' })).to.deep.equal(properties);
      expect(await store.artifacts([id])).to.deep.equal(artifacts);
    });

    it('have each file and each property once: the last word counts', async () => {
      await enqueueAttempt();
      const file = { attemptId: id, role: 'output', path: 'OPT.out', sha256: 'a' };
      const property = {
        batchId: 'b',
        materialId: 'b-0001',
        stepId: 'b-0001-OPT',
        attemptId: id,
        name: 'energy',
        text: null,
        json: null,
        unit: 'hartree',
        source: 'OPT.out:12',
        isRehearsal: false,
      };
      for (const size of [1, 2])
        await applied(
          store,
          {
            kind: 'artifacts',
            artifacts: [
              { ...file, sizeBytes: 0 },
              { ...file, sizeBytes: size },
            ],
          },
          {
            kind: 'properties',
            properties: [
              { ...property, value: 0 },
              { ...property, value: size },
            ],
          },
        );
      expect((await store.artifacts([id])).map(({ sizeBytes }) => sizeBytes)).to.deep.equal([2]);
      expect((await store.properties({})).map(({ value }) => value)).to.deep.equal([2]);
    });

    it('are listed for the poller while the scheduler may know them, oldest first', async () => {
      await enqueue(store, 3);
      for (const number of [1, 2, 3]) {
        const attempt = {
          ...createAttempt(`b-000${number}`, 'OPT'),
          cluster: number === 3 ? 'there' : 'here',
        };
        await applied(
          store,
          { kind: 'newAttempt', attempt },
          { kind: 'attempt', id: attempt.id, to: 'submitting' },
        );
      }
      expect((await store.liveAttempts('here')).map((attempt) => attempt.id)).to.deep.equal([
        id,
        'b-0002-OPT-a1',
      ]);
      expect(await store.countLiveAttempts('here')).to.equal(2);
      expect(await store.countLiveAttempts('nowhere')).to.equal(0);
      await applied(store, { kind: 'attempt', id, to: 'concluded', set: { verdict: 'lost' } });
      expect((await store.liveAttempts('here')).map((attempt) => attempt.id)).to.deep.equal([
        'b-0002-OPT-a1',
      ]);
    });

    it('are found by the ids of their jobs', async () => {
      await enqueueAttempt();
      await applied(store, { kind: 'attempt', id, to: 'submitting' });
      await applied(store, { kind: 'attempt', id, to: 'queued', carrier });
      const found = async (...jobIds: string[]): Promise<string[]> =>
        (await store.liveAttempts('here', jobIds)).map((attempt) => attempt.id);
      expect(await found('1', carrier.schedulerJobId)).to.deep.equal([id]);
      expect(await found('1')).to.deep.equal([]);
    });

    describe('that wait to be submitted', () => {
      const all = ['b-0001-OPT-a1', 'b-0001-SP-a1', 'b-0002-OPT-a1', 'c-0001-OPT-a1', 'c-0002-OPT-a1'];
      const order = async (): Promise<string[]> =>
        (await store.inOrderOfSubmission([...all].reverse())).map((attempt) => attempt.id);

      beforeEach(async () => {
        await enqueue(store, 2, 'b');
        await enqueue(store, 2, 'c');
        for (const [material = '', step = ''] of all.map((attempt) =>
          attempt.match(/(.-\d+)-(\w+)/)!.slice(1),
        ))
          await applied(store, { kind: 'newAttempt', attempt: createAttempt(material, step) });
      });

      it('go by their material, first steps first; batches of the same priority side by side', async () => {
        expect(await order()).to.deep.equal([
          'b-0001-OPT-a1',
          'b-0001-SP-a1',
          'c-0001-OPT-a1',
          'b-0002-OPT-a1',
          'c-0002-OPT-a1',
        ]);
        const [first] = await store.inOrderOfSubmission(['b-0001-OPT-a1']);
        const { id, cluster, resources } = createAttempt('b-0001', 'OPT');
        expect(first).to.deep.equal({ id, cluster, resources });
      });

      it('go before those of a batch of lower priority', async () => {
        await applied(store, { kind: 'batch', id: 'c', set: { priority: 49 } });
        expect((await order()).slice(0, 2)).to.deep.equal(['c-0001-OPT-a1', 'c-0002-OPT-a1']);
      });

      it('are not those that were submitted, cancelled or put on hold', async () => {
        await applied(
          store,
          { kind: 'attempt', id: 'b-0001-OPT-a1', to: 'submitting' },
          { kind: 'step', id: 'b-0001-SP', set: { cancelRequested: true } },
          { kind: 'material', id: 'b-0002', set: { hold: true } },
          { kind: 'step', id: 'c-0001-OPT', set: { hold: true } },
        );
        expect(await order()).to.deep.equal(['c-0002-OPT-a1']);
        await applied(store, { kind: 'batch', id: 'c', set: { hold: true } });
        expect(await order()).to.deep.equal([]);
      });
    });

    it('are listed for cancelling while the scheduler may know them and their step is to be cancelled', async () => {
      await enqueueAttempt();
      await applied(store, { kind: 'attempt', id, to: 'submitting' });
      expect(await store.attemptsToCancel()).to.deep.equal([]);
      await applied(store, { kind: 'step', id: 'b-0001-OPT', set: { cancelRequested: true } });
      expect((await store.attemptsToCancel()).map((attempt) => attempt.id)).to.deep.equal([id]);
      await applied(store, { kind: 'attempt', id, to: 'concluded', set: { verdict: 'cancelled' } });
      expect(await store.attemptsToCancel()).to.deep.equal([]);
    });
  });
}
