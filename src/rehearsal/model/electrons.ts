import { createDice } from '../dice.js';
import type { CrystalTask } from '../task.js';
import { atomBasis, type AtomBasis } from './basis.js';
import { atomicNumberOf, elementFacts, type ElementFacts } from './elements.js';
import { volumeOf, type System } from './system.js';

/** The made-up but steady electronic structure of a system: the same chemistry always gives the same numbers. */
export interface Electrons {
  readonly atoms: readonly AtomElectrons[];
  readonly aoCount: number;
  readonly shellCount: number;
  readonly electronCount: number;
  readonly coreElectronCount: number;
  readonly isOpenShell: boolean;
  /** nalpha - nbeta per cell. */
  readonly totalSpin: number;
  /** Bands below the gap, per spin. */
  readonly occupied: { readonly alpha: number; readonly beta: number };
  readonly isConducting: boolean;
  readonly gapElectronVolt: number;
  readonly isDirect: boolean;
  /** Hartree. Top of the valence bands, or the Fermi energy of a conductor. */
  readonly fermiHartree: number;
}

export interface AtomElectrons {
  readonly facts: ElementFacts;
  readonly basis: AtomBasis;
  /** Mulliken population and spin. */
  readonly population: number;
  readonly spin: number;
}

export const hartreeInElectronVolt = 27.2114;

/** Undefined where an atom has no basis. */
export function electronsOf(task: CrystalTask, system: System): Electrons | undefined {
  const facts = system.atoms.map((atom) => elementFacts(atomicNumberOf(atom.number)));
  const bases = system.atoms.map((atom) => atomBasis(task.basis, atom.number));
  if (!bases.every((basis) => basis !== undefined)) return undefined;
  const electronCount = Math.round(sum(bases.map((basis) => basis.effectiveCharge)));
  const totalSpin = spinOf(task, facts, electronCount);
  const dice = createDice(`${chemistryOf(system)} ${task.hamiltonian.functional} ${basisName(task)}`);
  const isConducting = conducts(facts, electronCount, task.hamiltonian.isOpenShell);
  return {
    atoms: populations(facts, bases, totalSpin),
    aoCount: sum(bases.map((basis) => basis.aoCount)),
    shellCount: sum(bases.map((basis) => basis.shells.length)),
    electronCount,
    coreElectronCount: sum(bases.map((basis) => coreElectrons(basis.effectiveCharge))),
    isOpenShell: task.hamiltonian.isOpenShell,
    totalSpin,
    occupied: {
      alpha: Math.floor((electronCount + totalSpin) / 2),
      beta: Math.floor((electronCount - totalSpin) / 2),
    },
    isConducting,
    gapElectronVolt: isConducting ? 0 : gapOf(facts, task) * dice.between(0.95, 1.05) * packing(system),
    isDirect: dice.next() < 0.5,
    fermiHartree: -0.08 - 0.12 * dice.next(),
  };
}

/** Elements and their counts in the cell, reduced: `Mg1O1`. What is made up is made up from this. */
export function chemistryOf(system: System): string {
  const counts = new Map<number, number>();
  for (const atom of system.atoms) {
    const atomicNumber = atomicNumberOf(atom.number);
    counts.set(atomicNumber, (counts.get(atomicNumber) ?? 0) + 1);
  }
  const divisor = [...counts.values()].reduce(greatestCommonDivisor, 0) || 1;
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([atomicNumber, count]) => `${elementFacts(atomicNumber).symbol}${count / divisor}`)
    .join('');
}

export const basisName = (task: CrystalTask): string =>
  task.basis.kind === 'internal' ? task.basis.name.toUpperCase() : 'external';

/** Metals alone conduct; so does an odd number of electrons in a closed shell. */
const conducts = (facts: readonly ElementFacts[], electronCount: number, isOpenShell: boolean): boolean =>
  facts.every((element) => element.isMetal) || (electronCount % 2 === 1 && !isOpenShell);

/** Grows with the square of the difference in electronegativity: MgO about 7, GaAs 1.3, Si 1.1 eV (hybrid). */
function gapOf(facts: readonly ElementFacts[], task: CrystalTask): number {
  const values = facts.map((element) => element.electronegativity).filter((value) => value > 0);
  const span = values.length === 0 ? 3 : Math.max(...values) - Math.min(...values);
  const covalent = values.length === 0 ? 2 : Math.max(0, sum(values) / values.length - 1.8) * 2.5;
  const hasExchange = /0|HSE|B3|HYB|06|X/i.test(task.hamiltonian.functional);
  const factor = task.hamiltonian.isDft ? (hasExchange ? 1 : 0.6) : 1.7;
  return (0.8 + 1.3 * span * span + covalent) * factor;
}

/** Polymorphs differ: a smooth function of the room per atom, between 0.9 and 1.1. */
const packing = (system: System): number => 1 + 0.1 * Math.sin(volumeOf(system) / system.atoms.length);

function spinOf(task: CrystalTask, facts: readonly ElementFacts[], electronCount: number): number {
  if (!task.hamiltonian.isOpenShell) return 0;
  const wanted = task.scf.lockedSpin ?? sum(facts.map((element) => atomicSpin(element.atomicNumber)));
  // The parity of the electrons is not negotiable.
  return (electronCount - wanted) % 2 === 0 ? wanted : wanted + 1;
}

/** Moments of the elements that carry one in common solids. */
function atomicSpin(atomicNumber: number): number {
  return ({ 24: 3, 25: 5, 26: 4, 27: 3, 28: 2 } as Readonly<Record<number, number>>)[atomicNumber] ?? 0;
}

/** Charge flows up the electronegativity; what one atom gains all others give in equal parts. */
function populations(
  facts: readonly ElementFacts[],
  bases: readonly AtomBasis[],
  totalSpin: number,
): AtomElectrons[] {
  const mean = sum(facts.map((element) => element.electronegativity)) / Math.max(1, facts.length);
  const moments = facts.map((element) => atomicSpin(element.atomicNumber));
  const allMoments = sum(moments);
  return facts.map((element, index) => {
    const basis = bases[index] ?? { shells: [], aoCount: 0, effectiveCharge: 0 };
    const share = allMoments === 0 ? 1 / facts.length : (moments[index] ?? 0) / allMoments;
    return {
      facts: element,
      basis,
      population: basis.effectiveCharge + 0.55 * (element.electronegativity - mean),
      spin: totalSpin * share,
    };
  });
}

function coreElectrons(effectiveCharge: number): number {
  const shells = [18, 10, 2];
  return shells.find((core) => effectiveCharge > core) ?? 0;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
