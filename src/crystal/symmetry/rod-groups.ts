import type { SymmetryOperation } from './operation.js';
import { settingsOfSymbol } from './space-group-names.js';
import type { SymmetryLibrary } from './symmetry-library.js';

/**
 * CRYSTAL's rod groups with the chain along x (manual, appendix A.3): the first symbol belongs to x, the second to
 * y, the third to z. Each is a space group without translations along y and z. CRYSTAL goes on to 99; from 32 on
 * an axis of order 3, 4 or 6 runs along the chain.
 */
const symbols: readonly string[] = [
  'P 1',
  'P -1',
  'P 2 1 1',
  'P 2_1 1 1',
  'P 1 2 1',
  'P 1 1 2',
  'P m 1 1',
  'P 1 m 1',
  'P 1 a 1',
  'P 1 1 m',
  'P 1 1 a',
  'P 2/m 1 1',
  'P 2_1/m 1 1',
  'P 1 2/m 1',
  'P 1 2/a 1',
  'P 1 1 2/m',
  'P 1 1 2/a',
  'P 2 2 2',
  'P 2_1 2 2',
  'P 2 m m',
  'P 2_1 a m',
  'P 2_1 m a',
  'P 2 a a',
  'P m 2 m',
  'P m 2 a',
  'P m m 2',
  'P m a 2',
  'P m m m',
  'P 2/m 2/a 2/a',
  'P 2_1/m 2/m 2/a',
  'P 2_1/m 2/a 2/m',
];

export interface RodGroup {
  readonly number: number;
  readonly symbol: string;
  /** First direction periodic and fractional; y and z in Angstrom and never translated. */
  readonly operations: readonly SymmetryOperation[];
}

/** Rod group by CRYSTAL's number; undefined for the numbers from 32 on. */
export function rodGroup(number: number, library: SymmetryLibrary): RodGroup | undefined {
  const symbol = symbols[number - 1];
  const setting = symbol === undefined ? undefined : settingsOfSymbol(library, symbol)[0];
  if (symbol === undefined || !setting) return undefined;
  return { number, symbol: symbol.replaceAll(' ', ''), operations: library.operationsOf(setting) };
}

export const rodGroupCount = symbols.length;
