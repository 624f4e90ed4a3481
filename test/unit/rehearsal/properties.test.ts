import { expect } from 'chai';
import { readBandDat } from '../../../src/crystal/files/band-dat.js';
import { integrateCube, readCube } from '../../../src/crystal/files/cube.js';
import { readDossDat, readDossDatUpTo } from '../../../src/crystal/files/doss-dat.js';
import { readFort25 } from '../../../src/crystal/files/fort25.js';
import { readPotcDat } from '../../../src/crystal/files/potc-dat.js';
import { readPpanDat } from '../../../src/crystal/files/ppan-dat.js';
import { readTransportDistribution, readTransportTable } from '../../../src/crystal/files/transport-dat.js';
import { magnesia, playCrystal, playProperties } from './play.js';
import { readText } from '../files/read-text.js';

const parent = playCrystal(magnesia());
const files = parent.files;
const newk = ['NEWK', '8 16', '1 0'];
const deck = (...lines: readonly string[]): string => `${lines.join('\n')}\nEND\n`;
const band = deck('BAND', 'MgO', '2 4 60 1 30 1 0', '0 0 0 2 0 2', '2 0 2 2 2 2');

describe('The stand-in for properties', () => {
  it('reads the wavefunction of the run before and repeats what it says', () => {
    const { report, end } = playProperties(band, { files });
    expect(end).to.equal(0);
    expect(report.executable).to.equal('properties');
    expect(report.isRehearsal).to.equal(true);
    expect(report.tasks).to.deep.equal(['PROPERTIES:BAND']);
    expect(report.normalTermination).to.equal(true);
    expect(report.basisFunctions).to.equal(parent.report.basisFunctions);
  });

  describe('refuses', () => {
    const unconverged = playCrystal(magnesia([], ['MAXCYCLE', '3'])).files;
    const refused: readonly (readonly [string, string | undefined, ReadonlyMap<string, string>, RegExp])[] = [
      [
        'to work without fort.9',
        band,
        new Map(),
        /init_properties_io \*\*\*\* Wavefunction file can not be found/,
      ],
      ['an empty fort.9', band, new Map([['fort.9', '']]), /Wavefunction file can not be read/],
      ['a fort.9 that is no rehearsal', band, new Map([['fort.9', '\x01\x02real']]), /can not be read/],
      ['the wavefunction of a run that did not converge', band, unconverged, /DID NOT CONVERGE/],
      ['an empty deck', '', files, /END OF DATA/],
      ['a deck without its end', band.replace('END\n', ''), files, /END OF DATA/],
      ['an unknown keyword', deck('BANDS', '1 2 3'), files, /BANDS NOT ALLOWED/],
      ['a cut record', deck('BAND', 'MgO', '2 4 60'), files, /FORMAT ERROR/],
      ['more bands than functions', band.replace('1 30 1 0', '1 3000 1 0'), files, /WRONG BAND RANGE/],
      ['DOSS without NEWK', deck('DOSS', '0 100 -1 -1 1 12 0', '-0.7 0.5'), files, /NEWK MUST BE CALLED/],
      [
        'BOLTZTRA without NEWK',
        deck('BOLTZTRA', 'TRANGE', '300 500 50', 'END'),
        files,
        /NEWK MUST BE CALLED/,
      ],
      [
        'a projection on an atom that is not there',
        deck(...newk, 'DOSS', '1 100 -1 -1 1 12 0', '-0.7 0.5', '-1 9'),
        files,
        /PROJECTION/,
      ],
      [
        'factors that break the symmetry',
        deck('NEWK', '0 16', '8 8 4', '1 0'),
        files,
        /SHRINK BREAKS SYMMETRY/,
      ],
    ];
    for (const [what, text, given, error] of refused) {
      it(what, () => {
        const { output, files: made, end, report } = playProperties(text, { files: given });
        expect(end).to.equal(1);
        expect(output).to.match(error);
        expect(made.get('fort.87')).to.match(error);
        expect(report.normalTermination).to.equal(false);
      });
    }
  });

  const left = (text: string, given: ReadonlyMap<string, string> = files): ReadonlyMap<string, string> => {
    const played = playProperties(text, { files: new Map([['fort.9', given.get('fort.9')!]]) });
    expect(played.end, played.output.slice(-300)).to.equal(0);
    return played.files;
  };

  it('writes bands whose edges are those of the SCF, in BAND.DAT and fort.25', () => {
    const made = left(band);
    const data = readText(readBandDat, made.get('BAND.DAT')!, 'BAND.DAT');
    expect(data.distancesPerBohr).to.have.length(60);
    expect(data.ticks.map(({ kPoint }) => kPoint)).to.deep.equal([1, 32, 60]);
    const occupied = parent.report.occupiedBands!.alpha;
    const { bands } = data.spins[0]!;
    expect(bands).to.have.length(30);
    expect(bands[occupied - 1]!.high).to.be.closeTo(0, 1e-4);
    const gap = parent.report.bandGaps[0]!.eV / 27.2114;
    expect(bands[occupied]!.low).to.be.at.least(gap - 1e-4);
    const blocks = readText(readFort25, made.get('fort.25')!, 'fort.25');
    expect(blocks.map(({ kind }) => kind)).to.deep.equal(['BAND', 'BAND']);
  });

  it('writes densities of states whose projections add up', () => {
    const made = left(deck(...newk, 'DOSS', '2 100 -1 -1 1 12 0', '-0.7 0.5', '-1 1', '-1 2'));
    const dos = readText(readDossDat, made.get('DOSS.DAT')!, 'DOSS.DAT');
    expect(dos.energiesHartree).to.have.length(102);
    const rows = dos.energiesHartree.map((energy) => {
      const [spin] = readText(readDossDatUpTo(energy), made.get('DOSS.DAT')!, 'DOSS.DAT').spins;
      return spin!.atLimit;
    });
    for (const [first, second, total] of rows) expect(first! + second!).to.be.closeTo(total!, 0.01);
    expect(Math.max(...rows.map((row) => row[2]!))).to.be.above(1);
    const blocks = readText(readFort25, made.get('fort.25')!, 'fort.25');
    expect(blocks).to.have.length(3);
    const last = blocks[2]!;
    if (last.kind !== 'DOSS') throw new Error(`a block of ${last.kind}`);
    rows.forEach((row, index) => expect(last.density[index]).to.be.closeTo(row[2]!, 0.01));
  });

  it('writes transport tables over all temperatures and potentials', () => {
    const made = left(
      deck(...newk, 'BOLTZTRA', 'TRANGE', '300 400 50', 'MURANGE', '-6 2 0.5', 'TDFRANGE', '-6 2 0.5', 'END'),
    );
    for (const name of ['SIGMA.DAT', 'SIGMAS.DAT', 'SEEBECK.DAT', 'KAPPA.DAT']) {
      const table = readText(readTransportTable, made.get(name)!, name);
      expect(
        table.blocks.map(({ temperatureKelvin }) => temperatureKelvin),
        name,
      ).to.deep.equal([300, 350, 400]);
      expect(table.blocks[0]!.diagonalMeans, name).to.have.length(17);
    }
    expect(
      readText(readTransportDistribution, made.get('TDF.DAT')!, 'TDF.DAT').blocks[0]!.rows,
    ).to.have.length(17);
  });

  it('writes a density that holds the electrons of the cell, and a potential', () => {
    const made = left(deck('ECH3', '20', 'POT3', '20', '5'));
    const cube = readText(readCube, made.get('DENS_CUBE.DAT')!, 'DENS_CUBE.DAT');
    expect(integrateCube(cube, 3)).to.be.closeTo(20, 0.01);
    expect(readText(readCube, made.get('POT_CUBE.DAT')!, 'POT_CUBE.DAT').counts).to.deep.equal(cube.counts);
  });

  it('writes maps, potentials along z, populations and formatted wavefunctions', () => {
    const map = left(deck('ECHG', '0', '30', 'COORDINA', '-4 -4 0', '4 -4 0', '4 4 0', 'END')).get(
      'fort.25',
    )!;
    expect(readText(readFort25, map, 'fort.25')[0]).to.deep.include({ kind: 'MAPN', rows: 30, columns: 30 });
    const potential = left(deck('POTC', '2 50 0', '-20 20')).get('POTC.DAT')!;
    expect(potential.match(/^ *-?\d/gm)).to.have.length(50);
    const { firstRow, lastRow } = readText(readPotcDat, potential, 'POTC.DAT');
    expect([firstRow[0], lastRow[0]]).to.deep.equal([-20, 20]);
    const populations = readText(readPpanDat, left(deck('PPAN')).get('PPAN.DAT')!, 'PPAN.DAT');
    const electrons = populations.spins[0]!.reduce((sum, atom) => sum + atom.electrons, 0);
    expect(electrons).to.be.closeTo(20, 0.01);
    expect(left(deck('FMWF')).get('fort.98')).to.equal(files.get('fort.9'));
  });

  it('gives open shells two of everything', () => {
    const open = playCrystal(magnesia().replace('DFT\n', 'DFT\nSPIN\n')).files;
    const bands = playProperties(band, { files: open }).files.get('BAND.DAT')!;
    expect(bands).to.include('NSPIN     2').and.to.include('@ WITH G1');
    const cubes = playProperties(deck('ECH3', '10'), { files: open }).files;
    expect([...cubes.keys()]).to.include('SPIN_CUBE.DAT');
  });

  it('reads the wavefunction from fort.98 after RDFMWF', () => {
    const text = `RDFMWF\n${band}`;
    const { end, files: made } = playProperties(text, {
      files: new Map([['fort.98', files.get('fort.98')!]]),
    });
    expect(end).to.equal(0);
    expect(made.get('fort.9')).to.equal(files.get('fort.98'));
  });
});
