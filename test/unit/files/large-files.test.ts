import { expect } from 'chai';
import { readBandDat } from '../../../src/crystal/files/band-dat.js';
import { readDossDat } from '../../../src/crystal/files/doss-dat.js';
import { readFort25 } from '../../../src/crystal/files/fort25.js';
import { readPotcDat } from '../../../src/crystal/files/potc-dat.js';
import { readTransportTable } from '../../../src/crystal/files/transport-dat.js';
import { readText } from './read-text.js';
import { bandDat, dossDat } from './synthetic.js';

const points = Array.from({ length: 400 }, (_, index) => index / 400 - 0.5);
const rows = points.map((point) => Array.from({ length: 16 }, (_, column) => Math.abs(point) + column));
const dos = dossDat(points, [rows, rows], -0.1);
const bands = bandDat({ distances: points, spins: [rows, rows], fermi: -0.1 });
const transportRow = (point: number): string =>
  `${point.toFixed(2)} 300.0 5.870E+00${'    2.8389586E+08'.repeat(6)}\n`;
const transport = `# 0 [S in SI units, i.e. in V/K]
# Mu(eV) T(K) N(#carriers) S_xx S_xy S_xz S_yy S_yz S_zz
${`# T(K) = 300.00 Npoints = 400 V(cm^3) = 1.0E-22\n${points.map(transportRow).join('')}`.repeat(5)}`;
const map = `-%-0MAPN  100   60 1.00000E+00 1.00000E+00 0.00000E+00
${' 1.00000E+00'.repeat(6)}
 1.00000E+00 1.00000E+00 0.00000E+00   1   3
${`${' 1.50000E-01'.repeat(6)}\n`.repeat(1000)}\
  12 MG 0.0 0.0 0.0
 1.0 0.0 0.0
 0.0 1.0 0.0
 0.0 0.0 1.0
`;
const potential = points.map((point) => `${point.toFixed(5)} 0.01234 0.00000\n`).join('');

/** Real ones have hundreds of MiB, and a worker reads several at a time. */
describe('Of a large data file', () => {
  for (const [name, keptLength, text] of [
    ['DOSS.DAT', () => lengthOf(readText(readDossDat, dos.repeat(3), 'DOSS.DAT')), dos.repeat(3)],
    ['BAND.DAT', () => lengthOf(readText(readBandDat, bands, 'BAND.DAT')), bands],
    ['SEEBECK.DAT', () => lengthOf(readText(readTransportTable, transport, 'S.DAT')), transport],
    ['fort.25 with a map', () => lengthOf(readText(readFort25, map, 'fort.25')), map],
    ['POTC.DAT', () => lengthOf(readText(readPotcDat, potential, 'POTC.DAT')), potential],
  ] as const) {
    it(`${name} a small part is kept`, () => {
      expect(keptLength()).to.be.below(text.length / 6);
    });
  }
});

const lengthOf = (kept: unknown): number => JSON.stringify(kept).length;
