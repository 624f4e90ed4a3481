import { expect } from 'chai';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readBandDat } from '../../../src/crystal/files/band-dat.js';
import { callFilesDirectly } from '../../../src/workdir/files.js';
import { digestFile } from '../../../src/workdir/sha256.js';
import { readDataFile, readOutput } from '../../../workers/step/read-output.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';
import { bandDat } from '../files/synthetic.js';

describe('An output', () => {
  it('is read once for what it says and for its checksum', async () => {
    const folder = await temporaryFolder('output');
    const path = join(folder.path, 'OPT.out');
    await writeFile(path, ' TTTTTTTT SOMETHING    TELAPSE        0.04 TCPU        0.03\n'.repeat(5000));
    const output = await readOutput(path);
    expect(output?.digest.sizeBytes).to.be.greaterThan(4 * 64 * 1024);
    expect(output?.digest).to.deep.equal(await digestFile(path));
    expect(await readOutput(join(folder.path, 'none'))).to.equal(undefined);
    await folder.remove();
  });
});

describe('A data file of a step', () => {
  let folder: TemporaryFolder;
  before(async () => {
    folder = await temporaryFolder('data-file');
    callFilesDirectly(true);
  });
  after(async () => {
    callFilesDirectly(false);
    await folder.remove();
  });

  it('is read in pieces, with a turn for others after each', async () => {
    const path = join(folder.path, 'BAND.DAT');
    const distances = Array.from({ length: 1000 }, (_, k) => k / 1000);
    const rows = distances.map((distance) => Array.from({ length: 80 }, (_, band) => band - distance));
    const text = bandDat({ distances, spins: [rows] });
    await writeFile(path, text);
    let turns = 0;
    const next = (): void => {
      turns += 1;
      turn = setImmediate(next);
    };
    let turn = setImmediate(next);
    const bands = await readDataFile(path, 'BAND.DAT', readBandDat);
    clearImmediate(turn);
    expect(bands?.spins[0]?.bands).to.have.length(80);
    expect(bands?.spins[0]?.bands[2]).to.deep.include({ low: 1.001, lowAt: 999, high: 2, highAt: 0 });
    expect(turns).to.be.at.least(Math.floor(text.length / (64 * 1024)));
  });

  it('that is missing is not read', async () => {
    expect(await readDataFile(join(folder.path, 'none'), 'BAND.DAT', readBandDat)).to.equal(undefined);
  });
});
