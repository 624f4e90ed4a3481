/**
 * Elements for which the libraries inside CRYSTAL have functions, by atomic number.
 * Measured with CRYSTAL23 by one-atom runs; sets without a row have not been measured.
 */
const coverage: ReadonlyMap<string, string> = new Map([
  ['STO-3G', '1-53'],
  ['STO-6G', '1-36'],
  ['POB-DZVP', '1-42,44-53,74,83'],
  ['POB-DZVPP', '1,3-9,11-17,19-35,49,83'],
  ['POB-DZVP-REV2', '1,3-9,11-17,19-35'],
  ['POB-TZVP', '1-38,40-42,44-53,83'],
  ['POB-TZVP-REV2', '1,3-9,11-17,19-35,37-42,44-53,55,56,72-84'],
  // Tl to At are in the library but not neutral.
  ['DEF2-MSVP', '1-80,86'],
  ['SOLDEF2MSVP', '1-53'],
  ['MTZVP', '1-57,72-78'],
  ['MINIX', '1-80,86'],
  ['SOLMINIX', '1-53'],
]);

/** Names that CRYSTAL knows but whose elements have not been measured. */
const unmeasured = ['DEF2-SVP', 'CUSTOM'] as const;

/** How the names are written in a deck. */
const spellings: ReadonlyMap<string, string> = new Map([
  ['DEF2-MSVP', 'def2-mSVP'],
  ['MTZVP', 'mTZVP'],
  ['DEF2-SVP', 'def2-SVP'],
]);

const elementsBySet = new Map([...coverage].map(([name, ranges]) => [name, expand(ranges)]));

export const internalBasisSets: readonly string[] = [...coverage.keys(), ...unmeasured].map(
  (name) => spellings.get(name) ?? name,
);

export function normalizeBasisName(name: string): string {
  const upper = name.toUpperCase();
  return upper === 'SOL-DEF2-MSVP' ? 'SOLDEF2MSVP' : upper;
}

/** Atomic numbers that the set covers; undefined where nobody has measured it. */
export function coveredElements(name: string): ReadonlySet<number> | undefined {
  return elementsBySet.get(normalizeBasisName(name));
}

export function isInternalBasis(name: string): boolean {
  const normal = normalizeBasisName(name);
  return coverage.has(normal) || unmeasured.some((known) => known === normal);
}

/** Sets that cover all of the elements. */
export function setsCovering(atomicNumbers: Iterable<number>): string[] {
  const wanted = [...atomicNumbers];
  return [...elementsBySet]
    .filter(([, covered]) => wanted.every((number) => covered.has(number)))
    .map(([name]) => spellings.get(name) ?? name);
}

function expand(ranges: string): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const range of ranges.split(',')) {
    const [first = 0, last = first] = range.split('-').map(Number);
    for (let number = first; number <= last; number += 1) numbers.add(number);
  }
  return numbers;
}
