import { parametersOf, volumeOf } from './lattice.js';
import { structureFingerprint } from './fingerprint.js';
import { chemicalFormula, reducedFormula } from './formula.js';
import type { Structure } from './structure.js';
import type { DeckStructure } from './deck/deck-structure.js';
import type { SymmetryLibrary } from '../symmetry/symmetry-library.js';

/** What the atoms themselves say about their symmetry, whatever the file states. */
export interface FoundSymmetry {
  readonly spaceGroup: number;
  readonly symbol: string;
  readonly toleranceAngstrom: number;
}

/** All that `crystalq structure` tells of one structure; plain data, ready for JSON. Lengths in Angstrom. */
export interface StructureDescription {
  readonly title: string;
  readonly formula: string;
  readonly reducedFormula: string;
  readonly dimensionality: number;
  /** a, b, c, alpha, beta, gamma; null where the direction is not periodic. */
  readonly cell: readonly (number | null)[];
  readonly volumeAngstrom3: number | null;
  readonly atoms: number;
  readonly stated: {
    readonly source: string;
    readonly spaceGroup?: number;
    readonly symbol?: string;
    readonly mismatch?: string;
  } | null;
  readonly found: FoundSymmetry | null;
  readonly deck: DeckStructure | null;
  readonly fingerprint: string;
  readonly remarks: readonly string[];
}

export function describeStructure(
  structure: Structure,
  deck: DeckStructure | null,
  toleranceAngstrom: number,
  library: SymmetryLibrary,
): StructureDescription {
  const found = foundSymmetry(structure, toleranceAngstrom, library);
  return {
    title: structure.title,
    formula: chemicalFormula(structure),
    reducedFormula: reducedFormula(structure),
    dimensionality: structure.dimensionality,
    cell: cellOf(structure),
    volumeAngstrom3: structure.dimensionality === 3 ? volumeOf(structure.lattice) : null,
    atoms: structure.sites.length,
    stated: statedOf(structure),
    found,
    deck,
    fingerprint: structureFingerprint(structure),
    remarks: [...structure.remarks, ...(deck?.remarks ?? []), ...higherSymmetry(deck, found)],
  };
}

/** The dimensionality from which each of a, b, c, alpha, beta, gamma means something. */
const meaningfulFrom = [1, 2, 3, 3, 3, 2];

const cellOf = ({ lattice, dimensionality }: Structure): readonly (number | null)[] =>
  parametersOf(lattice).map((value, i) => (dimensionality >= (meaningfulFrom[i] ?? 3) ? value : null));

function statedOf({ statedSymmetry }: Structure): StructureDescription['stated'] {
  if (!statedSymmetry) return null;
  const { source, number, symbol, mismatch } = statedSymmetry;
  return {
    source,
    ...(number === undefined ? {} : { spaceGroup: number }),
    ...(symbol === undefined ? {} : { symbol }),
    ...(mismatch === undefined ? {} : { mismatch }),
  };
}

export function foundSymmetry(
  structure: Structure,
  toleranceAngstrom: number,
  library: SymmetryLibrary,
): FoundSymmetry | null {
  if (structure.dimensionality !== 3) return null;
  const found = library.analyze(
    {
      lattice: structure.lattice,
      positions: structure.sites.map((site) => site.fractional),
      numbers: structure.sites.map((site) => site.atomicNumber),
    },
    toleranceAngstrom,
  );
  return found ? { spaceGroup: found.number, symbol: found.symbol, toleranceAngstrom } : null;
}

/** More symmetry than the deck uses costs time, and is worth a word; less would be a mismatch. */
function higherSymmetry(deck: DeckStructure | null, found: FoundSymmetry | null): readonly string[] {
  if (!deck || !found || deck.geometry.kind !== 'CRYSTAL' || found.spaceGroup === deck.spaceGroup.number)
    return [];
  return [
    `at ${found.toleranceAngstrom} A the atoms have ${found.symbol} (${found.spaceGroup}), ` +
      `the deck says ${deck.spaceGroup.symbol} (${deck.spaceGroup.number}); --symmetry standard uses the former`,
  ];
}
