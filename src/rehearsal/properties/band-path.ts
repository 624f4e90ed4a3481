import type { BandBlock } from '../../crystal/d3/blocks/band.js';
import type { Vector3 } from '../../crystal/d12/geometry.js';
import { norm, rowTimes, subtract } from '../../crystal/symmetry/matrix3.js';
import { reciprocalPerBohr, type System } from '../model/system.js';

/** A straight piece of a band path with its k points, in fractions of the primitive reciprocal vectors. */
export interface Segment {
  readonly start: Vector3;
  readonly end: Vector3;
  readonly isBreak: boolean;
  readonly ks: readonly Vector3[];
  /** bohr^-1 along the whole path, one per k. */
  readonly distances: readonly number[];
  readonly step: number;
  readonly intervals: number;
}

/** Points in proportion to the length; a segment that goes on from the one before omits its start. */
export function bandPath(block: BandBlock, system: System): Segment[] {
  const back = reciprocalPerBohr(system);
  const ends = block.segments.map((segment) => {
    // Two letters: CRYSTAL looks them up; all that matters here is that they differ.
    if ('letters' in segment)
      return [letterPoint(segment.letters[0]), letterPoint(segment.letters[1])] as const;
    return [unitPoint(segment.start, block.shrink), unitPoint(segment.end, block.shrink)] as const;
  });
  const lengths = ends.map(([start, end]) => norm(rowTimes(subtract(end, start), back)));
  const whole = lengths.reduce((total, length) => total + length, 0) || 1;
  let travelled = 0;
  return ends.map(([start, end], index) => {
    const before = ends[index - 1]?.[1];
    const isBreak = before === undefined || norm(subtract(before, start)) > 1e-9;
    const length = lengths[index] ?? 0;
    const intervals = Math.max(1, Math.round((block.points * length) / whole) - (isBreak ? 1 : 0));
    const from = travelled;
    travelled += length;
    const steps = Array.from({ length: intervals + 1 }, (_, step) => step / intervals).slice(isBreak ? 0 : 1);
    return {
      start,
      end,
      isBreak,
      ks: steps.map((share) => between(start, end, share)),
      distances: steps.map((share) => from + share * length),
      step: length / intervals,
      intervals,
    };
  });
}

const between = (start: Vector3, end: Vector3, share: number): Vector3 => [
  start[0] + share * (end[0] - start[0]),
  start[1] + share * (end[1] - start[1]),
  start[2] + share * (end[2] - start[2]),
];

const unitPoint = ([a = 0, b = 0, c = 0]: readonly number[], shrink: number): Vector3 => [
  Math.trunc(a) / shrink,
  Math.trunc(b) / shrink,
  Math.trunc(c) / shrink,
];

function letterPoint(letter: string): Vector3 {
  if (/^G/i.test(letter)) return [0, 0, 0];
  const code = letter.toUpperCase().charCodeAt(0);
  return [code % 2 === 0 ? 0.5 : 0, code % 3 === 0 ? 0.5 : 0, 0.5];
}
