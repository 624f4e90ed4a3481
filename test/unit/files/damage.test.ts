import { expect } from 'chai';
import fc from 'fast-check';
import { readBandDat } from '../../../src/crystal/files/band-dat.js';
import { readCube } from '../../../src/crystal/files/cube.js';
import type { DataParser } from '../../../src/crystal/files/data-reader.js';
import { readDossDat } from '../../../src/crystal/files/doss-dat.js';
import { readFort25 } from '../../../src/crystal/files/fort25.js';
import { readPotcDat } from '../../../src/crystal/files/potc-dat.js';
import { readPpanDat } from '../../../src/crystal/files/ppan-dat.js';
import { readTransportDistribution, readTransportTable } from '../../../src/crystal/files/transport-dat.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { readText } from './read-text.js';
import { bandDat, dossDat } from './synthetic.js';

const rows = [
  [-0.5, 0.25],
  [-0.4, 0.125],
];
const pieces =
  <T>(parse: DataParser<T>) =>
  (text: string, fileName: string, size?: number): T =>
    readText(parse, text, fileName, size);
const readers = {
  bands: [pieces(readBandDat), bandDat({ distances: [0, 0.25], spins: [rows, rows], fermi: 0.1 })],
  doss: [pieces(readDossDat), dossDat([-0.5, 0.5], [rows.map((row) => row.map(Math.abs))], 0.1)],
  fort25: [
    pieces(readFort25),
    '-%-1BAND    2    1 0.00000E+00 1.36990E-01-9.51249E-01\n-2.46798E+01 5.49199E+01\n   -1   -1    1    0    0    0\n-2.46798E+01-1.00000E+00\n',
  ],
  cube: [
    pieces(readCube),
    ' t\n 2.0 3.0 4.0 90.0 90.0 90.0\n    1    0.0    0.0    0.0\n    1  1.0  0.0  0.0\n    1  0.0  1.0  0.0\n    2  0.0  0.0  1.0\n    1    1.0    0.0    0.0    0.0\n  0.50000E+00  0.50000E+00\n',
  ],
  ppan: [pieces(readPpanDat), '# c\n 1 1\n 1 1\n 1.000 0.000 0.000\n 0.900 0.900\n 1\n 0.900\n'],
  potc: [pieces(readPotcDat), '# z V\n -1.0 0.5\n 1.0 0.5\n'],
  transport: [
    pieces(readTransportTable),
    '# 0 [K coefficient in SI units, i.e. in W/m/K]\n# Mu(eV) T(K) N(#carriers) K_xx\n# T(K) =   300.00   Npoints =      1   V(cm^3) =  4.649E-22\n -4.84 300.000 5.8E+00 2.0E+08\n',
  ],
  distribution: [
    pieces(readTransportDistribution),
    '# 0 [TDF (x)]\n# Energy(eV) TDF_xx\n -5.038 1.0E+00\n -5.037 1.0E+00\n',
  ],
} as const;

describe('damaged plot and data files', () => {
  for (const [name, [read, sound]] of Object.entries(readers)) {
    it(`${name}: bytes put in, cut out and lines swapped give a value or a diagnosis, never a crash`, () => {
      expect(() => read(sound, name)).not.to.throw();
      const damage = fc.record({
        at: fc.nat({ max: sound.length }),
        remove: fc.nat({ max: 12 }),
        put: fc.oneof(
          fc.string({ maxLength: 5 }),
          fc.constantFrom('9', '99999999', '-', '\0', '1e999', '*****', '\n', '.', 'E+99'),
        ),
        swap: fc.tuple(fc.nat({ max: 12 }), fc.nat({ max: 12 })),
        cut: fc.nat({ max: 30 }),
      });
      fc.assert(
        fc.property(damage, ({ at, remove, put, swap: [i, j], cut }) => {
          const lines = sound.split('\n');
          [lines[i % lines.length], lines[j % lines.length]] = [
            lines[j % lines.length]!,
            lines[i % lines.length]!,
          ];
          const text = lines.join('\n');
          const spoilt = text.slice(0, at) + put + text.slice(at + remove);
          try {
            read(spoilt.slice(0, spoilt.length - cut), name);
          } catch (thrown) {
            expect(thrown).to.be.instanceOf(CrystalqError);
            expect((thrown as CrystalqError).code).to.equal('DATA_FILE_UNREADABLE');
            expect((thrown as CrystalqError).message).to.match(new RegExp(`^${name}:\\d+: expected `));
          }
        }),
        { numRuns: 700 },
      );
    });

    it(`${name}: in pieces of any size it has the same numbers or the same fault, cut or damaged anywhere`, () => {
      const outcome = (text: string, size?: number): unknown => {
        try {
          return read(text, name, size);
        } catch (thrown) {
          const { message, details } = thrown as CrystalqError;
          return { message, details };
        }
      };
      const agree = (text: string, sizes: readonly number[]): void => {
        const whole = outcome(text);
        for (const size of sizes) expect(outcome(text, size), `${text} by ${size}`).to.deep.equal(whole);
      };
      for (const text of [sound, sound.replaceAll('\n', '\r\n')]) {
        for (let end = 0; end < text.length; end += 1) agree(text.slice(0, end), [1, 2, 13]);
        agree(
          text,
          Array.from({ length: text.length }, (_, index) => index + 1),
        );
      }
      for (const { index, 0: number } of sound.matchAll(/ {0,4}\d+/g)) {
        for (const other of ['99999', '*'])
          agree(sound.slice(0, index) + other + sound.slice(index + number.length), [1, 2, 13]);
      }
    });

    it(`${name}: cut anywhere it gives no number that the whole file does not have`, () => {
      const numbersIn = (value: unknown): readonly number[] => {
        if (typeof value === 'number') return [value];
        if (value instanceof Float64Array) return [...value];
        return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
      };
      const known = new Set(numbersIn(read(sound, name)).map(String));
      for (let end = 0; end < sound.length; end += 1) {
        let value: unknown;
        try {
          value = read(sound.slice(0, end), name);
        } catch {
          continue;
        }
        for (const found of numbersIn(value))
          expect(known.has(String(found)), `${found} after ${end} characters`).to.equal(true);
      }
    });
  }
});
