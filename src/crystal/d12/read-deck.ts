import { CrystalqError } from '../../errors/crystalq-error.js';
import type { Deck, DeckBasis, DeckEntry } from './deck.js';
import type { DeckGeometry } from './geometry.js';
import { geometryKeywords } from './keywords/geometry-edits.js';
import { methodKeywords } from './keywords/method.js';
import { readExternalBasis, readInternalBasis } from './read-basis.js';
import { readEntries, type EntryReader } from './read-entries.js';
import { readGeometry } from './read-geometry.js';
import { RecordCursor, splitRecord, type ReadRemark } from './record-cursor.js';

/** Where the parts of a deck stand in its text, for messages. */
export interface DeckSource {
  /** Line of an entry, atom, basis element, the geometry or the basis; 1 where it is not known. */
  readonly lineOf: (part: object) => number;
  readonly lineCount: number;
  readonly remarks: readonly ReadRemark[];
}

/** Text beyond this is no deck; the largest external basis sets are far below a megabyte. */
const largestDeck = 16 * 1024 * 1024;

/**
 * Reads a .d12 deck. Unknown keywords are kept as they are; known ones must have the records they need.
 * @throws DECK_UNREADABLE with file, line, what was expected and what was found.
 */
export function readDeck(text: string, fileName: string): Deck {
  return readDeckWithSource(text, fileName).deck;
}

export function readDeckWithSource(text: string, fileName: string): { deck: Deck; source: DeckSource } {
  refuseForeignText(text, fileName);
  const lines = text.split(/\r\n|\r|\n/);
  const cursor = new RecordCursor(lines, fileName);
  const places = new Map<object, number>();
  const mark = (part: object, line: number): void => void places.set(part, line);

  const title = cursor.takeLine('a title').trimEnd();
  const geometry = readGeometry({ cursor, mark });
  const reader: EntryReader = { cursor, mark, dimensionality: dimensionalityOf(geometry) };
  const { entries: edits, end } = readEntries(reader, geometryKeywords, 'the geometry', isBasisset);
  const head = { title, geometry, edits, geometryEnd: end ?? null };
  const deck = { ...head, ...readBasisAndMethod(reader) };
  const source: DeckSource = {
    lineOf: (part) => places.get(part) ?? 1,
    lineCount: lines.length,
    remarks: cursor.remarks,
  };
  return { deck, source };
}

type Remainder = Pick<Deck, 'basis' | 'method' | 'methodEnd' | 'rest'>;

function readBasisAndMethod(reader: EntryReader): Remainder {
  const { cursor } = reader;
  cursor.skipBlankLines();
  const next = cursor.peek();
  if (next === undefined) return { basis: { kind: 'none' }, method: [], methodEnd: 'END', rest: [] };
  const basis: DeckBasis = isBasisset(splitRecord(next)[0]?.toUpperCase() ?? '')
    ? readInternalBasis(reader)
    : readExternalBasis(reader);
  const { entries, end } = readEntries(reader, methodKeywords, 'the Hamiltonian and SCF block');
  const method: readonly DeckEntry[] = entries;
  return { basis, method, methodEnd: end ?? 'END', rest: cursor.takeRest() };
}

const isBasisset = (word: string): boolean => word === 'BASISSET';

/** Periodic directions of the header; `dimensionalityAfter` knows what the edits leave of them. */
export function dimensionalityOf(geometry: DeckGeometry): number | undefined {
  switch (geometry.kind) {
    case 'CRYSTAL':
      return 3;
    case 'SLAB':
      return 2;
    case 'POLYMER':
    case 'HELIX':
      return 1;
    case 'MOLECULE':
      return 0;
    case 'EXTERNAL':
    case 'DLVINPUT':
      return undefined;
  }
}

function refuseForeignText(text: string, fileName: string): void {
  const refuse = (what: string): CrystalqError =>
    new CrystalqError('DECK_UNREADABLE', `${fileName}:1: expected a .d12 deck, found ${what}`, {
      details: { file: fileName, line: 1 },
    });
  if (text.length > largestDeck) throw refuse(`${text.length} characters`);
  if (text.includes('\0')) throw refuse('binary data');
  if (text.trim() === '') throw refuse('an empty file');
}
