import type { BasisElement, BasisShell, DeckBasis, Pseudopotential } from './deck.js';
import { canonicalKeyword } from './keyword-table.js';
import { basisKeywords, pseudopotentialLibraries } from './keywords/basis.js';
import { isEnd, readEntries, readEntry, type EntryReader } from './read-entries.js';
import { RecordCursor, splitRecord, startsWithNumber, type NumberKind } from './record-cursor.js';

/** `BASISSET`, the name, and keywords of the basis block if any; the Hamiltonian follows without an END. */
export function readInternalBasis(reader: EntryReader): DeckBasis {
  const { cursor } = reader;
  const line = cursor.lineNumber;
  cursor.takeWord('BASISSET');
  cursor.skipBlankLines();
  if (startsWithNumber(cursor.peek() ?? '')) throw cursor.failure('the name of a basis set after BASISSET');
  const name = cursor.takeWord('the name of a basis set after BASISSET');
  if (name.toUpperCase() === 'CUSTOM') {
    const custom = readCustomBasis(reader, name, line);
    if (custom !== undefined) return custom;
  }
  const entries = [];
  while (isBasisKeyword(cursor.peekRecord())) {
    entries.push(readEntry(reader, basisKeywords));
  }
  const basis: DeckBasis = { kind: 'internal', name, entries };
  reader.mark(basis, line);
  return basis;
}

/** `BASISSET`, `CUSTOM`: the elements follow, at once or after an END of their own; undefined where none do. */
function readCustomBasis(reader: EntryReader, name: string, line: number): DeckBasis | undefined {
  const { cursor } = reader;
  const [first = '', second = ''] = cursor.linesAhead(2);
  const closed = isEnd(first) && startsWithNumber(second);
  if (!closed && !startsWithNumber(first)) return undefined;
  const opening = ['BASISSET', name, ...(closed ? [cursor.takeWord('END')] : [])];
  const basis: DeckBasis = { ...readElementsAndKeywords(reader), opening };
  reader.mark(basis, line);
  return basis;
}

function isBasisKeyword(line: string | undefined): boolean {
  return canonicalKeyword(basisKeywords, splitRecord(line ?? '')[0] ?? '') !== undefined;
}

/** Elements with their shells, `99 0`, keywords, END. */
export function readExternalBasis(reader: EntryReader): DeckBasis {
  const { cursor } = reader;
  const line = cursor.lineNumber;
  const basis: DeckBasis = readElementsAndKeywords(reader);
  reader.mark(basis, line);
  return basis;
}

function readElementsAndKeywords(reader: EntryReader): Extract<DeckBasis, { kind: 'external' }> {
  const elements = readElements(reader);
  const { entries, end } = readEntries(reader, basisKeywords, 'the basis set');
  return { kind: 'external', elements, entries, end: end ?? 'END' };
}

/**
 * The elements of a basis set that stands alone: `99 0` and what follows may be missing.
 * @throws DECK_UNREADABLE
 */
export function readBasisText(text: string, fileName: string): BasisElement[] {
  const cursor = new RecordCursor([...text.trimEnd().split(/\r\n|\r|\n/), '99 0'], fileName);
  // Library files open with a name.
  if (!startsWithNumber(cursor.peek() ?? '')) cursor.takeLine('the name of the basis set');
  return readElements({ cursor, dimensionality: undefined, mark: () => undefined });
}

function readElements(reader: EntryReader): BasisElement[] {
  const { cursor } = reader;
  const elements: BasisElement[] = [];
  for (;;) {
    cursor.skipBlankLines();
    const start = cursor.lineNumber;
    const [number = 0, shellCount = 0] = cursor.takeNumbersOfLine(
      ['int', 'int'],
      'an element "Z NSHL" of the basis set, or "99 0"',
    );
    // The terminator is the whole record "99 0": "99" alone may begin a line of numbers anywhere.
    if (number === 99 && shellCount === 0) return elements;
    if (number < 1 || shellCount < 0) throw cursor.failure(`"Z NSHL" with positive numbers in line ${start}`);
    const element = readElement(cursor, number, shellCount);
    reader.mark(element, start);
    elements.push(element);
  }
}

