import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDossDat } from '../../../src/crystal/files/doss-dat.js';
import { createRig, type Rig } from '../../support/fault-rig.js';

describe('A density of states of more projections than one call takes', function () {
  this.timeout(60_000);
  let rig: Rig | undefined;
  afterEach(() => rig?.close());

  it('runs as one job of several calls and is kept as one', async () => {
    const projections = Array.from({ length: 20 }, (_, index) => ({
      label: `p${index + 1}`,
      functions: [1],
    }));
    rig = await createRig({
      materials: 1,
      workflow: 'SP,DOSS',
      steps: { DOSS: { settings: { projections } } },
    });
    rig.startWorker();
    await rig.enqueue();
    expect(Object.values(await rig.ends())).to.deep.equal(['succeeded', 'succeeded']);
    const attempts = await rig.attempts();
    const doss = attempts.find(({ stepId }) => stepId.endsWith('DOSS'))!;
    const dos = readDossDat(await readFile(join(doss.folder, 'DOSS.DOSS.DAT'), 'utf8'), 'DOSS.DAT');
    expect(dos.projectionCount).to.equal(21);
    const told = await rig.store.properties({ names: ['dosElectrons'] });
    expect(told[0]?.json).to.include.all.keys('p1', 'p20', 'total');
    const outputs = await readFile(join(doss.folder, 'DOSS.out'), 'latin1');
    expect(outputs.match(/TERMINATION/g)).to.have.length(2);
  });
});
