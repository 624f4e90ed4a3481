import type { Vector3 } from '../d12/geometry.js';
import { determinant, type Matrix3 } from './matrix3.js';
import { wrapVector, type SymmetryOperation } from './operation.js';

const term = /([+-]?)(?:(\d+\/\d+|\d*\.\d+|\d+\.?)|([xyz]))/y;

/** `-y, x-y, z+1/3` and all its spellings; undefined where it is no crystallographic operation. */
export function parseXyzOperation(text: string): SymmetryOperation | undefined {
  const parts = text
    .toLowerCase()
    .replaceAll(/[\s'"]/g, '')
    .split(',');
  const [x, y, z] = parts.map(parseComponent);
  if (parts.length !== 3 || !x || !y || !z) return undefined;
  const rotation: Matrix3 = [x.row, y.row, z.row];
  if (Math.abs(determinant(rotation)) !== 1) return undefined;
  return { rotation, translation: wrapVector([x.shift, y.shift, z.shift]) };
}

function parseComponent(text: string): { row: Vector3; shift: number } | undefined {
  const row: [number, number, number] = [0, 0, 0];
  let shift = 0;
  let at = 0;
  while (at < text.length) {
    term.lastIndex = at;
    const match = term.exec(text);
    if (!match || (at > 0 && match[1] === '')) return undefined;
    const sign = match[1] === '-' ? -1 : 1;
    if (match[3]) row['xyz'.indexOf(match[3]) as 0 | 1 | 2] += sign;
    else shift += sign * parseShift(match[2] ?? '');
    at = term.lastIndex;
  }
  const isPlain = row.every((entry) => Math.abs(entry) <= 1) && row.some((entry) => entry !== 0);
  return isPlain && Number.isFinite(shift) ? { row, shift: toTwentyFourths(shift) } : undefined;
}

function parseShift(text: string): number {
  const [numerator, denominator] = text.split('/').map(Number);
  return (numerator ?? NaN) / (denominator ?? 1);
}

/** 0.333 stands for 1/3. Translations that are no 24th (an odd origin) stay as they are. */
function toTwentyFourths(shift: number): number {
  const nearest = Math.round(shift * 24) / 24;
  return Math.abs(nearest - shift) < 2e-3 ? nearest : shift;
}
