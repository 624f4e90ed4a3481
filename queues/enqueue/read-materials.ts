import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createHash } from 'node:crypto';
import { dimensionalityOf, readDeck } from '../../src/crystal/d12/read-deck.js';
import { renderGeometry } from '../../src/crystal/d12/render-deck.js';
import { structureFingerprint } from '../../src/crystal/structure/fingerprint.js';
import { withDimensionality } from '../../src/crystal/structure/dimensionality.js';
import { toDeckGeometry } from '../../src/crystal/structure/deck/to-deck-geometry.js';
import type { DeckStructure, SymmetryMode } from '../../src/crystal/structure/deck/deck-structure.js';
import { foundSymmetry } from '../../src/crystal/structure/describe-structure.js';
import { reducedFormula } from '../../src/crystal/structure/formula.js';
import { readEachStructure } from '../../src/crystal/structure/read-structures.js';
import type { Dimensionality, Structure } from '../../src/crystal/structure/structure.js';
import type { SymmetryLibrary } from '../../src/crystal/symmetry/symmetry-library.js';
import { CrystalqError, toCrystalqError } from '../../src/errors/crystalq-error.js';
import type { StartingStructure } from '../../src/steps/define-step.js';
import type { PlannedMaterial } from '../../src/workflow/plan.js';
import { deckInputOf, expandedWherePossible } from './deck-input.js';
import type { StructureFile } from './find-structures.js';

/** A material before its steps are planned. */
export interface MaterialInput extends Omit<PlannedMaterial, 'steps' | 'edges' | 'geometry'> {
  readonly geometry: StartingStructure | null;
  /** The same for materials that would be the same calculation. */
  readonly likeness: string;
}

/** How a structure file is to be understood. */
export interface Reading {
  readonly symmetry: SymmetryMode;
  /** Undefined: as the file says. */
  readonly dimension?: Dimensionality | undefined;
}

/** As `--symmetry standard` and `crystalq structure` search. */
const searchedWithinAngstrom = 0.01;
/** A supercell of 100 atoms takes the search 0.3 s, one of 1000 two minutes. */
const mostAtomsSearched = 100;

/** Larger files are no structures: they are refused before they are read. */
const mostBytes = 50 * 1024 * 1024;

/**
 * The materials of a structure file: one for each structure in it. What cannot be calculated comes back as a material
 * with the reason; nothing in a file can stop the rest of the batch.
 */
export function readMaterials(
  file: StructureFile,
  readingOf: (label: string) => Reading,
  library: SymmetryLibrary,
): MaterialInput[] {
  const label = basename(file.path).replace(/\.[^.]*$/, '');
  try {
    const text = readText(file);
    if (file.format === 'd12') return [fromDeck(file, label, text, readingOf(label), library)];
    const results = readEachStructure(text, file.name, library);
    return results.map((result) => {
      const name = results.length > 1 ? `${label} (${result.name})` : label;
      if ('error' in result) return refused(file, name, text, result.error);
      return fromStructure(file, name, text, result.structure, readingOf(name), library);
    });
  } catch (thrown) {
    return [refused(file, label, '', toCrystalqError(thrown))];
  }
}

/** At once: files are small and read one by one, and each wait of the others costs as much as the reading. */
function readText({ path, name }: StructureFile): string {
  const { size } = statSync(path);
  if (size === 0) throw new CrystalqError('STRUCTURE_EMPTY', `${name} is empty.`);
  if (size > mostBytes) {
    throw new CrystalqError(
      'CIF_UNREADABLE',
      `${name} has ${Math.round(size / 1048576)} MiB; a structure file has at most 50.`,
    );
  }
  return readFileSync(path, 'utf8');
}

function fromStructure(
  file: StructureFile,
  label: string,
  text: string,
  read: Structure,
  { symmetry, dimension }: Reading,
  library: SymmetryLibrary,
): MaterialInput {
  try {
    const structure = withDimensionality(read, dimension ?? read.dimensionality);
    const deckStructure = toDeckGeometry(structure, { mode: symmetry }, library);
    const { geometry, primitiveVectors, spaceGroup } = deckStructure;
    const expanded = expandedWherePossible(geometry, library);
    return {
      label,
      source: file.path,
      sourceFormat: file.format,
      sourceText: text,
      formula: reducedFormula(structure),
      spaceGroup: `${spaceGroup.symbol} (${spaceGroup.number})`,
      atoms: deckStructure.atomsInPrimitiveCell,
      structureHash: hashOf(renderGeometry(geometry).join('\n')),
      likeness: `${symmetry} ${structureFingerprint(expanded?.structure ?? structure)}`,
      geometry: { geometry, primitiveVectors, ...(expanded ? { primitiveAtoms: expanded.deckAtoms } : {}) },
      refused: null,
      remarks: [
        ...structure.remarks,
        ...deckStructure.remarks,
        ...(expanded?.structure.remarks ?? []),
        ...lostSymmetry(structure, deckStructure, symmetry, library),
      ],
    };
  } catch (thrown) {
    return refused(file, label, text, toCrystalqError(thrown));
  }
}

/** Databases hand out cells with all atoms in P 1. Calculated like that they cost many times as much, for nothing. */
function lostSymmetry(
  structure: Structure,
  deck: DeckStructure,
  mode: SymmetryMode,
  library: SymmetryLibrary,
): readonly string[] {
  if (mode !== 'cif' || deck.spaceGroup.number !== 1) return [];
  if (structure.sites.length > mostAtomsSearched) return [];
  const found = foundSymmetry(structure, searchedWithinAngstrom, library);
  return found && found.spaceGroup > 1
    ? ['the file states P 1, its atoms have more symmetry: --symmetry standard uses it, for fewer core-hours']
    : [];
}

/** A deck is taken as it is: its geometry, basis and method are the author's. */
function fromDeck(
  file: StructureFile,
  label: string,
  text: string,
  { dimension }: Reading,
  library: SymmetryLibrary,
): MaterialInput {
  const deck = readDeck(text, file.name);
  if (dimension !== undefined && dimension !== dimensionalityOf(deck.geometry)) {
    throw new CrystalqError(
      'STRUCTURE_UNSUPPORTED',
      `${file.name}: the deck is a ${deck.geometry.kind}; --dimension ${dimension} changes structure files, not decks.`,
      { hint: 'Give the structure itself (.cif, .xyz, fort.34), or leave the dimension out for this deck.' },
    );
  }
  return {
    label,
    source: file.path,
    sourceFormat: 'd12',
    sourceText: text,
    ...deckInputOf(deck, library),
    structureHash: hashOf(text),
    likeness: hashOf(text),
    refused: null,
  };
}

function refused(file: StructureFile, label: string, text: string, error: CrystalqError): MaterialInput {
  return {
    label,
    source: file.path,
    sourceFormat: file.format,
    sourceText: text.length > 200_000 ? '' : text,
    formula: '',
    spaceGroup: '',
    atoms: 0,
    structureHash: hashOf(`${label}\n${text}`),
    likeness: hashOf(`${label}\n${text}`),
    geometry: null,
    refused: { code: error.code, message: error.message, hint: error.hint },
    remarks: [],
  };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
