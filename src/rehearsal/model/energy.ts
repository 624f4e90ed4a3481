import { createDice } from '../dice.js';
import type { CrystalTask } from '../task.js';
import { basisName, chemistryOf, sum, type Electrons } from './electrons.js';
import { volumeOf, withCell, type Cell, type Family, type System } from './system.js';

/**
 * A smooth, steady stand-in for the energy surface. Atoms count with the statistical energy of Schwinger
 * (Phys. Rev. A 22, 1827 (1980)): E(Z) = -0.7687 Z^(7/3) + Z^2/2 - 0.2699 Z^(5/3) hartree. On top comes a binding
 * energy and a gentle wave in the logarithm of each free cell length: every cell has a minimum of the same chemistry
 * at most half a percent away, so an optimised structure stays where it is when it is optimised again.
 */
export interface EnergySurface {
  /** Without dispersion and counterpoise corrections, hartree per cell. */
  electronicHartree(cell: Cell): number;
  readonly dispersionHartree: number;
  readonly counterpoiseHartree: number;
  /** The nearest minimum that keeps the crystal family. */
  equilibrium(cell: Cell): Cell;
  /** Largest and mean gradient along the free lengths, hartree/bohr. */
  gradient(cell: Cell): { readonly max: number; readonly rms: number };
}

/** Distance of neighbouring minima in ln(length). */
const waveLength = 0.01;

export function energySurface(task: CrystalTask, system: System, electrons: Electrons): EnergySurface {
  const dice = createDice(`${chemistryOf(system)} ${task.hamiltonian.functional} ${basisName(task)} surface`);
  const phases = [dice.next(), dice.next(), dice.next()];
  const bindingPerAtom = dice.between(0.12, 0.22);
  const methodPerElectron = dice.between(-0.003, 0.003);
  const atoms = electrons.atoms.length;
  const amplitude = 0.0004 * atoms;
  const free = freeLengths(system);
  const distance = (cell: Cell, group: readonly number[], index: number): number => {
    const turns = Math.log(cell[group[0] ?? 0] ?? 1) / waveLength - (phases[index] ?? 0);
    return turns - Math.round(turns);
  };
  const equilibrium = (cell: Cell): Cell => {
    const lengths = [...cell];
    free.forEach((group, index) => {
      const factor = Math.exp(-waveLength * distance(cell, group, index));
      for (const axis of group) lengths[axis] = (lengths[axis] ?? 0) * factor;
    });
    const [a = 0, b = 0, c = 0, alpha = 90, beta = 90, gamma = 90] = lengths;
    return [a, b, c, alpha, beta, gamma];
  };
  // Polymorphs differ by the room of their atoms, taken at the minimum so that the wave alone has a slope.
  const roomPerAtom = volumeOf(withCell(system, equilibrium(system.cell))) / atoms;
  const constant =
    sum(electrons.atoms.map((atom) => atomicEnergyHartree(atom.basis.effectiveCharge))) -
    (bindingPerAtom + 0.02 * Math.tanh(10 / (roomPerAtom + 1))) * atoms +
    methodPerElectron * electrons.electronCount;
  return {
    electronicHartree: (cell) =>
      constant -
      amplitude * sum(free.map((group, index) => Math.cos(2 * Math.PI * distance(cell, group, index)))),
    dispersionHartree: task.hamiltonian.hasDispersion ? -0.0045 * atoms : 0,
    counterpoiseHartree: task.hamiltonian.isComposite ? 0.0018 * atoms : 0,
    equilibrium,
    gradient: (cell) => {
      const slopes = free.map(
        (group, index) => 0.045 * Math.abs(Math.sin(Math.PI * distance(cell, group, index))),
      );
      return {
        max: Math.max(0, ...slopes),
        rms: Math.sqrt(sum(slopes.map((slope) => slope * slope)) / Math.max(1, slopes.length)),
      };
    },
  };
}

/** Neutral atom of that charge, hartree; hydrogen is given its own -1/2. */
function atomicEnergyHartree(charge: number): number {
  if (charge <= 0) return 0;
  return charge <= 1
    ? -0.5 * charge
    : -0.7687 * charge ** (7 / 3) + 0.5 * charge ** 2 - 0.2699 * charge ** (5 / 3);
}

/** Somewhere on the straight way from one cell to another. */
export function cellBetween(from: Cell, to: Cell, share: number): Cell {
  const at = (axis: number): number => (from[axis] ?? 0) + share * ((to[axis] ?? 0) - (from[axis] ?? 0));
  return [at(0), at(1), at(2), at(3), at(4), at(5)];
}

/** Groups of axes whose lengths the family holds equal; a molecule has none. */
function freeLengths({ family, dimensionality, cell }: System): readonly (readonly number[])[] {
  const [a, b, c, alpha] = cell;
  const isRhombohedral = family === 'HEXAGONAL' && isNear(a, c) && isNear(b, c) && !isNear(alpha, 90);
  const groups = isRhombohedral ? [[0, 1, 2]] : groupsOfFamily[family];
  // The third direction of a slab has no length to speak of.
  return groups.filter((group) => group.every((axis) => axis < dimensionality));
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9 * b;

const uniaxial = [[0, 1], [2]];
const independent = [[0], [1], [2]];

const groupsOfFamily: Readonly<Record<Family, readonly (readonly number[])[]>> = {
  CUBIC: [[0, 1, 2]],
  TETRAGONAL: uniaxial,
  HEXAGONAL: uniaxial,
  ORTHORHOMBIC: independent,
  MONOCLINIC: independent,
  TRICLINIC: independent,
  SQUARE: [[0, 1]],
  OBLIQUE: [[0], [1]],
  RECTANGULAR: [[0], [1]],
  CHAIN: [[0]],
  NONE: [],
};
