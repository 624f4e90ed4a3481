import type { BasisTask, ExternalElement, ShellType } from '../task.js';
import { atomicNumberOf } from './elements.js';

export interface AtomBasis {
  readonly shells: readonly ShellType[];
  readonly aoCount: number;
  /** Nuclear charge less the core that a pseudopotential replaces. */
  readonly effectiveCharge: number;
}

export const aosOfShell: Readonly<Record<ShellType, number>> = { S: 1, SP: 4, P: 3, D: 5, F: 7, G: 9 };

/** The basis of one atom; undefined where an external basis does not list the element. */
export function atomBasis(basis: BasisTask, number: number): AtomBasis | undefined {
  if (basis.kind === 'internal') return internalBasis(basis.name, atomicNumberOf(number));
  const element = basis.elements.find((candidate) => candidate.number === number);
  return element === undefined ? undefined : externalBasis(element);
}

function externalBasis(element: ExternalElement): AtomBasis {
  const shells = element.shells.map((shell) => shell.type);
  return {
    shells,
    aoCount: aoCountOf(shells),
    effectiveCharge: element.effectiveCharge ?? atomicNumberOf(element.number),
  };
}

/** Shells of about the size that the built-in sets have: by period, with more of them in triple-zeta sets. */
function internalBasis(name: string, atomicNumber: number): AtomBasis {
  const isMinimal = /STO|MINI/i.test(name);
  const zeta = isMinimal ? 1 : /TZ/i.test(name) ? 3 : 2;
  const shells: ShellType[] = [];
  const add = (type: ShellType, count: number): void => {
    for (let index = 0; index < count; index++) shells.push(type);
  };
  const period = periodOf(atomicNumber);
  const hasCore = atomicNumber > 36 && !isMinimal;
  add('S', hasCore ? zeta + 2 : period - 1 + zeta);
  if (atomicNumber > 2) add('P', hasCore ? zeta + 1 : Math.max(1, period - 2) + zeta - 1);
  const hasD = atomicNumber > 20 && isTransitionOrLater(atomicNumber);
  if (hasD) add('D', zeta);
  if (!isMinimal) add(polarisationOf(atomicNumber, hasD), 1);
  return {
    shells,
    aoCount: aoCountOf(shells),
    effectiveCharge: atomicNumber - (hasCore ? coreOf(atomicNumber) : 0),
  };
}

function polarisationOf(atomicNumber: number, hasD: boolean): ShellType {
  if (atomicNumber <= 2) return 'P';
  return hasD ? 'F' : 'D';
}

const aoCountOf = (shells: readonly ShellType[]): number =>
  shells.reduce((sum, shell) => sum + aosOfShell[shell], 0);

function periodOf(atomicNumber: number): number {
  const ends = [2, 10, 18, 36, 54, 86];
  return ends.findIndex((end) => atomicNumber <= end) + 1 || 7;
}

const isTransitionOrLater = (atomicNumber: number): boolean =>
  (atomicNumber >= 21 && atomicNumber <= 36) ||
  (atomicNumber >= 39 && atomicNumber <= 54) ||
  atomicNumber >= 57;

/** Electrons in the small cores of the usual pseudopotentials. */
const coreOf = (atomicNumber: number): number => (atomicNumber <= 54 ? 28 : atomicNumber <= 71 ? 46 : 60);
