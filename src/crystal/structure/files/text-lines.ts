import { CrystalqError } from '../../../errors/crystalq-error.js';
import type { Vector3 } from '../../d12/geometry.js';

/** Lines of a plain structure file, read one after another; every complaint names the file and the line. */
export interface TextLines {
  /** The next line; throws where the file has ended. `what` says what should stand there. */
  readonly next: (what: string) => string;
  /** Numbers of the next line, at least `count` of them. */
  readonly numbers: (count: number, what: string) => readonly number[];
  readonly vector: (what: string) => Vector3;
  readonly peek: () => string | undefined;
  readonly fail: (what: string) => never;
}

export function textLines(text: string, fileName: string): TextLines {
  const lines = text.split('\n');
  let at = 0;
  const fail = (what: string): never => {
    throw new CrystalqError('STRUCTURE_UNREADABLE', `${fileName}:${at}: ${what}`, {
      details: { fileName, line: at },
    });
  };
  const next = (what: string): string => {
    const line = lines[at];
    at += 1;
    return line ?? fail(`the file ends where ${what} should stand`);
  };
  const numbers = (count: number, what: string): readonly number[] => {
    const line = next(what);
    const values = line.trim().split(/\s+/).map(readNumber);
    const wanted = values.slice(0, count);
    if (wanted.length < count || !wanted.every((value) => Number.isFinite(value))) {
      return fail(`"${line.trim().slice(0, 60)}" stands where ${what} should stand (${count} numbers)`);
    }
    return values;
  };
  const vector = (what: string): Vector3 => {
    const [x = NaN, y = NaN, z = NaN] = numbers(3, what);
    return [x, y, z];
  };
  return { next, numbers, vector, peek: () => lines[at], fail };
}

/** Fortran writes 1.0D-3 too. Anything that is no plain number becomes NaN. */
export function readNumber(word: string): number {
  const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][+-]?\d+)?$/.test(word);
  return plain ? Number(word.replace(/[dD]/, 'e')) : NaN;
}

export const baseName = (fileName: string): string => fileName.slice(fileName.lastIndexOf('/') + 1);
