import { fixed, fraction, integer, scientific } from '../fortran-format.js';
import { hartreeInElectronVolt, type Electrons } from '../model/electrons.js';
import type { System } from '../model/system.js';
import { hartreePerCm, type ModeSet, type Thermodynamics } from '../model/vibrations.js';
import { boxed, ruler } from './frame.js';

/*
 *     MODES         EIGV          FREQUENCIES     IRREP  IR   INTENS    RAMAN
 *              (HARTREE**2)   (CM**-1)     (THZ)             (KM/MOL)
 *     4-   6    0.1156E-06     74.6367    2.2376  (Fu )   A (     2.07)   I
 *  AT (T =  298.15 K, P =   0.10132500E+00 MPA):
 *  EL+E0+ET+PV-TS:   -4263.336017573762 -116011.270937228765  -11193387.13670558
 */

export function frequencyHead(system: System, electrons: Electrons, calculations: number): string[] {
  return [
    '',
    ruler,
    boxed(' CALCULATION OF PHONON FREQUENCIES AT THE GAMMA POINT.'),
    boxed(''),
    boxed(' SYMMETRY IS EXPLOITED TO BUILD THE TOTAL HESSIAN MATRIX.'),
    ruler,
    '',
    ' ATOMS ISOTOPIC MASS (AMU) FOR FREQUENCY CALCULATION ',
    '',
    ...system.atoms.map((_, index) => {
      const facts = electrons.atoms[index]?.facts;
      return `${integer(index + 1, 5)} ${(facts?.symbol ?? '').toUpperCase().padEnd(2)}${fixed(facts?.massAmu ?? 0, 12, 4)}`;
    }),
    '',
    ` NUMBER OF IRREDUCIBLE ATOMS${integer(system.inputAtoms.length, 22)}`,
    ` NUMBER OF SCF+GRADIENT CALCULATIONS${integer(calculations, 14)}`,
    '',
  ];
}

/** One displaced SCF + gradient per irreducible direction. */
export interface Displacement {
  readonly atom: number;
  readonly direction: 'DX' | 'DY' | 'DZ';
}

export function displacementHead(centralHartree: number, cycles: number, operations: number): string[] {
  return [
    '   ATOM      MAX ABS(DGRAD)       TOTAL ENERGY (AU)  N.CYC      DE       SYM',
    `    CENTRAL POINT${scientific(centralHartree, 31, 12)}${integer(cycles, 6)}     0.0000E+00${integer(operations, 6)}`,
  ];
}

export function displacementLine(
  displacement: Displacement,
  symbol: string,
  centralHartree: number,
  change: number,
  cycles: number,
): string {
  const label = `${integer(displacement.atom, 5)} ${symbol.toUpperCase().padEnd(2)} ${displacement.direction}`;
  return `${label}${scientific(change * 400, 13, 4)}${scientific(centralHartree + change, 24, 12)}${integer(cycles, 6)}${scientific(change, 15, 4)}${integer(1, 6)}`;
}

export function modeTable(modes: readonly ModeSet[]): string[] {
  return [
    '',
    ' CONVERSION FACTORS FOR FREQUENCIES:',
    '      1 CM**(-1) =   0.4556335E-05 HARTREE',
    '      1 THZ      =   0.3335641E+02 CM**(-1)',
    '',
    ` ${'H'.repeat(78)}`,
    '',
    '    MODES         EIGV          FREQUENCIES     IRREP  IR   INTENS    RAMAN',
    '             (HARTREE**2)   (CM**-1)     (THZ)             (KM/MOL)',
    ...modes.map((set) => {
      const eigenvalue = Math.sign(set.perCm) * (set.perCm * hartreePerCm) ** 2;
      const numbers = `${fraction(eigenvalue, 14, 4)}${fixed(set.perCm, 12, 4)}${fixed(set.perCm / 33.35641, 10, 4)}`;
      const activity = (active: boolean): string => (active ? 'A' : 'I');
      return `${integer(set.first, 5)}-${integer(set.last, 4)} ${numbers}  (${set.irrep.padEnd(3)})   ${activity(set.irActive)} (${fixed(set.intensityKmPerMol, 9, 2)})   ${activity(set.ramanActive)}`;
    }),
    '',
  ];
}

const kiloJoulePerMol = 2625.4996;

export function thermodynamicsHead(electronicHartree: number, zeroPoint: number): string[] {
  return [
    ruler,
    '',
    ' HARMONIC VIBRATIONAL CONTRIBUTIONS TO THERMODYNAMIC FUNCTIONS AT GIVEN',
    ' TEMPERATURE AND PRESSURE:',
    '',
    ' (EL = ELECTRONIC ENERGY',
    '  E0 = ZERO-POINT ENERGY',
    '  ET = THERMAL CONTRIBUTION TO THE VIBRATIONAL ENERGY',
    '  PV = PRESSURE * VOLUME',
    '  TS = TEMPERATURE * ENTROPY)',
    '',
    energyHead,
    energyRow('EL', electronicHartree),
    energyRow('E0', zeroPoint),
    '',
    '',
    ruler,
  ];
}

export function thermodynamicsBlock(at: Thermodynamics, electronicHartree: number): string[] {
  const partSum = at.thermalHartree + at.pressureVolumeHartree - at.temperatureEntropyHartree;
  return [
    '',
    ' THERMODYNAMIC FUNCTIONS WITH VIBRATIONAL CONTRIBUTIONS',
    '',
    ` AT (T =${fixed(at.temperatureKelvin, 8, 2)} K, P =${fraction(at.pressureMPa, 17, 8)} MPA):`,
    '',
    energyHead,
    energyRow('ET', at.thermalHartree),
    energyRow('PV', at.pressureVolumeHartree),
    energyRow('TS', at.temperatureEntropyHartree),
    energyRow('ET+PV-TS', partSum),
    energyRow('EL+E0+ET+PV-TS', electronicHartree + at.zeroPointHartree + partSum),
    '',
    ' OTHER THERMODYNAMIC FUNCTIONS:',
    '',
    '                      mHARTREE/(CELL*K)     mEV/(CELL*K)              J/(MOL*K)',
    capacityRow('ENTROPY', at.entropyHartreePerKelvin),
    capacityRow('HEAT CAPACITY', at.heatCapacityHartreePerKelvin),
    '',
    ruler,
  ];
}

const energyHead = '                          AU/CELL             EV/CELL                 KJ/MOL';

const energyRow = (label: string, hartree: number): string =>
  ` ${label.padEnd(14)}:${fixed(hartree, 21, 12)}${fixed(hartree * hartreeInElectronVolt, 21, 12)}${fixed(hartree * kiloJoulePerMol, 21, 8)}`;

const capacityRow = (label: string, hartreePerKelvin: number): string =>
  ` ${label.padEnd(14)}:${fixed(hartreePerKelvin * 1000, 21, 12)}${fixed(hartreePerKelvin * 1000 * hartreeInElectronVolt, 21, 12)}${fixed(hartreePerKelvin * kiloJoulePerMol * 1000, 21, 8)}`;
