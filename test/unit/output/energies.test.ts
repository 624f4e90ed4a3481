import { expect } from 'chai';
import {
  banner,
  cycle,
  ended,
  head,
  lines,
  optEnd,
  point,
  readText,
  scfEnded,
  started,
  totalEnergy,
} from './read-text.js';

const plain = '-3.1564532700000E+03';
const corrected = '-3.1564649500000E+03';
const scf = [cycle(9, plain), scfEnded('CONVERGENCE ON ENERGY', plain, 9), totalEnergy(plain)];
const threeC = [
  ' D3 DISPERSION ENERGY (AU)       -1.8340000000000E-02',
  ' GCP ENERGY (AU)                  6.6600000000000E-03',
  ` TOTAL ENERGY + DISP + GCP (AU)  ${corrected}`,
];

describe('the energy of a run', () => {
  it('is TOTAL ENERGY where nothing corrects it', () => {
    const report = readText(lines(...head, ...scf, ended));
    expect(report).to.include({ energyHartree: -3156.45327, energyFrom: 'TOTAL ENERGY' });
  });

  it('includes corrections of any name, and is unknown where their number is damaged', () => {
    const named = readText(lines(...head, ...scf, ` TOTAL ENERGY + DISP + SRB (AU)  ${corrected}`, ended));
    expect(named).to.include({ energyHartree: -3156.46495, energyFrom: 'TOTAL ENERGY + DISP + SRB' });
    const damaged = readText(lines(...head, ...scf, ` TOTAL ENERGY + DISP (AU)  ${'*'.repeat(20)}`, ended));
    expect(damaged).to.include({ energyHartree: null, energyFrom: null });
    expect(damaged.energies).to.include({ totalHartree: -3156.45327, correctedHartree: null });
    const enthalpy = readText(lines(...head, ...scf, ` TOTAL ENERGY + PV (AU)  ${corrected}`, ended));
    expect(enthalpy).to.include({ energyHartree: -3156.45327, energyFrom: 'TOTAL ENERGY' });
  });

  it('includes dispersion and gCP where they are printed', () => {
    const report = readText(lines(banner('23'), started(), ...scf, ...threeC, ended));
    expect(report).to.include({ energyHartree: -3156.46495, energyFrom: 'TOTAL ENERGY + DISP + GCP' });
    expect(report.energies).to.include({
      totalHartree: -3156.45327,
      dispersionHartree: -0.01834,
      gcpHartree: 0.00666,
    });
    expect(report.scf?.energyHartree).to.equal(-3156.45327);
  });

  it('is that of OPT END after an optimisation, and nothing is added to it', () => {
    const second = ` TOTAL ENERGY(DFT)(AU)(  5) ${corrected}     DE (AU)   -1.477E-06`;
    const end = optEnd('CONVERGED', '-3.156464933000E+03', 2);
    const report = readText(lines(...head, point(1), ...scf, ...threeC, point(2), second, end, ended));
    expect(report).to.include({ energyHartree: -3156.464933, energyFrom: 'OPT END' });
    expect(report.optimizationHistory.map(({ energyHartree }) => energyHartree)).to.deep.equal([
      -3156.46495, -3156.46495,
    ]);
  });

  it('is that of the central point in a frequency calculation, not of displaced atoms', () => {
    const displaced = '-3.1564532600000E+03';
    const report = readText(
      lines(
        ...[...head, ...scf, ...threeC],
        '    CENTRAL POINT             -3.156453270000E+03    14     0.0000E+00   48',
        ...[
          cycle(5, displaced),
          scfEnded('CONVERGENCE ON ENERGY', displaced, 5),
          totalEnergy(displaced),
          ended,
        ],
      ),
    );
    expect(report.energyHartree).to.equal(-3156.46495);
    expect(report.energies.totalHartree).to.equal(-3156.45327);
  });

  it('is read where the number of cycles did not fit', () => {
    const wide = ` TOTAL ENERGY(DFT)(AU)(***) ${corrected} DE-1.6E-06 tester 1.1E-11`;
    expect(readText(lines(...head, ...scf, wide, ended)).energies.totalHartree).to.equal(-3156.46495);
  });

  it('is not there when the optimisation failed', () => {
    const end = optEnd('FAILED   ', '-3.156464933000E+03', 100);
    const report = readText(lines(...head, point(1), ...scf, point(100), end, ended));
    expect(report).to.include({ energyHartree: null, status: 'opt_not_converged', normalTermination: true });
  });

  it('is read where numbers touch their words', () => {
    const touching = ' TOTAL ENERGY(DFT)(AU)(100)-3.1564532700000E+03 DE-1.6E-06 tester 1.1E-11';
    expect(readText(lines(...head, ...scf, touching, ended)).energies.totalHartree).to.equal(-3156.45327);
  });

  for (const damaged of [
    ' TOTAL ENERGY(DFT)(AU)(  7) -3.15645x2700000E+03 DE-1.3E-10 tester 1.1E-11',
    ' TOTAL ENERGY(DFT)(AU)(  7) **************** DE-1.3E-10 tester 1.1E-11',
    ' TOTAL ENERGY(DFT)(AU)(  7)  NaN DE NaN tester NaN',
    ' TOTAL ENERGY(DFT)(AU)(  7) -3.156453',
  ])
    it(`is not made up from ${damaged.slice(24)}`, () => {
      const report = readText(lines(...head, ...scf.slice(0, 2), damaged, ended));
      expect(report.energies.totalHartree).to.equal(null);
      expect(report.energyHartree).to.equal(null);
    });

  it('is not taken from a last line that may be cut', () => {
    const text = lines(...head, ...scf.slice(0, 2));
    expect(readText(text + totalEnergy(plain)).energies.totalHartree).to.equal(null);
    expect(readText(`${text + totalEnergy(plain)}\n`).energies.totalHartree).to.equal(-3156.45327);
  });

  it('comes with its parts and with the free energy of SMEAR', () => {
    const report = readText(
      lines(
        ...[...head, ' ::: KINETIC ENERGY                                3.1255343226525E+02', ...scf],
        ' FREE ENERGY      (F)   -1.263501900393E+03',
        ' ELECTRON ENTROPY (S)    1.076130247121E+00',
        ended,
      ),
    );
    expect(report.energies).to.include({
      kineticHartree: 312.55343226525,
      freeEnergyHartree: -1263.501900393,
      electronEntropyHartree: 1.076130247121,
    });
  });
});
