import { expect } from 'chai';
import { ended, head, lines, readText } from './read-text.js';

const heading = [
  '    MODES         EIGV          FREQUENCIES     IRREP  IR   INTENS    RAMAN',
  '             (HARTREE**2)   (CM**-1)     (THZ)             (KM/MOL)',
];
const modes = [
  '    1-   1   -0.2379E-10   -101.2500   -3.0354  (Au )   A (     0.00)   I',
  '    2-   3    0.8858E-06    206.5643    6.1926  (Fu )   A (   220.98)   A',
];

describe('vibrations of an output', () => {
  it('give one wave number per mode, negative where imaginary', () => {
    const report = readText(lines(...head, ...heading, ...modes, '', ended));
    expect(report.frequenciesPerCm).to.deep.equal([-101.25, 206.5643, 206.5643]);
    expect(report.modes[1]).to.deep.include({
      first: 2,
      last: 3,
      irrep: 'Fu',
      irActive: true,
      irIntensityKmPerMol: 220.98,
      ramanActive: true,
      frequencyThz: 6.1926,
    });
    expect(report.tasks).to.deep.equal(['FREQ']);
  });

  it('end at a row that does not go on, and keep the first of several tables', () => {
    const odd = '    7-   8    0.8858E-06    999.0000    6.1926  (Fu )   A (   220.98)   I';
    const other = '    1-   1    0.8858E-06    500.0000    6.1926  (Fu )   A (   220.98)   I';
    const report = readText(lines(...head, ...heading, ...modes, odd, ...heading, other, ended));
    expect(report.frequenciesPerCm).to.deep.equal([-101.25, 206.5643, 206.5643]);
  });

  it('of a dispersion are kept for each k point', () => {
    const gamma = '  DISPERSION K POINT NUMBER     1 COORD:  R(   0   0   0 )    WEIGHT:    1.';
    const next = '  DISPERSION K POINT NUMBER     2 COORD:  C(   2  -2   0 )    WEIGHT:    2.';
    const row = '    1-   2    0.1437E-04    831.9192   24.9403  (  1)';
    const report = readText(
      lines(
        ...head,
        gamma,
        '',
        row,
        '',
        next,
        '',
        '    MODES         EIGV          FREQUENCIES     IRREP',
        row,
        ended,
      ),
    );
    expect(report.phononBands).to.deep.equal([
      { point: 1, k: [0, 0, 0], weight: 1, frequenciesPerCm: [831.9192, 831.9192] },
      { point: 2, k: [2, -2, 0], weight: 2, frequenciesPerCm: [831.9192, 831.9192] },
    ]);
    expect(report.tasks).to.deep.equal(['PHONON DISPERSION']);
  });

  it('of a dispersion may have the legend of the table between heading and rows, or no table at all', () => {
    const heading1 = '  DISPERSION K POINT NUMBER  1 COORD:  R(  0  0  0 )    WEIGHT:    1.';
    const heading2 = '  DISPERSION K POINT NUMBER  2 COORD:  R(  0  0  1 )    WEIGHT:    4.';
    const legend = [
      ` ${'H'.repeat(79)}`,
      ' FREQUENCIES. IRREP LABELS REFER TO SYMMETRY REPRESENTATION ANALYSIS',
    ];
    const report = readText(lines(...head, heading1, '', ...legend, ...heading, ...modes, heading2, ended));
    expect(report.phononBands).to.deep.equal([
      { point: 1, k: [0, 0, 0], weight: 1, frequenciesPerCm: [-101.25, 206.5643, 206.5643] },
    ]);
    expect(report.frequenciesPerCm).to.deep.equal([-101.25, 206.5643, 206.5643]);
  });

  it('bring intensities also through the Berry phase', () => {
    const berry = ' * INTENSITIES COMPUTED VIA THE BERRY PHASE APPROACH                           *';
    expect(readText(lines(...head, berry, ...heading, ...modes, '', ended)).tasks).to.deep.equal(['FREQ+IR']);
  });

  it('bring thermodynamics, with nothing where NaN is printed', () => {
    const report = readText(
      lines(
        ...[...head, ...heading, ...modes, ''],
        ' E0            :       0.050570294031       1.376087659523         132.77228827',
        ' AT (T =  298.15 K, P =   0.10132500E+00 MPA):',
        ' ET            :       0.013176539994       0.358551881672          34.59500088',
        ' TS            :                  NaN                  NaN                  NaN',
        ' EL+E0+ET+PV-TS:    -754.240704101842  -20523.932975201184    -1980258.68955033',
        ' ENTROPY       :       0.093942612098       2.556308435407         246.64629331',
        ended,
      ),
    );
    expect(report.zeroPointHartree).to.equal(0.050570294031);
    expect(report.thermodynamics).to.have.length(1);
    expect(report.thermodynamics[0]).to.include({
      temperatureKelvin: 298.15,
      pressureMegapascal: 0.101325,
      thermalHartree: 0.013176539994,
      entropyTermHartree: null,
      freeEnergyHartree: -754.240704101842,
      entropyJoulePerMolKelvin: 246.64629331,
      heatCapacityJoulePerMolKelvin: null,
    });
  });

  it('bring Raman intensities and the dielectric tensor', () => {
    const report = readText(
      lines(
        ...[...head, '  FR.(eV) COMP.   ALPHA(Re,Im)           EPSILON(Re,Im)                CHI(1)'],
        '  0.000   XX      82.2680       0.0000       1.9384       0.0000       0.9384',
        '  0.000   XY      *******       0.0000       1.9384       0.0000       0.9384',
        '  POLYCRYSTALLINE ISOTROPIC INTENSITIES (ARBITRARY UNITS)',
        ...['', '    MODES    FREQUENCIES           I_tot     I_par    I_perp', `  ${'-'.repeat(64)}`],
        '    7-   8       76.4586 (Eg )    150.81     86.18     64.63',
        ended,
      ),
    );
    expect(report.dielectric).to.deep.equal([
      { frequencyEv: 0, component: 'XX', polarizabilityAu: 82.268, epsilon: 1.9384 },
    ]);
    expect(report.ramanIntensities).to.deep.equal([
      { first: 7, last: 8, frequencyPerCm: 76.4586, total: 150.81, parallel: 86.18, perpendicular: 64.63 },
    ]);
  });

  it('and elastic constants are read by their upper triangle', () => {
    const report = readText(
      lines(
        ...[...head, ' SYMMETRIZED ELASTIC CONSTANTS FOR HEXAGONAL    CASE, IN HARTREE', ''],
        ...[
          ' |    12.076    9.273-1009.273 |',
          ' |             12.076    9.273 |',
          ' |                       1.213 |',
          '',
        ],
        ...['    K_V     G_V     K_R     G_R     K_H     G_H    E_H      v_H', ''],
        ...['   10.21    1.29   10.21    1.28   10.21    1.29    3.70   0.440', ended],
      ),
    );
    expect(report.elastic).to.deep.include({
      crystalSystem: 'HEXAGONAL',
      unit: 'HARTREE',
      upperTriangle: [[12.076, 9.273, -1009.273], [12.076, 9.273], [1.213]],
      bulkModulusGpa: 10.21,
      youngModulusGpa: 3.7,
      poissonRatio: 0.44,
    });
    expect(report.tasks).to.include('ELASTCON');
    const short = readText(
      lines(
        ...head,
        ' SYMMETRIZED ELASTIC CONSTANTS FOR CUBIC        CASE, IN GPa',
        ' |  12.076   9.273 |',
        ended,
      ),
    );
    expect(short.elastic?.upperTriangle ?? []).to.deep.equal([]);
  });
});
