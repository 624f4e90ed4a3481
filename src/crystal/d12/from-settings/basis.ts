import { CrystalqError } from '../../../errors/crystalq-error.js';
import type { CalculationSettings } from '../../settings/settings.js';
import { elementSymbol } from '../../structure/elements.js';
import type { BasisElement, DeckBasis, DeckEntry } from '../deck.js';
import { keyword } from '../entries.js';
import type { DeckAtom } from '../geometry.js';
import { readBasisText } from '../read-basis.js';
import {
  coveredElements,
  internalBasisSets,
  isInternalBasis,
  setsCovering,
} from '../tables/basis-coverage.js';

/**
 * The basis block for the atoms of a structure.
 * @throws BASIS_NOT_COVERED naming the elements and the sets that do cover them.
 */
export function basisFor(settings: CalculationSettings['basis'], atoms: readonly DeckAtom[]): DeckBasis {
  const entries = ghostEntries(settings.ghosts);
  const numbers = [...new Set(atoms.map(({ number }) => number))].sort((one, other) => one - other);
  if (settings.external !== null) {
    return { kind: 'external', elements: externalElements(settings.external, numbers), entries, end: 'END' };
  }
  const name = settings.internal ?? 'POB-TZVP-REV2';
  refuseMissing(name, numbers);
  return { kind: 'internal', name, entries };
}

/** Atomic numbers of a structure that the set lacks; none where the set has not been measured. */
export function missingElements(name: string, conventionalNumbers: Iterable<number>): number[] {
  const covered = coveredElements(name);
  if (covered === undefined) return [];
  return [...new Set([...conventionalNumbers].map((number) => number % 100))].filter(
    (number) => !covered.has(number),
  );
}

function refuseMissing(name: string, numbers: readonly number[]): void {
  if (!isInternalBasis(name)) {
    throw new CrystalqError('SETTINGS_INVALID', `CRYSTAL has no internal basis set "${name}"`, {
      hint: `Choose one of ${internalBasisSets.join(', ')}, or give an external one.`,
    });
  }
  const missing = missingElements(name, numbers);
  if (missing.length === 0) return;
  const elements = missing.map(elementSymbol).join(', ');
  const others = setsCovering(numbers.map((number) => number % 100));
  throw new CrystalqError('BASIS_NOT_COVERED', `${name} has no functions for ${elements}`, {
    details: { basis: name, missing: missing.map(elementSymbol), covering: others },
    hint:
      others.length > 0
        ? `These cover all elements of the structure: ${others.join(', ')}.`
        : 'No internal set covers all elements of the structure; give an external one.',
  });
}

/** The elements of an external text that the structure needs, in the structure's order. */
function externalElements(text: string, numbers: readonly number[]): BasisElement[] {
  const known = new Map(
    readBasisText(text, 'external basis set').map((element) => [element.number, element]),
  );
  const missing = numbers.filter((number) => !known.has(number));
  if (missing.length > 0) {
    const names = missing.map((number) => `${elementSymbol(number % 100)} (${number})`).join(', ');
    throw new CrystalqError('BASIS_NOT_COVERED', `the external basis set has no functions for ${names}`, {
      details: { missing, present: [...known.keys()] },
      hint: `It has ${[...known.keys()].join(', ')}; pseudopotential atoms carry 200 + Z.`,
    });
  }
  return numbers.flatMap((number) => known.get(number) ?? []);
}

export function ghostEntries(labels: readonly number[]): DeckEntry[] {
  return labels.length === 0 ? [] : [keyword('GHOSTS', [labels.length], [...labels])];
}
