import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import type { Change, Store } from '../../src/store/store.js';
import { by, createAttempt, createBatch, createMaterial } from '../support/store-examples.js';

export interface StoreUnderTest {
  readonly store: Store;
  /** Another one on the same database, as another process has it. */
  readonly another: () => Promise<Store>;
}

/** What every store must do, whatever database it keeps things in. `open` gives an empty one for each test. */
export function itKeepsTheContractOfAStore(open: () => Promise<StoreUnderTest>): void {
  let store: Store;
  let another: StoreUnderTest['another'];

  beforeEach(async () => {
    ({ store, another } = await open());
  });

  /** A batch `b` with that many materials of OPT -> SP, open, none released. */
  async function enqueue(
    materials: number,
    id = 'b',
    changes: Parameters<typeof createBatch>[1] = {},
  ): Promise<void> {
    await store.beginBatch(createBatch(id, changes), by);
    await store.addMaterials(
      id,
      Array.from({ length: materials }, (_, index) => createMaterial(id, index + 1)),
      by,
    );
    await applied({ kind: 'batch', id, to: 'open' });
  }

  async function applied(...changes: Change[]): Promise<void> {
    const result = await store.apply(changes, by);
    expect(result.conflict, 'conflict').to.equal(undefined);
    expect(result.applied, 'applied').to.equal(true);
  }

  const step = async (id: string) => (await store.stepContext(id))!.step;
  const material = async (id: string) => (await store.materialGraph(id))!.material;
  const batch = async (id: string) => (await store.batch(id))!;
  const moves = async (selector: Parameters<Store['events']>[0]) =>
    (await store.events(selector))
      .map(({ entity, from, to }) => `${entity} ${from ?? '-'} > ${to}`)
      .reverse();

  describe('Batches', () => {
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
      await enqueue(2);
      await store.releaseMaterials(2, by);
      await applied({ kind: 'material', id: 'b-0001', to: 'succeeded' });
      expect((await batch('b')).state).to.equal('open');
      await applied({
        kind: 'material',
        id: 'b-0002',
        to: 'failed',
        set: { failureCode: 'SCF_NOT_CONVERGED' },
      });
      expect((await batch('b')).state).to.equal('settled');
      await applied({ kind: 'material', id: 'b-0002', to: 'pending' });
      expect((await batch('b')).state).to.equal('open');
      expect((await moves({ batch: 'b' })).filter((move) => move.startsWith('batch'))).to.deep.equal([
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
        await enqueue(2, id);
        await store.releaseMaterials(2, by);
        await Promise.all([
          store.apply([{ kind: 'material', id: `${id}-0001`, to: 'succeeded' }], by),
          other.apply([{ kind: 'material', id: `${id}-0002`, to: 'succeeded' }], by),
        ]);
        expect((await batch(id)).state, id).to.equal('settled');
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
      await applied({ kind: 'batch', id: 'b', to: 'open' });
      expect((await batch('b')).state).to.equal('settled');
      expect((await store.counts()).failures).to.deep.equal([{ failureCode: 'CIF_UNREADABLE', count: 1 }]);
    });
  });

  describe('Changes', () => {
    it('move a step along its states and tell when it ended', async () => {
      await enqueue(1);
      await applied({ kind: 'step', id: 'b-0001-OPT', to: 'running' });
      expect(await step('b-0001-OPT')).to.include({ state: 'running', endedAt: null });
      await applied({
        kind: 'step',
        id: 'b-0001-OPT',
        to: 'failed',
        set: { failureCode: 'WALLTIME', reason: 'too slow' },
      });
      const failed = await step('b-0001-OPT');
      expect(failed).to.include({ state: 'failed', failureCode: 'WALLTIME', reason: 'too slow' });
      expect(failed.endedAt).to.be.a('string');
    });

    it('take back end, reason, failure and cancellation of a step that waits again', async () => {
      await enqueue(1);
      const id = 'b-0001-OPT';
      await applied({ kind: 'step', id, set: { cancelRequested: true } });
      await applied({ kind: 'step', id, to: 'cancelled', set: { reason: 'ada said so', failureCode: 'X' } });
      await applied({ kind: 'step', id, to: 'waiting', set: { attemptBase: 3 } });
      expect(await step(id)).to.include({
        state: 'waiting',
        endedAt: null,
        reason: null,
        failureCode: null,
        cancelRequested: false,
        attemptBase: 3,
      });
    });

    it('keep the wish to cancel when a running step goes back to waiting', async () => {
      await enqueue(1);
      await applied({ kind: 'step', id: 'b-0001-OPT', to: 'running' });
      await applied({ kind: 'step', id: 'b-0001-OPT', set: { cancelRequested: true } });
      await applied({ kind: 'step', id: 'b-0001-OPT', to: 'waiting' });
      expect(await step('b-0001-OPT')).to.include({ state: 'waiting', cancelRequested: true });
    });

    it('are refused where the state is not one before the new one, and the conflict says what is there', async () => {
      await enqueue(1);
      const change: Change = { kind: 'step', id: 'b-0001-OPT', to: 'succeeded' };
      expect(await store.apply([change], by)).to.deep.equal({
        applied: false,
        conflict: { change, found: 'waiting' },
      });
    });

    it('are refused where `from` names another state, though the move itself is allowed', async () => {
      await enqueue(1);
      const result = await store.apply(
        [{ kind: 'step', id: 'b-0001-OPT', to: 'cancelled', from: ['running'] }],
        by,
      );
      expect(result).to.deep.include({ applied: false });
      expect((await step('b-0001-OPT')).state).to.equal('waiting');
    });

    it('are refused for what is not there', async () => {
      await enqueue(1);
      for (const kind of ['batch', 'material', 'step', 'attempt'] as const) {
        const result = await store.apply([{ kind, id: 'nobody', set: {} }], by);
        expect(result.conflict?.found, kind).to.equal(undefined);
        expect(result.applied, kind).to.equal(false);
      }
    });

    it('come all or not at all', async () => {
      await enqueue(1);
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
      expect((await step('b-0001-OPT')).state).to.equal('waiting');
      expect(await store.attempt('b-0001-OPT-a1')).to.equal(undefined);
      expect(await store.errors({})).to.deep.equal([]);
      expect(await store.events({})).to.deep.equal(before);
    });

    it('see what the changes before them in the same call have done', async () => {
      await enqueue(1);
      const attempt = createAttempt('b-0001', 'OPT');
      await applied(
        { kind: 'newAttempt', attempt },
        { kind: 'attempt', id: attempt.id, to: 'submitting' },
        { kind: 'step', id: 'b-0001-OPT', to: 'running' },
        { kind: 'step', id: 'b-0001-OPT', to: 'failed' },
      );
      expect((await store.attempt(attempt.id))?.state).to.equal('submitting');
      expect((await step('b-0001-OPT')).state).to.equal('failed');
    });

    it('that arrive together stand each for itself', async () => {
      await enqueue(6);
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
      await enqueue(1);
      const results = await Promise.all(
        Array.from({ length: 10 }, () =>
          store.apply([{ kind: 'step', id: 'b-0001-OPT', to: 'running' }], by),
        ),
      );
      expect(results.filter((result) => result.applied)).to.have.length(1);
      expect((await moves({ step: 'b-0001-OPT' })).filter((move) => move.startsWith('step'))).to.deep.equal([
        'step waiting > running',
      ]);
    });

    it('do not suffer from a call beside them that the database refuses', async () => {
      await enqueue(2);
      const orphan = { ...createAttempt('b-0001', 'OPT'), stepId: 'no-such-step' };
      const [good, bad] = await Promise.allSettled([
        store.apply([{ kind: 'step', id: 'b-0002-OPT', to: 'running' }], by),
        store.apply([{ kind: 'newAttempt', attempt: orphan }], by),
      ]);
      expect(good).to.deep.equal({ status: 'fulfilled', value: { applied: true } });
      expect(bad.status).to.equal('rejected');
      expect((await step('b-0002-OPT')).state).to.equal('running');
    });

    it('are made by one of two processes that want the same move', async () => {
      await enqueue(30);
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
      await enqueue(12);
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
      await enqueue(1);
      await applied({ kind: 'batch', id: 'b', set: { hold: true, priority: 7 } });
      await applied({ kind: 'material', id: 'b-0001', set: { hold: true } });
      await applied({ kind: 'step', id: 'b-0001-OPT', set: { hold: true } });
      expect(await batch('b')).to.include({ hold: true, priority: 7 });
      expect((await material('b-0001')).hold).to.equal(true);
      expect((await step('b-0001-OPT')).hold).to.equal(true);
      expect((await moves({})).slice(-4)).to.deep.equal([
        'batch hold=false > hold=true',
        'batch priority=50 > priority=7',
        'material hold=false > hold=true',
        'step hold=false > hold=true',
      ]);
    });

    it('replace settings and resources of a step', async () => {
      await enqueue(1);
      const { resources } = await step('b-0001-OPT');
      await applied({
        kind: 'step',
        id: 'b-0001-OPT',
        set: { settings: { maxcycle: 150 }, resources: { ...resources, walltimeSeconds: 7200 } },
      });
      const changed = await step('b-0001-OPT');
      expect(changed.settings).to.deep.equal({ maxcycle: 150 });
      expect(changed.resources).to.deep.equal({ ...resources, walltimeSeconds: 7200 });
    });

    it('count the generations of a material and refuse those of an older one', async () => {
      await enqueue(1);
      await applied({ kind: 'material', id: 'b-0001', to: 'released', nextGeneration: true });
      expect((await material('b-0001')).generation).to.equal(1);
      const late = await store.apply(
        [{ kind: 'material', id: 'b-0001', to: 'succeeded', generation: 0 }],
        by,
      );
      expect(late).to.deep.include({ applied: false });
      expect(late.conflict?.found).to.equal('generation 1');
      await applied({ kind: 'material', id: 'b-0001', to: 'succeeded', generation: 1 });
      expect((await material('b-0001')).settledAt).to.be.a('string');
    });

    it('deliver edges', async () => {
      await enqueue(1);
      await applied({ kind: 'edge', id: 'b-0001-SP~OPT', to: 'delivered' });
      expect((await store.stepContext('b-0001-SP'))?.incoming[0]?.edge.state).to.equal('delivered');
      expect(await moves({ step: 'b-0001-SP' })).to.deep.equal(['edge waiting > delivered']);
    });

    it('are recorded with who, why and in answer to what', async () => {
      await enqueue(1);
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

  describe('Attempts', () => {
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
      await enqueue(1);
      await applied(
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
      await applied({ kind: 'newAttempt', attempt: { ...createAttempt('b-0001', 'OPT', 2), change } });
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
      await applied({ kind: 'attempt', id, to: 'submitting' });
      const { intentAt } = (await store.attempt(id))!;
      expect(intentAt).to.be.a('string');
      await applied({ kind: 'attempt', id, to: 'prepared' });
      await eventually('the clock to move on', () => Date.now() > Date.parse(intentAt ?? '') + 5);
      await applied({ kind: 'attempt', id, to: 'submitting' });
      await applied({ kind: 'attempt', id, to: 'queued', carrier });
      const queued = (await store.attempt(id))!;
      expect(Date.parse(queued.intentAt ?? '')).to.be.greaterThan(Date.parse(intentAt ?? ''));
      expect(queued.submittedAt).to.be.a('string');
      expect(queued.carrier).to.deep.include(carrier);
    });

    it('share a carrier, which learns its submit time later and keeps it', async () => {
      await enqueueAttempt();
      await applied({ kind: 'newAttempt', attempt: createAttempt('b-0001', 'OPT', 2) });
      for (const one of [id, 'b-0001-OPT-a2']) await applied({ kind: 'attempt', id: one, to: 'submitting' });
      await applied({ kind: 'attempt', id, to: 'queued', carrier });
      const told = { ...carrier, submittedAt: '2026-03-01T12:00:00+02:00' };
      await applied({ kind: 'attempt', id: 'b-0001-OPT-a2', to: 'queued', carrier: told });
      await applied({ kind: 'attempt', id, to: 'running', carrier });
      const [first, second] = (await store.stepContext('b-0001-OPT'))!.attempts;
      expect(first?.carrier).to.deep.equal(second?.carrier);
      expect(first?.carrier?.submittedAt).to.equal('2026-03-01T10:00:00.000Z');
    });

    it('take the times of the scheduler where it tells them', async () => {
      await enqueueAttempt();
      await applied(
        { kind: 'attempt', id, to: 'submitting' },
        { kind: 'attempt', id, to: 'queued', carrier },
      );
      await applied({ kind: 'attempt', id, to: 'running', set: { startedAt: '2026-03-01T10:00:00Z' } });
      await applied({
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
      await enqueue(3);
      for (const number of [1, 2, 3]) {
        const attempt = {
          ...createAttempt(`b-000${number}`, 'OPT'),
          cluster: number === 3 ? 'there' : 'here',
        };
        await applied({ kind: 'newAttempt', attempt }, { kind: 'attempt', id: attempt.id, to: 'submitting' });
      }
      expect((await store.liveAttempts('here')).map((attempt) => attempt.id)).to.deep.equal([
        id,
        'b-0002-OPT-a1',
      ]);
      expect(await store.countLiveAttempts('here')).to.equal(2);
      expect(await store.countLiveAttempts('nowhere')).to.equal(0);
      await applied({ kind: 'attempt', id, to: 'concluded', set: { verdict: 'lost' } });
      expect((await store.liveAttempts('here')).map((attempt) => attempt.id)).to.deep.equal([
        'b-0002-OPT-a1',
      ]);
    });

    it('are listed for cancelling while the scheduler may know them and their step is to be cancelled', async () => {
      await enqueueAttempt();
      await applied({ kind: 'attempt', id, to: 'submitting' });
      expect(await store.attemptsToCancel()).to.deep.equal([]);
      await applied({ kind: 'step', id: 'b-0001-OPT', set: { cancelRequested: true } });
      expect((await store.attemptsToCancel()).map((attempt) => attempt.id)).to.deep.equal([id]);
      await applied({ kind: 'attempt', id, to: 'concluded', set: { verdict: 'cancelled' } });
      expect(await store.attemptsToCancel()).to.deep.equal([]);
    });
  });

  describe('The window', () => {
    it('lets pending materials in, in their order, with a new generation', async () => {
      await enqueue(3);
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
      expect(await moves({ material: 'b-0001' })).to.include('material pending > released');
    });

    it('is shared by batches: the one with fewer materials inside comes first', async () => {
      await enqueue(10, 'a');
      expect(await store.releaseMaterials(4, by)).to.have.length(4);
      await enqueue(10, 'b');
      const batches = (await store.releaseMaterials(6, by)).map(({ batchId }) => batchId);
      expect(batches.filter((id) => id === 'b')).to.have.length(5);
      expect(batches.filter((id) => id === 'a')).to.have.length(1);
    });

    it('takes the more urgent batch first', async () => {
      await enqueue(5, 'a');
      await enqueue(2, 'b', { priority: 10 });
      expect((await store.releaseMaterials(3, by)).map(({ id }) => id)).to.deep.equal([
        'a-0001',
        'b-0001',
        'b-0002',
      ]);
    });

    it('leaves out batches and materials on hold, and batches that are still receiving', async () => {
      await enqueue(2, 'a');
      await enqueue(2, 'b');
      await store.beginBatch(createBatch('c'), by);
      await store.addMaterials('c', [createMaterial('c', 1)], by);
      await applied({ kind: 'batch', id: 'a', set: { hold: true } });
      await applied({ kind: 'material', id: 'b-0001', set: { hold: true } });
      expect((await store.releaseMaterials(9, by)).map(({ id }) => id)).to.deep.equal(['b-0002']);
    });

    it('gives no material to two processes', async () => {
      await enqueue(60, 'a');
      await enqueue(60, 'b');
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
      await enqueue(1);
      expect(await store.releaseMaterials(0, by)).to.deep.equal([]);
      expect(await store.releaseMaterials(-3, by)).to.deep.equal([]);
    });
  });

  describe('A lease', () => {
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

  describe('Reading', () => {
    it('gives a step with all that its processor needs', async () => {
      await enqueue(1);
      const attempt = createAttempt('b-0001', 'OPT');
      const artifact = {
        attemptId: attempt.id,
        role: 'geometry',
        path: 'fort.34',
        sizeBytes: 10,
        sha256: 'a',
      };
      await applied({
        kind: 'newAttempt',
        attempt: { ...attempt, id: 'b-0001-OPT-a0', number: 0, token: 'zero' },
      });
      await applied(
        { kind: 'newAttempt', attempt },
        { kind: 'attempt', id: attempt.id, to: 'concluded', set: { verdict: 'succeeded' } },
        { kind: 'artifacts', artifacts: [artifact, { ...artifact, attemptId: 'b-0001-OPT-a0' }] },
      );
      const context = (await store.stepContext('b-0001-SP'))!;
      expect(context.batch).to.deep.equal(await store.batch('b'));
      expect(context.material).to.include({
        id: 'b-0001',
        label: 'material 1',
        sourceFormat: 'cif',
        generation: 0,
      });
      expect(context.material.sourceText).to.equal('data_MgO\n_cell_length_a 4.21\n');
      expect(context.step.settings).to.deep.equal({ tolinteg: [7, 7, 7, 7, 14], shrink: 8 });
      expect(context.attempts).to.deep.equal([]);
      expect(context.outgoing).to.deep.equal([]);
      expect(context.incoming).to.have.length(1);
      const [incoming] = context.incoming;
      expect(incoming?.edge).to.deep.equal({
        id: 'b-0001-SP~OPT',
        materialId: 'b-0001',
        producerId: 'b-0001-OPT',
        consumerId: 'b-0001-SP',
        kinds: ['geometry'],
        state: 'waiting',
      });
      expect(incoming?.producer.name).to.equal('OPT');
      expect(incoming?.attempt?.id).to.equal(attempt.id);
      expect(incoming?.artifacts).to.deep.equal([artifact]);
      expect((await store.stepContext('b-0001-OPT'))?.outgoing).to.have.length(1);
      expect(await store.stepContext('nobody')).to.equal(undefined);
    });

    it('gives a producer without a success as one without an attempt', async () => {
      await enqueue(1);
      await applied({ kind: 'newAttempt', attempt: createAttempt('b-0001', 'OPT') });
      const [incoming] = (await store.stepContext('b-0001-SP'))!.incoming;
      expect(incoming?.attempt).to.equal(undefined);
      expect(incoming?.artifacts).to.deep.equal([]);
    });

    it('gives the graph of a material, steps in their order', async () => {
      await store.beginBatch(createBatch('b'), by);
      await store.addMaterials('b', [createMaterial('b', 1, {}, ['OPT', 'SP', 'BAND', 'DOSS'])], by);
      const graph = (await store.materialGraph('b-0001'))!;
      expect(graph.steps.map(({ name }) => name)).to.deep.equal(['OPT', 'SP', 'BAND', 'DOSS']);
      expect(graph.edges).to.have.length(3);
      expect(graph.batch.id).to.equal('b');
      expect(await store.materialGraph('nobody')).to.equal(undefined);
    });

    it('selects materials by batch, id, label, wild card, state, failure and the steps they have', async () => {
      await enqueue(2, 'a');
      await store.beginBatch(createBatch('b'), by);
      const labels = ['MOF_1', 'MOFx1', 'mof_1', '50% (x)', 'a[b]?', 'back\\slash'];
      await store.addMaterials(
        'b',
        labels.map((label, index) =>
          createMaterial('b', index + 1, { label }, index === 0 ? ['BAND2'] : ['OPT']),
        ),
        by,
      );
      await applied({ kind: 'batch', id: 'b', to: 'open' });
      await applied({ kind: 'material', id: 'b-0002', to: 'cancelled', set: { failureCode: 'X' } });
      const found = async (selector: Parameters<Store['materials']>[0]) =>
        (await store.materials(selector)).map(({ label }) => label);
      expect(await found({ batch: 'a' })).to.deep.equal(['material 1', 'material 2']);
      expect(await found({ material: 'a-0002' })).to.deep.equal(['material 2']);
      expect(await found({ material: 'material 1', batch: 'b' })).to.deep.equal([]);
      expect(await found({ material: 'MOF_*' })).to.deep.equal(['MOF_1']);
      expect(await found({ material: '*F*1' })).to.deep.equal(['MOF_1', 'MOFx1']);
      expect(await found({ material: '50%*' })).to.deep.equal(['50% (x)']);
      expect(await found({ material: 'a[b]?*' })).to.deep.equal(['a[b]?']);
      expect(await found({ material: 'back\\*' })).to.deep.equal(['back\\slash']);
      expect(await found({ state: ['cancelled', 'failed'] })).to.deep.equal(['MOFx1']);
      expect(await found({ failure: 'X' })).to.deep.equal(['MOFx1']);
      expect(await found({ step: 'BAND' })).to.deep.equal(['MOF_1']);
      expect(await found({ batch: 'b', step: 'OPT', state: ['pending'] })).to.deep.equal(labels.slice(2));
    });

    it('selects steps by name, by type and by id, and pages through them', async () => {
      await store.beginBatch(createBatch('b'), by);
      await store.addMaterials(
        'b',
        [1, 2].map((n) => createMaterial('b', n, {}, ['OPT', 'SP', 'SP2'])),
        by,
      );
      await applied({ kind: 'step', id: 'b-0001-SP2', to: 'blocked', set: { failureCode: 'Y' } });
      const found = async (...args: Parameters<Store['steps']>) =>
        (await store.steps(...args)).map(({ id }) => id);
      expect(await found({ step: 'SP' })).to.deep.equal([
        'b-0001-SP',
        'b-0001-SP2',
        'b-0002-SP',
        'b-0002-SP2',
      ]);
      expect(await found({ step: 'SP2' })).to.deep.equal(['b-0001-SP2', 'b-0002-SP2']);
      expect(await found({ step: 'b-0002-OPT' })).to.deep.equal(['b-0002-OPT']);
      expect(await found({ state: ['blocked'], failure: 'Y', material: 'mat*1' })).to.deep.equal([
        'b-0001-SP2',
      ]);
      expect(await found({}, { limit: 2, offset: 3 })).to.deep.equal(['b-0002-OPT', 'b-0002-SP']);
      expect(await found({ state: ['no such state'] })).to.deep.equal([]);
    });

    it('selects attempts by their own state and failure, and by the state of their step', async () => {
      await enqueue(2);
      for (const id of ['b-0001', 'b-0002'])
        await applied(
          { kind: 'newAttempt', attempt: createAttempt(id, 'OPT') },
          { kind: 'step', id: `${id}-OPT`, to: 'running' },
        );
      await applied(
        {
          kind: 'attempt',
          id: 'b-0001-OPT-a1',
          to: 'concluded',
          set: { verdict: 'failed', failureCode: 'OOM' },
        },
        { kind: 'step', id: 'b-0001-OPT', to: 'failed' },
      );
      const found = async (selector: Parameters<Store['attempts']>[0]) =>
        (await store.attempts(selector)).map(({ id }) => id);
      expect(await found({})).to.deep.equal(['b-0001-OPT-a1', 'b-0002-OPT-a1']);
      expect(await found({ attemptState: ['prepared', 'queued'] })).to.deep.equal(['b-0002-OPT-a1']);
      expect(await found({ failure: 'OOM' })).to.deep.equal(['b-0001-OPT-a1']);
      expect(await found({ state: ['running'] })).to.deep.equal(['b-0002-OPT-a1']);
      expect(await found({ material: 'material 1', step: 'OPT', batch: 'b' })).to.deep.equal([
        'b-0001-OPT-a1',
      ]);
    });

    it('gives errors and events newest first, by time and by what they belong to', async () => {
      await enqueue(2);
      const start = new Date(Date.now() - 1000).toISOString();
      await applied({ kind: 'error', error: anError });
      await applied({
        kind: 'error',
        error: { ...anError, code: 'DISK_FULL', stepId: 'b-0001-OPT', materialId: 'b-0001' },
      });
      const found = async (selector: Parameters<Store['errors']>[0]) =>
        (await store.errors(selector)).map(({ code }) => code);
      expect(await found({})).to.deep.equal(['DISK_FULL', 'SCHEDULER_BUSY']);
      expect(await found({ since: start })).to.have.length(2);
      expect(await found({ since: new Date(Date.now() + 60_000).toISOString() })).to.deep.equal([]);
      expect(await found({ step: 'OPT' })).to.deep.equal(['DISK_FULL']);
      expect(await found({ failure: 'SCHEDULER_BUSY', batch: 'b' })).to.deep.equal(['SCHEDULER_BUSY']);
      const [newest] = await store.errors({}, { limit: 1 });
      expect(newest).to.deep.include({
        details: { tried: 3 },
        hint: 'wait',
        severity: 'low',
        category: 'transient',
      });
      const events = await store.events({ material: 'b-0001' });
      expect(events.map(({ to }) => to)).to.deep.equal(['pending']);
      expect(await store.events({ batch: 'b' }, { limit: 1 })).to.have.length(1);
    });

    it('counts by state, by type and by failure, for one batch or for all', async () => {
      await enqueue(3, 'a');
      await enqueue(2, 'b');
      await store.releaseMaterials(2, by);
      await applied({ kind: 'step', id: 'a-0001-OPT', to: 'failed', set: { failureCode: 'OOM' } });
      await applied({ kind: 'step', id: 'b-0001-OPT', to: 'failed', set: { failureCode: 'OOM' } });
      await applied({ kind: 'newAttempt', attempt: createAttempt('a-0001', 'OPT') });
      const all = await store.counts();
      expect(all.materials).to.deep.equal({ pending: 3, released: 2 });
      expect(all.steps).to.have.deep.members([
        { type: 'OPT', state: 'failed', count: 2 },
        { type: 'OPT', state: 'waiting', count: 3 },
        { type: 'SP', state: 'waiting', count: 5 },
      ]);
      expect(all.attempts).to.deep.equal({ prepared: 1 });
      expect(all.failures).to.deep.equal([{ failureCode: 'OOM', count: 2 }]);
      const one = await store.counts({ batch: 'b' });
      expect(one.materials).to.deep.equal({ pending: 1, released: 1 });
      expect(one.attempts).to.deep.equal({});
      expect(one.failures).to.deep.equal([{ failureCode: 'OOM', count: 1 }]);
    });

    it('gives back names as they were, but for characters no database keeps', async () => {
      await store.beginBatch(createBatch('b'), by);
      const hostile = `'; DROP TABLE materials; -- $(rm -rf /) "x" \n ../ \u0001 \u{1F4A5} \\u0000 é`;
      const labels = [hostile, 'nul\0l', 'half\uD800'];
      await store.addMaterials(
        'b',
        labels.map((label, index) => createMaterial('b', index + 1, { label, geometry: { label } })),
        by,
      );
      const found = await store.materials({});
      expect(found.map(({ label }) => label)).to.deep.equal([hostile, 'nul\uFFFDl', 'half\uFFFD']);
      expect(found.map(({ geometry }) => geometry)).to.deep.equal(found.map(({ label }) => ({ label })));
      expect(await store.materials({ material: hostile })).to.have.length(1);
    });
  });

  describe('Housekeeping', () => {
    it('removes old events and says how many', async () => {
      await enqueue(2);
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
