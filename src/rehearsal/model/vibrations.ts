import { createDice } from '../dice.js';
import type { CrystalTask } from '../task.js';
import { chemistryOf, hartreeInElectronVolt, type Electrons } from './electrons.js';
import type { System } from './system.js';

/** A set of modes of one frequency. */
export interface ModeSet {
  readonly first: number;
  readonly last: number;
  readonly perCm: number;
  readonly irrep: string;
  readonly irActive: boolean;
  readonly ramanActive: boolean;
  readonly intensityKmPerMol: number;
}

export const hartreePerCm = 0.4556335e-5;

/** 3N modes; translations (and rotations of molecules) come first with frequency zero. */
export function modesOf(task: CrystalTask, system: System, electrons: Electrons): ModeSet[] {
  const total = 3 * system.atoms.length;
  const dice = createDice(`${chemistryOf(system)} modes`);
  const zeros = Math.min(total, system.dimensionality === 0 ? 6 : system.dimensionality === 1 ? 4 : 3);
  const light = Math.min(...electrons.atoms.map((atom) => Math.max(1, atom.facts.massAmu)));
  const highest = 3600 / Math.sqrt(light) ** 0.9;
  const sizes = degeneracies(system, total - zeros, () => dice.next());
  const frequencies = sizes
    .map(() => highest * (0.12 + 0.88 * dice.next()) * (0.9 + 0.1 * dice.next()))
    .sort((a, b) => a - b);
  const polar = !system.isCentrosymmetric;
  const sets: ModeSet[] = [zeroSet(zeros)];
  let first = zeros + 1;
  sizes.forEach((size, index) => {
    const even = dice.next() < 0.5;
    const irActive = polar || !even;
    const label = ['A', 'E', 'F'][size - 1] ?? 'A';
    sets.push({
      first,
      last: first + size - 1,
      perCm: frequencies[index] ?? 0,
      irrep: `${label}${polar ? ' ' : even ? 'g' : 'u'}`,
      irActive,
      ramanActive: polar || even,
      intensityKmPerMol: task.frequencies.withIntensities && irActive ? 600 * dice.next() ** 2 : 0,
    });
    first += size;
  });
  return sets.filter((set) => set.last >= set.first);
}

const zeroSet = (last: number): ModeSet => ({
  first: 1,
  last,
  perCm: 0,
  irrep: 'Fu',
  irActive: true,
  ramanActive: false,
  intensityKmPerMol: 0,
});

/** Sizes of the sets of equal modes: cubic crystals have triples, uniaxial ones pairs. */
function degeneracies(system: System, modes: number, next: () => number): number[] {
  const largest =
    system.family === 'CUBIC' ? 3 : ['TETRAGONAL', 'HEXAGONAL', 'SQUARE'].includes(system.family) ? 2 : 1;
  const sizes: number[] = [];
  for (let left = modes; left > 0;) {
    const size = Math.min(left, largest === 1 || next() < 0.3 ? (left === largest ? largest : 1) : largest);
    sizes.push(size);
    left -= size;
  }
  return sizes;
}

/** Harmonic thermodynamics of one cell at T and P; energies in hartree, entropy and heat capacity in hartree/K. */
export interface Thermodynamics {
  readonly temperatureKelvin: number;
  readonly pressureMPa: number;
  readonly zeroPointHartree: number;
  readonly thermalHartree: number;
  readonly pressureVolumeHartree: number;
  readonly temperatureEntropyHartree: number;
  readonly entropyHartreePerKelvin: number;
  readonly heatCapacityHartreePerKelvin: number;
}

const boltzmannHartree = 3.166811563e-6;

export function zeroPointHartree(modes: readonly ModeSet[]): number {
  return modes.reduce((total, set) => total + degeneracy(set) * 0.5 * set.perCm * hartreePerCm, 0);
}

export function thermodynamicsOf(
  modes: readonly ModeSet[],
  temperatureKelvin: number,
  pressureMPa: number,
  volumeCubicAngstrom: number,
): Thermodynamics {
  const kT = boltzmannHartree * temperatureKelvin;
  let thermal = 0;
  let entropy = 0;
  let heatCapacity = 0;
  for (const set of modes) {
    if (set.perCm <= 0) continue;
    const x = (set.perCm * hartreePerCm) / kT;
    const occupation = 1 / Math.expm1(x);
    const count = degeneracy(set);
    thermal += count * set.perCm * hartreePerCm * occupation;
    entropy += count * boltzmannHartree * (x * occupation - Math.log1p(-Math.exp(-x)));
    heatCapacity += count * boltzmannHartree * x * x * occupation * (occupation + 1);
  }
  return {
    temperatureKelvin,
    pressureMPa,
    zeroPointHartree: zeroPointHartree(modes),
    thermalHartree: thermal,
    // 1 MPa Angstrom^3 = 6.241509e-6 eV.
    pressureVolumeHartree: (pressureMPa * volumeCubicAngstrom * 6.241509e-6) / hartreeInElectronVolt,
    temperatureEntropyHartree: temperatureKelvin * entropy,
    entropyHartreePerKelvin: entropy,
    heatCapacityHartreePerKelvin: heatCapacity,
  };
}

const degeneracy = (set: ModeSet): number => set.last - set.first + 1;
