import { expect } from 'chai';
import { cancel } from '../../../queues/actions/cancel.js';
import { pause, resume } from '../../../queues/actions/hold.js';
import { rerun, retry } from '../../../queues/actions/restart.js';
import { replaced } from '../../support/crash-point.js';
import { byTest, createRig, type Rig } from '../../support/fault-rig.js';
import { rejection } from '../../support/rejection.js';
import { createBatch, createMaterial } from '../../support/store-examples.js';

/** More materials than an action takes at a time. */
const many = 450;

describe('An action on many materials', function () {
  this.timeout(60_000);
  let rig: Rig;
  beforeEach(async () => {
    rig = await createRig();
  });
  afterEach(() => rig.close());
  const actions = () => ({ store: rig.store, queues: rig.queues });

  async function enqueue(materials: number): Promise<void> {
    await rig.store.beginBatch(createBatch('b'), byTest);
    const rows = Array.from({ length: materials }, (_, index) => createMaterial('b', index + 1));
    await rig.store.addMaterials('b', rows, byTest);
    await rig.store.apply([{ kind: 'batch', id: 'b', to: 'open' }], byTest);
  }
  const stepStates = async (): Promise<Record<string, number>> => {
    const { steps } = await rig.store.counts();
    const sums: Record<string, number> = {};
    for (const { state, count } of steps) sums[state] = (sums[state] ?? 0) + count;
    return sums;
  };

  it('cancels and starts again all of them', async () => {
    await enqueue(many);
    await rig.store.releaseMaterials(5, byTest);
    const all = { materials: many, steps: 2 * many };
    expect(await cancel(actions(), { batch: 'b', material: 'material 4*' }, byTest)).to.deep.equal({
      materials: 62,
      steps: 2 * 62,
    });
    expect(await stepStates()).to.deep.equal({ cancelled: 2 * 62, waiting: 2 * (many - 62) });
    expect(await cancel(actions(), { batch: 'b' }, byTest)).to.deep.equal({
      materials: many - 62,
      steps: 2 * (many - 62),
    });
    expect(await stepStates()).to.deep.equal({ cancelled: 2 * many });
    expect((await rig.store.counts()).materials).to.deep.equal({ released: 5, cancelled: many - 5 });
    expect(await retry(actions(), { batch: 'b' }, byTest)).to.deep.equal(all);
    expect(await stepStates()).to.deep.equal({ waiting: 2 * many });
    expect((await rig.store.counts()).materials).to.deep.equal({ released: 5, pending: many - 5 });
  });

  it('pauses and resumes them, the batch as one', async () => {
    await enqueue(many);
    let holds = 0;
    const store = replaced(rig.store, 'apply', async (call) => {
      holds += 1;
      return call();
    });
    await pause({ ...actions(), store }, { batch: 'b' }, byTest);
    expect(holds).to.equal(1);
    expect((await rig.store.batch('b'))?.hold).to.equal(true);
    await pause(actions(), { step: 'SP' }, byTest);
    const held = async () => (await rig.store.steps({})).filter(({ hold }) => hold).length;
    expect(await held()).to.equal(many);
    await resume(actions(), { batch: 'b' }, byTest);
    expect([await held(), (await rig.store.batch('b'))?.hold]).to.deep.equal([0, false]);
  });

  it('counts as resumed what is not on hold with more than was named', async () => {
    await enqueue(2);
    await pause(actions(), { material: 'b-0001' }, byTest);
    expect(await resume(actions(), { step: 'SP' }, byTest)).to.deep.equal({ materials: 1, steps: 1 });
    await pause(actions(), { batch: 'b' }, byTest);
    expect(await resume(actions(), { material: 'b-0002' }, byTest)).to.deep.equal({ materials: 0, steps: 0 });
    expect(await resume(actions(), { batch: 'b' }, byTest)).to.deep.equal({ materials: 2, steps: 4 });
  });

  it('reads their graphs together', async () => {
    await enqueue(many);
    let reads = 0;
    const counting = replaced(rig.store, 'materialGraph', async (call) => {
      reads += 1;
      return call();
    });
    await cancel({ ...actions(), store: counting }, { batch: 'b' }, byTest);
    await retry({ ...actions(), store: counting }, { batch: 'b' }, byTest);
    expect(reads).to.equal(0);
  });

  it('refuses to start steps again of which one is running, before it changes any of the others', async () => {
    await enqueue(many);
    await cancel(actions(), { batch: 'b' }, byTest);
    const [last] = await rig.store.materials({ material: `material ${many}` });
    await rig.store.apply([{ kind: 'step', id: `${last?.id}-OPT`, to: 'waiting' }], byTest);
    await rig.store.apply([{ kind: 'step', id: `${last?.id}-OPT`, to: 'running' }], byTest);
    const states = await stepStates();
    const error = await rejection(rerun(actions(), { batch: 'b', step: 'OPT' }, byTest));
    expect(error).to.include({ code: 'STORE_CONFLICT', message: `${last?.id}-OPT is running.` });
    expect(await stepStates()).to.deep.equal(states);
  });

  it('refuses to start steps again on which a running one depends, before it changes any of the others', async () => {
    await enqueue(many);
    await cancel(actions(), { batch: 'b', step: 'OPT' }, byTest);
    const [last] = await rig.store.materials({ material: `material ${many}` });
    await rig.store.apply([{ kind: 'step', id: `${last?.id}-SP`, to: 'running' }], byTest);
    const states = await stepStates();
    const error = await rejection(rerun(actions(), { step: 'OPT', state: ['cancelled'] }, byTest));
    expect(error).to.include({ code: 'STORE_CONFLICT', message: `${last?.id}-SP is running.` });
    expect(await stepStates()).to.deep.equal(states);
  });

  it('starts steps again beside a running one that does not depend on them', async () => {
    await enqueue(2);
    await rig.store.apply([{ kind: 'step', id: 'b-0001-OPT', to: 'running' }], byTest);
    await cancel(actions(), { batch: 'b', step: 'SP' }, byTest);
    expect(await rerun(actions(), { batch: 'b', step: 'SP' }, byTest)).to.deep.equal({
      materials: 2,
      steps: 2,
    });
    expect(await stepStates()).to.deep.equal({ running: 1, waiting: 3 });
  });
});
