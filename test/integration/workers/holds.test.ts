import { expect } from 'chai';
import { pause, resume } from '../../../queues/actions/hold.js';
import type { Selector } from '../../../src/store/store.js';
import { eventually } from '../../support/eventually.js';
import { byTest, createRig, type Rig } from '../../support/fault-rig.js';

describe('A pause', function () {
  this.timeout(60_000);
  let rig: Rig;
  afterEach(() => rig.close());
  const actions = () => ({ store: rig.store, queues: rig.queues });

  /** A batch of two materials that wait, and what may be selected of it. */
  async function enqueue(): Promise<Record<'all' | 'batch' | 'material' | 'step', Selector>> {
    rig = await createRig({ materials: 2, workflow: 'SP' });
    const batch = await rig.enqueue();
    const [step] = await rig.steps();
    return { all: {}, batch: { batch }, material: { material: step!.materialId }, step: { step: step!.id } };
  }

  for (const [paused, resumed] of [
    ['all', 'all'],
    ['all', 'batch'],
    ['batch', 'all'],
    ['material', 'batch'],
    ['step', 'material'],
  ] as const) {
    it(`of ${paused} is taken back with ${resumed}`, async () => {
      const selectors = await enqueue();
      await pause(actions(), selectors[paused], byTest);
      rig.startWorker();
      await resume(actions(), selectors[resumed], byTest);
      expect(new Set(Object.values(await rig.ends()))).to.deep.equal(new Set(['succeeded']));
    });
  }

  it('of a step stays when only another one is resumed, and that of a batch when one of its materials is', async () => {
    const selectors = await enqueue();
    const [first, second] = await rig.steps();
    await pause(actions(), { step: second!.id }, byTest);
    await resume(actions(), selectors.step, byTest);
    await pause(actions(), selectors.batch, byTest);
    await resume(actions(), selectors.material, byTest);
    expect((await rig.store.batches()).map(({ hold }) => hold)).to.deep.equal([true]);
    rig.startWorker();
    await resume(actions(), { material: first!.materialId, state: ['waiting'] }, byTest);
    await eventually('no hold but that of the step and the batch', async () =>
      (await rig.steps()).every(({ id, hold, state }) => hold === (id === second!.id) && state === 'waiting'),
    );
  });
});
