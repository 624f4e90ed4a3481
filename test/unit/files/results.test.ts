import { expect } from 'chai';
import { readBandDat } from '../../../src/crystal/files/band-dat.js';
import { readCube } from '../../../src/crystal/files/cube.js';
import { readDossDat } from '../../../src/crystal/files/doss-dat.js';
import { readFort25 } from '../../../src/crystal/files/fort25.js';
import { readPotcDat } from '../../../src/crystal/files/potc-dat.js';
import {
  bandResults,
  cubeResults,
  dosResults,
  mapResults,
  transportResults,
  workFunctionResults,
  type DataResult,
} from '../../../src/crystal/files/results.js';
import { readTransportTable } from '../../../src/crystal/files/transport-dat.js';
import { readText } from './read-text.js';
import { bandDat, dossDat } from './synthetic.js';

const named = (results: readonly DataResult[]): Record<string, unknown> =>
  Object.fromEntries(results.map(({ name, value }) => [name, value]));
const ev = 27.211386245988;

describe('results of data files', () => {
  it('BAND.DAT: the gap along the path, or that there is none', () => {
    const rows = [
      [-0.1, 0.2],
      [0, 0.1],
    ];
    const insulator = named(
      bandResults(
        readText(readBandDat, bandDat({ distances: [0, 1], spins: [rows], fermi: -0.15 }), 'BAND.DAT'),
        'BAND.DAT',
        {
          alpha: 1,
          beta: 1,
        },
      ),
    );
    expect(insulator['bandGapAlongPath']).to.be.closeTo(0.1 * ev, 1e-9);
    expect(insulator).to.include({
      conductingAlongPath: 'no',
      bandGapTypeAlongPath: 'direct',
      bandFermiEnergy: -0.15,
    });
    const metal = named(
      bandResults(
        readText(readBandDat, bandDat({ distances: [0, 1], spins: [[[-0.1], [0.1]]] }), 'BAND.DAT'),
        'BAND.DAT',
        null,
      ),
    );
    expect(metal).to.include({ conductingAlongPath: 'yes' });
    // what the file does not say is not in the list
    expect(metal).not.to.have.any.keys('bandGapAlongPath', 'bandGapTypeAlongPath', 'bandFermiEnergy');
  });

  it('DOSS.DAT: electrons by the names of the projections', () => {
    const text = dossDat([-0.1, 0, 0.1], [[[10, 20], [10, 20], [10, 20]]], 0); // prettier-ignore
    const results = named(dosResults(readText(readDossDat, text, 'DOSS.DAT'), 'DOSS.DAT', ['O-p']));
    const electrons = results['dosElectrons'] as Record<string, number>;
    expect(electrons['O-p']).to.be.closeTo(1, 1e-9);
    expect(electrons['total']).to.be.closeTo(2, 1e-9);
    expect(results['dosAtFermi']).to.be.closeTo(20 / ev, 1e-9);
  });

  it('transport tables: peaks, and none where a table is missing', () => {
    const seebeck =
      '# 0 [S in SI units, i.e. in V/K]\n# Mu(eV) T(K) N S_xx\n# T(K) =   300.00   Npoints =      1   V(cm^3) =  1.0E-22\n -4.84 300.0 1.0E+00 -2.0E-04\n';
    const results = named(
      transportResults({ seebeck: readText(readTransportTable, seebeck, 'SEEBECK.DAT') }),
    );
    expect(results).to.have.all.keys('peakSeebeck');
    expect(results['peakSeebeck']).to.deep.include({
      temperatureKelvin: 300,
      chemicalPotentialElectronvolt: -4.84,
    });
    expect((results['peakSeebeck'] as { value: number }).value).to.be.closeTo(-200, 1e-9);
  });

  it('cubes, maps and plane averages', () => {
    const cube = readText(readCube, ' t\n c\n    1    0.0    0.0    0.0\n    2  1.0  0.0  0.0\n    2  0.0  1.0  0.0\n    2  0.0  0.0  1.0\n    1    1.0    0.0    0.0    0.0\n' +
        '  0.10000E+00  0.10000E+00\n'.repeat(3) + '  0.10000E+00  0.50000E+00\n',
      'c',
    ); // prettier-ignore
    const density = named(cubeResults(cube, 'DENS_CUBE.DAT', 3));
    expect(density).to.deep.include({ gridPoints: [2, 2, 2], gridMinimum: 0.1, gridMaximum: 0.5 });
    expect(density['gridIntegral']).to.be.closeTo(0.1, 1e-12);
    expect(named(cubeResults(cube, 'POT_CUBE.DAT', 3))).not.to.have.property('gridIntegral');
    expect(
      mapResults(
        readText(readFort25, '-%-0PROF    1    1 0.00000E+00 0.00000E+00 0.00000E+00\n', 'fort.25'),
        'fort.25',
      ),
    ).to.deep.equal([]);
    const work = named(
      workFunctionResults(readText(readPotcDat, ' -40.0 0.01\n 40.0 0.02\n', 'POTC.DAT'), 'POTC.DAT', -0.1),
    );
    expect(work['workFunctionLower']).to.be.closeTo(0.11 * ev, 1e-9);
    expect(work['workFunctionUpper']).to.be.closeTo(0.12 * ev, 1e-9);
  });
});
