import type { DeckCursor } from '../deck-cursor.js';

/** A keyword with records of known length, or with none. */
export interface PlainBlock {
  readonly kind: 'PLAIN';
  readonly keyword: PlainKeyword;
  readonly records: readonly (readonly number[])[];
}

/** Keyword and the number of values in each of its records. */
const plainKeywords = {
  // units of what follows
  ANGSTROM: [],
  BOHR: [],
  FRACTION: [],
  // wavefunction files: RDFMWF reads fort.98 (and stands first), FMWF writes it
  RDFMWF: [],
  FMWF: [],
  // density matrices: superposition of atoms, energy range, back to the SCF's
  PATO: [2],
  PDIDE: [2],
  PSCF: [],
  NOSYMADA: [],
  PGEOMW: [],
  // multipoles: IDIPO ITENS LPR68
  POLI: [3],
  POLSPIN: [3],
  // powder pattern: NRIF LAMBDA B; kinetic energy distribution: PMAX PINT STEP STEPDIST, ICASO
  XRDSPEC: [3],
  KINETEMD: [4, 1],
  // populations and one-line properties
  PPAN: [],
  HIRSHCHG: [],
  CRYAPI_OUT: [],
  COMMENS: [1],
  BWIDTH: [2],
} as const satisfies Record<string, readonly number[]>;

export type PlainKeyword = keyof typeof plainKeywords;

export const isPlainKeyword = (word: string): word is PlainKeyword => Object.hasOwn(plainKeywords, word);

export function readPlain(cursor: DeckCursor, keyword: PlainKeyword): PlainBlock {
  const lengths: readonly number[] = plainKeywords[keyword];
  return {
    kind: 'PLAIN',
    keyword,
    records: lengths.map((count) => cursor.numbers(count, `the record of ${keyword}`).values),
  };
}

export const renderPlain = (block: PlainBlock): readonly string[] => [
  block.keyword,
  ...block.records.map((record) => record.join(' ')),
];
