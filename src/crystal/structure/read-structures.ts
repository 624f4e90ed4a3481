import { readDeck } from '../d12/read-deck.js';
import { CrystalqError } from '../../errors/crystalq-error.js';
import { inverse, multiply, transpose } from '../symmetry/matrix3.js';
import { operationKey } from '../symmetry/operation-set.js';
import { operationInNewBasis } from '../symmetry/operation.js';
import type { SymmetryLibrary } from '../symmetry/symmetry-library.js';
import { readCif } from './cif/read-cif.js';
import { readFort34 } from './files/read-fort34.js';
import { readPoscar } from './files/read-poscar.js';
import { readXyz } from './files/read-xyz.js';
import type { ExpandedGeometry } from './expanded-geometry.js';
import { expandDeckGeometry } from './from-deck-geometry.js';
import type { StatedSymmetry, Structure } from './structure.js';

/** A structure of a file, or why it was refused. `name` is the data block of a CIF, else the file. */
export type ReadResult = { readonly name: string } & (
  { readonly structure: Structure } | { readonly error: CrystalqError }
);

/** A file that lies beside the one that is read. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** All structures of a file; throws the first refusal. The kind is told by the ending of the name and the text. */
export function readStructures(
  text: string,
  fileName: string,
  library: SymmetryLibrary,
  fort34?: NamedText,
): readonly Structure[] {
  return readEachStructure(text, fileName, library, fort34).map((result) => {
    if ('error' in result) throw result.error;
    return result.structure;
  });
}

/** Like readStructures, but a bad block of a CIF does not hide the good ones. */
export function readEachStructure(
  text: string,
  fileName: string,
  library: SymmetryLibrary,
  fort34?: NamedText,
): readonly ReadResult[] {
  const plain = checkedText(text, fileName);
  const one = (structure: Structure): readonly ReadResult[] => [{ name: fileName, structure }];
  switch (structureFormatOf(fileName, plain)) {
    case 'cif':
      return readCif(plain, fileName, library).map(({ block, ...result }) => ({ name: block, ...result }));
    case 'fort34':
      return one(readFort34(plain, fileName));
    case 'xyz':
      return one(readXyz(plain, fileName));
    case 'poscar':
      return one(readPoscar(plain, fileName));
    case 'd12':
      return one(readDeckStructure(plain, fileName, library, fort34));
  }
}

export type StructureFormat = 'cif' | 'fort34' | 'xyz' | 'poscar' | 'd12';

const endings: Readonly<Record<string, StructureFormat>> = {
  cif: 'cif',
  mcif: 'cif',
  gui: 'fort34',
  f34: 'fort34',
  '34': 'fort34',
  xyz: 'xyz',
  extxyz: 'xyz',
  vasp: 'poscar',
  poscar: 'poscar',
  contcar: 'poscar',
  d12: 'd12',
};

/** By the ending; a file without one that we know is taken for a CIF where it has a data block. */
export function structureFormatOf(fileName: string, text: string): StructureFormat {
  const name = fileName.slice(fileName.lastIndexOf('/') + 1).toLowerCase();
  const byEnding = endings[name.slice(name.lastIndexOf('.') + 1)];
  if (byEnding) return byEnding;
  if (/^(poscar|contcar)/.test(name)) return 'poscar';
  if (/^\s*data_/im.test(text)) return 'cif';
  throw new CrystalqError('STRUCTURE_UNREADABLE', `${fileName}: no structure format is known by this name`, {
    hint: `Files end in ${Object.keys(endings)
      .map((ending) => `.${ending}`)
      .join(', ')}.`,
  });
}

/** The geometry that the header of a deck builds; edits that follow it (SUPERCEL, ATOMSUBS ...) are not applied. */
function readDeckStructure(
  text: string,
  fileName: string,
  library: SymmetryLibrary,
  fort34: NamedText | undefined,
): Structure {
  const deck = readDeck(text, fileName);
  const external = fort34 && readFort34(checkedText(fort34.text, fort34.name), fort34.name);
  const expanded = expandDeckGeometry(deck.geometry, library, deck.title, external);
  const edits = deck.edits.filter((entry) => entry.kind === 'keyword').map((entry) => entry.keyword);
  const remarks = edits.length > 0 ? [`keywords after the atoms are not applied: ${edits.join(', ')}`] : [];
  const all = [...expanded.structure.remarks, ...remarks];
  // What fort.34 says of its symmetry came with the structure.
  if (!('atoms' in deck.geometry)) return { ...expanded.structure, remarks: all };
  return { ...expanded.structure, statedSymmetry: statedSymmetryOf(expanded), remarks: all };
}

/** The group of the deck on the primitive vectors, each operation once. */
function statedSymmetryOf({
  structure,
  conventionalVectors,
  operations,
  group,
}: ExpandedGeometry): StatedSymmetry {
  const matrix = transpose(multiply(structure.lattice, inverse(conventionalVectors)));
  const moved = operations.map((operation) => operationInNewBasis({ matrix, origin: [0, 0, 0] }, operation));
  const unique = new Map(moved.map((operation) => [operationKey(operation), operation]));
  return {
    operations: [...unique.values()],
    source: `group ${group.number} (${group.symbol}) of the deck`,
    number: group.number,
    symbol: group.symbol,
  };
}

function checkedText(text: string, fileName: string): string {
  if (text.trim() === '') throw new CrystalqError('STRUCTURE_EMPTY', `${fileName}: the file is empty`);
  if (text.includes('\0')) {
    throw new CrystalqError('STRUCTURE_UNREADABLE', `${fileName}: this is a binary file, not a text`);
  }
  return text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
}
