import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readBandDat } from '../../../src/crystal/files/band-dat.js';
import { bandSummary } from '../../../src/crystal/files/band-summary.js';
import { readCube } from '../../../src/crystal/files/cube.js';
import { dosSummary } from '../../../src/crystal/files/dos-summary.js';
import { readDossDat, readDossDatUpTo } from '../../../src/crystal/files/doss-dat.js';
import { readFort25 } from '../../../src/crystal/files/fort25.js';
import { readPpanDat } from '../../../src/crystal/files/ppan-dat.js';
import { readTransportTable } from '../../../src/crystal/files/transport-dat.js';
import { readText } from './read-text.js';

const folder = join(process.cwd(), '../shared/data');
const load = (file: string): string => readFileSync(join(folder, file), 'latin1');

describe('plot files that CRYSTAL wrote', () => {
  before(function () {
    if (existsSync(folder)) return;
    console.log('      not read here: the folder ../shared/data is missing');
    this.skip();
  });

  it('bands of MgO: the direct gap at GAMMA that the SCF run prints, 7.12 eV', () => {
    for (const [file, spins] of [
      ['crystalpytools/electronic_structure/band_mgo.BAND', 1],
      ['crystalpytools-dev/mgo_SPIN_BAND_dat.BAND', 2],
    ] as const) {
      const bands = readText(readBandDat, load(file), file);
      expect(bands.spins, file).to.have.length(spins);
      expect(bands.fermiHartree).to.equal(-0.15202);
      expect(bands.ticks.map(({ kPoint, distancePerBohr }) => [kPoint, distancePerBohr])).to.deep.equal([
        [1, 0],
        [53, 0.78846],
        [98, 1.47128],
        [143, 2.1541],
        [201, 3.03562],
      ]);
      const summary = bandSummary(bands, { occupied: { alpha: 10, beta: 10 } });
      expect(summary.type).to.equal('direct');
      expect(summary.gapElectronvolt).to.be.closeTo(7.1237, 1e-4);
      expect(summary.spins[0]?.valenceTop?.kPoint).to.equal(1);
    }
  });

  it('densities of states: MgO holds the six electrons of O 2p, copper is a spin-polarised file', () => {
    const magnesia = dosSummary(
      readText(readDossDat, load('crystalpytools/electronic_structure/doss_mgo.DOSS'), 'mgo'),
    );
    expect(magnesia.spins[0]?.electronsBelowFermi?.at(-1)).to.be.closeTo(6, 0.02);
    const copper = readText(readDossDat, load('crystalpytools/electronic_structure/doss_cu.DOSS'), 'cu');
    expect(copper.spins.map(({ spin }) => spin)).to.deep.equal(['alpha', 'beta']);
    expect(copper.energiesHartree).to.have.length(202);
    // all rows of beta are there: its last is the zero that CRYSTAL adds
    const toTheEnd = readDossDatUpTo(copper.energiesHartree.at(-1)!);
    const whole = readText(toTheEnd, load('crystalpytools/electronic_structure/doss_cu.DOSS'), 'cu');
    expect(whole.spins[1]?.atLimit.at(-1)).to.equal(0);
    const graphene = readText(
      readDossDat,
      load('crystalpytools/electronic_structure/doss_grapheneDV4.DOSS'),
      'gdv',
    );
    expect(graphene.projectionCount).to.equal(11);
  });

  const fort25: readonly (readonly [string, string])[] = [
    ['crystalpytools/electronic_structure/es_grapheneDV.f25', '11 DOSS, 6 BAND'],
    ['crystalpytools/charge_density/dens_mgoDCHG.f25', '2 MAPN'],
    ['crystalpytools/charge_density/dens_grapheneMV.f25', '4 MAPN'],
    ['tilde/output_files/mgo_sto3g/fort.25', '6 BAND, 3 DOSS'],
    ['tilde/output_files/negative_band_path.fort.25', '2 BAND'],
    ['tilde/output_files/lif_broken_band_path.fort.25', '6 BAND'],
    ['tilde/output_files/spinpolarized.fort.25', '12 BAND, 2 DOSS'],
    ['tilde/output_files/properties/fort.25', '12 BAND'],
  ];
  for (const [file, expected] of fort25) {
    it(`${file}: ${expected}`, () => {
      const counts = new Map<string, number>();
      for (const { kind } of readText(readFort25, load(file), file))
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
      expect([...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')).to.equal(expected);
    });
  }

  it('fort.25 and DOSS.DAT of one run agree: absolute in one, relative to the Fermi energy in the other', () => {
    const [first] = readText(
      readFort25,
      load('crystalpytools/electronic_structure/es_grapheneDV.f25'),
      'f25',
    );
    const text = load('crystalpytools/electronic_structure/doss_grapheneDV4.DOSS');
    const dos = readText(readDossDat, text, 'DOSS');
    if (first?.kind !== 'DOSS') throw new Error('no DOSS block');
    expect(first.firstEnergyHartree - first.fermiHartree).to.be.closeTo(dos.energiesHartree[0]!, 2e-5);
    expect(first.density).to.have.length(dos.energiesHartree.length);
    for (const n of [0, 1, 100, 301, 500, first.density.length - 1]) {
      const upTo = readDossDatUpTo(dos.energiesHartree[n]!);
      const { atLimit } = readText(upTo, text, 'DOSS').spins[0]!;
      const value = first.density[n]!;
      expect(atLimit[0], `at ${n}`).to.be.closeTo(value, 1e-4 * Math.abs(value) + 1e-12);
    }
  });

  it('maps carry their plane, their atoms and their lattice', () => {
    const [first] = readText(readFort25, load('crystalpytools/charge_density/dens_mgoDCHG.f25'), 'f25');
    if (first?.kind !== 'MAPN') throw new Error('no MAPN block');
    expect(first).to.deep.include({
      rows: 65,
      columns: 65,
      dimensionality: 3,
      a: [-5.5, -5.5, 0],
      c: [5.5, 5.5, 0],
    });
    expect(first.atoms.map(({ symbol }) => symbol)).to.deep.equal(['MG', 'O']);
    expect(first.lattice[0]).to.deep.equal([0, 2.105, 2.105]);
  });

  it('transport tables of a slab: 21 temperatures with 31 chemical potentials', () => {
    for (const [file, unit] of [
      ['crystalpytools/transport/trans_G2S_SG.DAT', '1/Ohm/m'],
      ['crystalpytools/transport/trans_G2S_K.DAT', 'W/m/K'],
    ] as const) {
      const table = readText(readTransportTable, load(file), file);
      expect(table.unit).to.equal(unit);
      expect(table.blocks).to.have.length(21);
      expect(table.blocks.every(({ diagonalMeans }) => diagonalMeans.length === 31)).to.equal(true);
      expect(table.components).to.deep.equal(['xx', 'xy', 'yy']);
    }
  });

  it('a cube and populations of MgO', () => {
    const cube = readText(readCube, load('crystalpytools-dev/mgo_density_dat.DENS_CUBE'), 'cube');
    expect(cube.counts).to.deep.equal([5, 5, 5]);
    // the last point along z repeats the first
    expect(cube.values[4]).to.equal(cube.values[0]);
    const [atoms] = readText(readPpanDat, load('crystalpytools-dev/mgo_optgeom.ppan'), 'ppan').spins;
    expect(atoms?.map(({ electrons }) => electrons)).to.deep.equal([10.129, 9.871]);
    expect(atoms?.[0]?.orbitals).to.have.length(13);
  });
});
