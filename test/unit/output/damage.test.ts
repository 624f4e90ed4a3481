import { expect } from 'chai';
import fc from 'fast-check';
import { createOutputReader } from '../../../src/crystal/output/output-reader.js';
import { createProgressReader } from '../../../src/crystal/output/progress-reader.js';
import { readFort87, readSchedulerLog } from '../../../src/crystal/output/witnesses.js';
import { cycle, ended, head, lines, optEnd, point, readText, scfEnded, totalEnergy } from './read-text.js';

const energies = [-275.1, -275.2, -275.3, -275.4];
const fortran = (value: number): string => `${(value / 100).toFixed(13)}E+02`;
const [first = '', second = '', third = '', fourth = ''] = energies.map(fortran);
const sound = lines(
  ...[...head, ' NUMBER OF AO                26  EXCHANGE OVERLAP TOL        (T3) 10**   -7'],
  ...[' GEOMETRY FOR WAVE FUNCTION - DIMENSIONALITY OF THE SYSTEM    3'],
  ...[' LATTICE PARAMETERS (ANGSTROMS AND DEGREES) - BOHR = 0.5291772083 ANGSTROM'],
  ...[' PRIMITIVE CELL - CENTRING CODE 5/0 VOLUME=    18.747822 - DENSITY  3.541 g/cm^3'],
  ...['         A              B              C           ALPHA      BETA       GAMMA '],
  ...['     2.98186930     2.98186930     2.98186930    60.000000  60.000000  60.000000'],
  ...[' ATOMS IN THE ASYMMETRIC UNIT    2 - ATOMS IN THE UNIT CELL:    2'],
  ...['     ATOM                 X/A                 Y/B                 Z/C    '],
  ...['      1 T  12 MG    0.000000000000E+00  0.000000000000E+00  0.000000000000E+00'],
  ...['      2 T   8 O     5.000000000000E-01 -5.000000000000E-01-5.000000000000E-01', ''],
  ...[point(1), cycle(0, first), cycle(1, second), scfEnded('CONVERGENCE ON ENERGY', second, 1)],
  ...[totalEnergy(second), ' DIRECT ENERGY BAND GAP:   7.1237 eV', point(2)],
  ...[` TOTAL ENERGY(DFT)(AU)(  3) ${third}     DE (AU)   -1.477E-06`, optEnd('CONVERGED', fourth, 2)],
  ...['   BAND GAP:                      6.9612  eV ', ended],
);

/** Every number of the report that the sound text does not hold. */
function strangers(text: string): unknown[] {
  const report = readText(text);
  const said = [
    ...[report.energyHartree, report.energies.totalHartree, report.scf?.energyHartree],
    ...report.optimizationHistory.map(({ energyHartree }) => energyHartree),
    ...report.scfHistory.map(({ energyHartree }) => energyHartree),
  ].filter((value) => value !== null && value !== undefined);
  return [
    ...said.filter((value) => !energies.includes(value)),
    ...report.bandGaps.filter(({ eV }) => eV !== 7.1237 && eV !== 6.9612),
    ...(report.cell?.primitive ?? []).filter((value) => value !== 2.9818693 && value !== 60),
    ...(report.finalGeometry?.atoms ?? [])
      .flatMap(({ position }) => position)
      .filter((value) => ![0, 0.5, -0.5].includes(value)),
    ...[report.basisFunctions].filter((value) => value !== null && value !== 26),
  ];
}

const strange = fc.constantFrom('\u0000', 'x', '*', '\u00ff', '\t', ' ', '\n', 'E', '-');

describe('a damaged output', () => {
  it('gives, undamaged, the numbers that are looked for', () => {
    const report = readText(sound);
    expect(report).to.include({ energyHartree: -275.4, basisFunctions: 26, atoms: 2 });
    expect(report.finalGeometry?.atoms[1]?.position).to.deep.equal([0.5, -0.5, -0.5]);
    expect(strangers(sound)).to.deep.equal([]);
    expect(strangers(sound.replace(fourth, '-2.7499999999999E+02'))).to.deep.equal([-274.99999999999]);
  });

  it('cut anywhere yields no number from nowhere', () => {
    for (let end = 0; end < sound.length; end += 1)
      expect(strangers(sound.slice(0, end)), `${end}`).to.deep.equal([]);
  });

  it('cut within a line that somebody else goes on below yields no number from nowhere', () => {
    const notice =
      'slurmstepd: error: *** JOB 7 ON c3 CANCELLED AT 2024-06-02T10:00:00 DUE TO TIME LIMIT ***';
    for (let end = 0; end < sound.length; end += 1)
      expect(strangers(`${sound.slice(0, end)}\n${notice}\n`), `${end}`).to.deep.equal([]);
  });

  it('with lines swapped, doubled or lost yields no number from nowhere', () => {
    const rows = sound.split('\n');
    const shuffled = fc.shuffledSubarray([...rows, ...rows]);
    fc.assert(fc.property(shuffled, (some) => strangers(some.join('\n')).length === 0));
  });

  it('with a character replaced yields no number from nowhere, but for a digit that stays a digit', () => {
    fc.assert(
      fc.property(fc.nat(sound.length - 1), strange, (at, character) => {
        // A blank, sign or line end inside a number leaves another well-formed number behind: nobody can see that.
        if (/[\d.]/.test(sound.charAt(at)) && ' \n\t-E'.includes(character)) return true;
        if (/[-+E ]/.test(sound.charAt(at)) && /[\s\-E]/.test(character)) return true;
        return strangers(sound.slice(0, at) + character + sound.slice(at + 1)).length === 0;
      }),
      { numRuns: 2000 },
    );
  });

  it('of binary rubbish is read to its end without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4000 }), (bytes) => {
        const reader = createOutputReader();
        const progress = createProgressReader();
        reader.push(bytes);
        progress.push(bytes);
        readFort87(Buffer.from(bytes).toString('latin1'));
        readSchedulerLog(Buffer.from(bytes).toString('latin1'));
        return reader.finish().energyHartree === null && progress.progress().energyHartree === null;
      }),
    );
  });

  it('says the same however it is cut into chunks', () => {
    const whole = readText(sound, sound.length);
    for (const size of [1, 2, 7, 80, 81, 1000]) expect(readText(sound, size)).to.deep.equal(whole);
    const bytes = Buffer.from(sound, 'latin1');
    const reader = createOutputReader('test.out');
    reader.push(bytes.subarray(0, 777));
    reader.push(bytes.subarray(777));
    expect(reader.finish()).to.deep.equal(whole);
  });

  it('reads lines that end as on other systems', () => {
    const report = readText(sound.replaceAll('\n', '\r\n'));
    expect(report).to.include({ energyHartree: -275.4, title: 'a title', status: 'completed' });
  });

  it('of 30 MB or with a line that never ends needs no memory of that size', function () {
    this.timeout(30_000);
    const piece = 'x'.repeat(1 << 20);
    const cycles = Array.from({ length: 12_000 }, (_, index) => cycle(index % 900, first)).join('\n');
    const reader = createOutputReader();
    reader.push(lines(...head));
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < 15; count += 1) reader.push(piece);
    reader.push('\n');
    for (let count = 0; count < 15; count += 1) reader.push(`${cycles}\n`);
    expect(process.memoryUsage().heapUsed - before).to.be.below(64 * 1024 * 1024);
    const report = reader.finish();
    expect(report.scfHistory.length).to.be.at.most(500);
    expect(report.lineCount).to.be.above(15 * 12_000);
  });
});
