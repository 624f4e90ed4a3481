import { expect } from 'chai';
import type { Store } from '../../../src/store/store.js';
import { by, createAttempt, createBatch, createMaterial } from '../../support/store-examples.js';
import { enqueue, applied, type OpenEmpty } from './store-under-test.js';

export function describeReading(open: OpenEmpty): void {
  describe('Reading', () => {
    let store: Store;

    beforeEach(async () => {
      ({ store } = await open());
    });

    it('gives a step with all that its processor needs', async () => {
      await enqueue(store, 1);
      const attempt = createAttempt('b-0001', 'OPT');
      const artifact = {
        attemptId: attempt.id,
        role: 'geometry',
        path: 'fort.34',
        sizeBytes: 10,
        sha256: 'a',
      };
      await applied(store, {
        kind: 'newAttempt',
        attempt: { ...attempt, id: 'b-0001-OPT-a0', number: 0, token: 'zero' },
      });
      await applied(
        store,
        { kind: 'newAttempt', attempt },
        { kind: 'attempt', id: attempt.id, to: 'concluded', set: { verdict: 'succeeded' } },
        { kind: 'artifacts', artifacts: [artifact, { ...artifact, attemptId: 'b-0001-OPT-a0' }] },
      );
      const context = (await store.stepContext('b-0001-SP'))!;
      const { id, cluster, priority, hold } = (await store.batch('b'))!;
      expect(context.batch).to.deep.equal({ id, cluster, priority, hold });
      const { material } = (await store.materialGraph('b-0001'))!;
      expect(context.material).to.deep.equal({
        id: 'b-0001',
        label: 'material 1',
        state: 'pending',
        hold: false,
        generation: 0,
        geometry: material.geometry,
        deckText: null,
      });
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

    it('gives a step the structure file of its material where that is a deck', async () => {
      const deck = { sourceFormat: 'd12', sourceText: 'MgO\nCRYSTAL\n0 0 0\n' } as const;
      await store.beginBatch(createBatch('b'), by);
      await store.addMaterials('b', [createMaterial('b', 1, deck)], by);
      expect((await store.stepContext('b-0001-OPT'))?.material.deckText).to.equal(deck.sourceText);
    });

    it('gives an attempt with what decides whether it may be submitted', async () => {
      await enqueue(store, 1);
      const attempt = createAttempt('b-0001', 'OPT');
      const carrier = {
        kind: 'job',
        cluster: 'here',
        jobName: attempt.token,
        schedulerJobId: '7',
        arrayIndex: null,
        submittedAt: null,
      } as const;
      await applied(store, { kind: 'newAttempt', attempt });
      const [step] = await store.steps({ step: attempt.stepId });
      const flags = { hold: false, cancelRequested: false };
      expect(await store.submission(attempt.id)).to.deep.equal({
        attempt: await store.attempt(attempt.id),
        step: { name: 'OPT', type: 'OPT', resources: step?.resources, ...flags },
        material: { hold: false },
        batch: { hold: false },
      });
      await applied(
        store,
        { kind: 'attempt', id: attempt.id, to: 'submitting' },
        { kind: 'attempt', id: attempt.id, to: 'queued', carrier },
        { kind: 'step', id: 'b-0001-OPT', set: { hold: true, cancelRequested: true } },
        { kind: 'material', id: 'b-0001', set: { hold: true } },
        { kind: 'batch', id: 'b', set: { hold: true } },
      );
      const submission = (await store.submission(attempt.id))!;
      expect(submission.attempt.carrier).to.include(carrier);
      expect(submission.step).to.include({ hold: true, cancelRequested: true });
      expect([submission.material, submission.batch]).to.deep.equal([{ hold: true }, { hold: true }]);
      expect(await store.submission('nobody')).to.equal(undefined);
    });

    it('gives a producer without a success as one without an attempt', async () => {
      await enqueue(store, 1);
      await applied(store, { kind: 'newAttempt', attempt: createAttempt('b-0001', 'OPT') });
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

    it('gives the graphs of several materials, in the order they were asked for', async () => {
      await enqueue(store, 2, 'a');
      await enqueue(store, 2, 'b');
      const ids = ['b-0002', 'nobody', 'a-0001', 'b-0001'];
      const singly = await Promise.all(ids.map((id) => store.materialGraph(id)));
      expect(await store.materialGraphs(ids)).to.deep.equal(singly.filter((graph) => graph !== undefined));
      expect(await store.materialGraphs([])).to.deep.equal([]);
    });

    it('selects materials by batch, id, label, wild card, state, failure and the steps they have', async () => {
      await enqueue(store, 2, 'a');
      await store.beginBatch(createBatch('b'), by);
      const labels = ['MOF_1', 'MOFx1', 'mof_1', '50% (x)', 'a[b]?', 'back\\slash'];
      await store.addMaterials(
        'b',
        labels.map((label, index) =>
          createMaterial('b', index + 1, { label }, index === 0 ? ['BAND2'] : ['OPT']),
        ),
        by,
      );
      await applied(store, { kind: 'batch', id: 'b', to: 'open' });
      await applied(store, { kind: 'material', id: 'b-0002', to: 'cancelled', set: { failureCode: 'X' } });
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
      await applied(store, { kind: 'step', id: 'b-0001-SP2', to: 'blocked', set: { failureCode: 'Y' } });
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
      await enqueue(store, 2);
      for (const id of ['b-0001', 'b-0002'])
        await applied(
          store,
          { kind: 'newAttempt', attempt: createAttempt(id, 'OPT') },
          { kind: 'step', id: `${id}-OPT`, to: 'running' },
        );
      await applied(
        store,
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

    it('pages through attempts by id, though those of the pages before are in another state by then', async () => {
      await enqueue(store, 5);
      const ids = [1, 2, 3, 4, 5].map((n) => `b-000${n}`);
      for (const id of ids) await applied(store, { kind: 'newAttempt', attempt: createAttempt(id, 'OPT') });
      const found: string[] = [];
      for (let afterId = ''; ; afterId = found.at(-1)!) {
        const page = await store.attempts({ attemptState: ['prepared'], afterId }, { limit: 2 });
        if (page.length === 0) break;
        found.push(...page.map(({ id }) => id));
        for (const { id } of page) await applied(store, { kind: 'attempt', id, to: 'submitting' });
      }
      expect(found).to.deep.equal(ids.map((id) => `${id}-OPT-a1`));
    });

    it('gives errors and events newest first, by time and by what they belong to', async () => {
      await enqueue(store, 2);
      const start = new Date(Date.now() - 1000).toISOString();
      await applied(store, { kind: 'error', error: anError });
      await applied(store, {
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
      await enqueue(store, 3, 'a');
      await enqueue(store, 2, 'b');
      await store.releaseMaterials(2, by);
      await applied(store, { kind: 'step', id: 'a-0001-OPT', to: 'failed', set: { failureCode: 'OOM' } });
      await applied(store, { kind: 'step', id: 'b-0001-OPT', to: 'failed', set: { failureCode: 'OOM' } });
      await applied(store, { kind: 'newAttempt', attempt: createAttempt('a-0001', 'OPT') });
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
