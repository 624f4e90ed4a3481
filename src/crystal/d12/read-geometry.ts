import type { DeckAtom, DeckGeometry, Vector3 } from './geometry.js';
import { splitRecord, type NumberKind, type RecordCursor } from './record-cursor.js';
import { cellCountOfLayerGroup, cellCountOfSpaceGroup, cellCountOfSymbol } from './tables/minimal-cell.js';

export interface GeometryReader {
  readonly cursor: RecordCursor;
  readonly mark: (part: object, line: number) => void;
}

const kinds = 'CRYSTAL, SLAB, POLYMER, HELIX, MOLECULE, EXTERNAL or DLVINPUT';
const threeInts: readonly NumberKind[] = ['int', 'int', 'int'];

/** The header of block 1: kind of structure, group, minimal cell, atoms of the asymmetric unit. */
export function readGeometry(reader: GeometryReader): DeckGeometry {
  const { cursor } = reader;
  const line = cursor.lineNumber;
  const keyword = splitRecord(cursor.peek() ?? '')[0]?.toUpperCase() ?? '';
  const read = byKeyword.get(keyword);
  if (read === undefined) throw cursor.failure(kinds);
  cursor.takeLine(kinds);
  const geometry = read(reader);
  reader.mark(geometry, line);
  return geometry;
}

const byKeyword: ReadonlyMap<string, (reader: GeometryReader) => DeckGeometry> = new Map([
  ['CRYSTAL', readCrystal],
  ['SLAB', (reader: GeometryReader) => readLayer(reader)],
  ['POLYMER', (reader: GeometryReader) => readRod(reader)],
  ['HELIX', (reader: GeometryReader) => readHelix(reader)],
  ['MOLECULE', (reader: GeometryReader) => readMolecule(reader)],
  ['EXTERNAL', () => ({ kind: 'EXTERNAL' }) as const],
  ['DLVINPUT', () => ({ kind: 'DLVINPUT' }) as const],
]);

function readCrystal(reader: GeometryReader): DeckGeometry {
  const { cursor } = reader;
  const [symbolFlag, rhombohedralAxes, originSetting = 0] = cursor.takeNumbers(
    threeInts,
    '"IFLAG IFHR IFSO"',
  );
  if (symbolFlag !== 0 && symbolFlag !== 1) throw cursor.failure('IFLAG 0 or 1 in the record before');
  if (rhombohedralAxes !== 0 && rhombohedralAxes !== 1)
    throw cursor.failure('IFHR 0 or 1 in the record before');
  if (originSetting < 0) throw cursor.failure('IFSO 0, 1 or larger in the record before');
  const group =
    symbolFlag === 0 ? takeGroup(cursor, 'a space group number from 1 to 230', 230) : takeSymbol(cursor);
  const originShift =
    originSetting > 1
      ? vector(cursor.takeNumbers(threeInts, 'the origin shift in 1/24 (IFSO > 1)'))
      : undefined;
  const count = typeof group === 'number' ? cellCountOfSpaceGroup(group) : cellCountOfSymbol(group);
  if (count === undefined)
    throw cursor.failure(`a Hermann-Mauguin symbol with blanks between the directions before`);
  const cell = takeCell(cursor, count, `space group ${group}`);
  const atoms = takeAtoms(reader);
  return {
    kind: 'CRYSTAL',
    symbolFlag,
    rhombohedralAxes,
    originSetting,
    ...(originShift === undefined ? {} : { originShift }),
    group,
    cell,
    atoms,
  };
}

function readLayer(reader: GeometryReader): DeckGeometry {
  const group = takeGroup(reader.cursor, 'a layer group number from 1 to 80 (not a space group)', 80);
  const cell = takeCell(reader.cursor, cellCountOfLayerGroup(group) ?? 3, `layer group ${group}`);
  return { kind: 'SLAB', group, cell, atoms: takeAtoms(reader) };
}

function readRod(reader: GeometryReader): DeckGeometry {
  const group = takeGroup(reader.cursor, 'a rod group number from 1 to 99', 99);
  const cell = takeCell(reader.cursor, 1, `rod group ${group}`);
  return { kind: 'POLYMER', group, cell, atoms: takeAtoms(reader) };
}

function readHelix(reader: GeometryReader): DeckGeometry {
  const [first = 0, second = 0] = reader.cursor.takeNumbers(['int', 'int'], '"N1 N2" of the helix');
  const cell = takeCell(reader.cursor, 1, 'a helix');
  return { kind: 'HELIX', order: [first, second], cell, atoms: takeAtoms(reader) };
}

function readMolecule(reader: GeometryReader): DeckGeometry {
  const group = takeGroup(reader.cursor, 'a point group number from 1 to 47', 47);
  return { kind: 'MOLECULE', group, atoms: takeAtoms(reader) };
}

function takeGroup(cursor: RecordCursor, expected: string, last: number): number {
  const failure = cursor.failure(expected);
  const [group = 0] = cursor.takeNumbers(['int'], expected);
  if (group < 1 || group > last) throw failure;
  return group;
}

function takeSymbol(cursor: RecordCursor): string {
  const symbol = cursor.takeLine('a Hermann-Mauguin symbol').trim().replace(/\s+/g, ' ');
  if (symbol === '') throw cursor.failure('a Hermann-Mauguin symbol before');
  return symbol;
}

function takeCell(cursor: RecordCursor, count: number, of: string): number[] {
  const failure = cursor.failure(`${count} positive cell parameter${count > 1 ? 's' : ''} of ${of}`);
  const cell = cursor.takeNumbers(
    Array<NumberKind>(count).fill('real'),
    `${count} cell parameter${count > 1 ? 's' : ''} of ${of}`,
  );
  if (cell.some((parameter) => parameter <= 0)) throw failure;
  return cell;
}

function takeAtoms(reader: GeometryReader): DeckAtom[] {
  const { cursor } = reader;
  const [count = 0] = cursor.takeNumbers(['int'], 'the number of atoms');
  if (count < 1) throw cursor.failure('a positive number of atoms before');
  const atoms: DeckAtom[] = [];
  for (let index = 1; index <= count; index += 1) {
    cursor.skipBlankLines();
    const line = cursor.lineNumber;
    const [number = 0, ...position] = cursor.takeNumbers(
      ['int', 'real', 'real', 'real'],
      `atom ${index} of ${count}: "Z x y z"`,
    );
    const atom: DeckAtom = { number, position: vector(position) };
    reader.mark(atom, line);
    atoms.push(atom);
  }
  return atoms;
}

function vector([x = 0, y = 0, z = 0]: readonly number[]): Vector3 {
  return [x, y, z];
}
