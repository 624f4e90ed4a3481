import type { DeckCursor } from '../deck-cursor.js';

/**
 * Bands along a path of segments:
 *
 *     BAND
 *     NaCl F M 3 M
 *     2 8 200 1 36 1 0
 *     0 0 0  4 0 4  G-X
 *     4 0 4  5 2 5  X-U
 *
 * NLINE ISS NSUB INZB IFNB IPLO LPR66; ends of segments in units of 1/ISS of the primitive reciprocal vectors, or
 * two of CRYSTAL's letters per segment where ISS is 0. Text behind the numbers is ignored by CRYSTAL: our labels.
 */
export interface BandBlock {
  readonly kind: 'BAND';
  readonly title: string;
  /** ISS. */
  readonly shrink: number;
  /** NSUB: k points of the whole path. */
  readonly points: number;
  readonly firstBand: number;
  readonly lastBand: number;
  /** IPLO: 0 writes no plot files. */
  readonly plot: number;
  /** LPR66. */
  readonly print: number;
  readonly segments: readonly (NumberSegment | LetterSegment)[];
}

export interface NumberSegment {
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** e.g. `G-X`. */
  readonly note: string;
}

interface LetterSegment {
  readonly letters: readonly [string, string];
}

/** Longest title that CRYSTAL reads. */
export const longestBandTitle = 72;

export function readBand(cursor: DeckCursor): BandBlock {
  const title = cursor.rawLine('the title of BAND');
  const header = cursor.integers(7, 'NLINE ISS NSUB INZB IFNB IPLO LPR66 of BAND').values;
  const [lines = 0, shrink = 0, points = 0, firstBand = 0, lastBand = 0, plot = 0, print = 0] = header;
  const segments: (NumberSegment | LetterSegment)[] = [];
  for (let n = 0; n < lines; n += 1) {
    segments.push(shrink === 0 ? readLetters(cursor) : readNumbers(cursor));
  }
  return { kind: 'BAND', title, shrink, points, firstBand, lastBand, plot, print, segments };
}

/** Read as reals and cut to whole numbers, as CRYSTAL does: `3.0` is accepted, fractions collapse. */
function readNumbers(cursor: DeckCursor): NumberSegment {
  const { values, note } = cursor.numbers(6, 'two points of a BAND segment');
  return { start: values.slice(0, 3), end: values.slice(3), note };
}

function readLetters(cursor: DeckCursor): LetterSegment {
  const line = cursor.line('two letters of a BAND segment');
  const [from, to] = line.trim().split(/\s+/);
  if (from === undefined || to === undefined) throw cursor.fault('two letters of a BAND segment', line);
  return { letters: [from, to] };
}

export function renderBand(block: BandBlock): readonly string[] {
  const { shrink, points, firstBand, lastBand, plot, print } = block;
  return [
    'BAND',
    block.title,
    [block.segments.length, shrink, points, firstBand, lastBand, plot, print].join(' '),
    ...block.segments.map(renderSegment),
  ];
}

function renderSegment(segment: NumberSegment | LetterSegment): string {
  if ('letters' in segment) return segment.letters.join('  ');
  return `${segment.start.join(' ')}  ${segment.end.join(' ')}  ${segment.note}`.trimEnd();
}