function readElement(cursor: RecordCursor, number: number, shellCount: number): BasisElement {
  const pseudopotential = startsWithNumber(cursor.peek() ?? '')
    ? undefined
    : readPseudopotential(cursor, number);
  const shells: BasisShell[] = [];
  for (let shell = 1; shell <= shellCount; shell += 1) {
    shells.push(readShell(cursor, `shell ${shell} of ${shellCount} of element ${number}`));
  }
  return { number, ...(pseudopotential === undefined ? {} : { pseudopotential }), shells };
}

function readPseudopotential(cursor: RecordCursor, number: number): Pseudopotential | undefined {
  const expected = `INPUT, INPSOC, the name of a pseudopotential library or a shell of element ${number}`;
  cursor.skipBlankLines();
  const name = splitRecord(cursor.peek() ?? '')[0] ?? '';
  if (startsWithNumber(name)) return undefined;
  const keyword = name.toUpperCase();
  if (pseudopotentialLibraries.has(keyword)) {
    cursor.takeWord(expected);
    return { kind: 'library', name };
  }
  if (keyword === 'INPUT') {
    cursor.takeWord(expected);
    return { kind: 'input', ...readTerms(cursor, number, ['real', 'real', 'int']) };
  }
  if (keyword !== 'INPSOC') throw cursor.failure(expected);
  cursor.takeWord(expected);
  // CRYSTAL23 manual, pp. 84-87.
  const what = `"PSONAME SOSCALE" of the spin-orbit pseudopotential of element ${number}`;
  const convention = splitRecord(cursor.peekRecord() ?? '')[0] ?? '';
  if (convention === '' || startsWithNumber(convention)) throw cursor.failure(what);
  cursor.takeKeyword(convention, true);
  const [scale = 1] = cursor.takeNumbers(['real'], what);
  return {
    kind: 'spin-orbit',
    convention,
    scale,
    ...readTerms(cursor, number, ['real', 'real', 'real', 'int']),
  };
}

/** `Znuc M M0 M1 M2 M3 M4`, then that many terms. */
function readTerms(
  cursor: RecordCursor,
  number: number,
  columns: readonly NumberKind[],
): { charge: number; counts: number[]; terms: number[][] } {
  const [charge = 0, ...counts] = cursor.takeNumbersOfLine(
    ['real', 'int', 'int', 'int', 'int', 'int', 'int'],
    `"Znuc M M0 M1 M2 M3 M4" of the pseudopotential of element ${number}`,
  );
  if (counts.some((count) => count < 0))
    throw cursor.failure('numbers of terms that are not negative before');
  const total = counts.reduce((sum, count) => sum + count, 0);
  const terms: number[][] = [];
  for (let term = 1; term <= total; term += 1) {
    terms.push(
      cursor.takeNumbersOfLine(
        columns,
        `term ${term} of ${total} of the pseudopotential of element ${number}`,
      ),
    );
  }
  return { charge, counts, terms };
}

const shellTypes = [0, 1, 2] as const;
const shellKinds = [0, 1, 2, 3, 4, 5] as const;

function readShell(cursor: RecordCursor, what: string): BasisShell {
  const expected = `"ITYB LAT NG CHE SCAL" of ${what}`;
  const failure = cursor.failure(expected);
  const [ityb, lat, primitiveCount = 0, electrons = 0, scale = 0] = cursor.takeNumbersOfLine(
    ['int', 'int', 'int', 'real', 'real'],
    expected,
  );
  const type = shellTypes.find((value) => value === ityb);
  const kind = shellKinds.find((value) => value === lat);
  if (type === undefined || kind === undefined || primitiveCount < 1) throw failure;
  // Only general shells are followed by numbers; STO-nG and n-21G are built in.
  const rows = type === 0 ? primitiveCount : 0;
  const columns: NumberKind[] = kind === 1 ? ['real', 'real', 'real'] : ['real', 'real'];
  const primitives: number[][] = [];
  for (let row = 1; row <= rows; row += 1) {
    primitives.push(
      cursor.takeNumbersOfLine(columns, `${columns.length} numbers of primitive ${row} of ${what}`),
    );
  }
  return { type, kind, primitiveCount, electrons, scale, primitives };
}
