import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDossDat } from '../../../src/crystal/files/doss-dat.js';
import { createRig, type Rig, type RigOptions } from '../../support/fault-rig.js';
import { readText } from '../../unit/files/read-text.js';

describe('A density of states of more projections than one call takes', function () {
  this.timeout(60_000);
  let rig: Rig | undefined;
  afterEach(() => rig?.close());

  const projections = Array.from({ length: 20 }, (_, index) => ({ label: `p${index + 1}`, functions: [1] }));

  /** Folder of the last attempt of DOSS, when all is over. */
  async function run(jobEnvironment: NonNullable<RigOptions['jobEnvironment']>): Promise<string> {
    rig = await createRig({
      materials: 1,
      workflow: 'SP,DOSS',
      steps: { DOSS: { settings: { projections } } },
      jobEnvironment,
    });
    rig.startWorker();
    await rig.enqueue();
    expect(Object.values(await rig.ends())).to.deep.equal(['succeeded', 'succeeded']);
    const attempts = (await rig.attempts()).filter(({ stepId }) => stepId.endsWith('DOSS'));
    return attempts.sort((one, other) => one.number - other.number).at(-1)!.folder;
  }

  for (const [what, jobEnvironment, attempt] of [
    ['runs as one job of several calls and is kept as one', {}, 1],
    [
      'is whole and has its names when a second attempt had to be made',
      { CRYSTALQ_REHEARSAL_FAIL: 'truncated@DOSS#1' },
      2,
    ],
  ] as const) {
    it(what, async () => {
      const folder = await run(jobEnvironment);
      expect(folder).to.match(new RegExp(`a0${attempt}$`));
      const dos = readText(readDossDat, await readFile(join(folder, 'DOSS.DOSS.DAT'), 'utf8'), 'DOSS.DAT');
      expect(dos.projectionCount).to.equal(21);
      const told = await rig!.store.properties({ names: ['dosElectrons'] });
      expect(told[0]?.json).to.include.all.keys('p1', 'p20', 'total');
      const outputs = await readFile(join(folder, 'DOSS.out'), 'latin1');
      expect(outputs.match(/TERMINATION/g)).to.have.length(2);
    });
  }
});
