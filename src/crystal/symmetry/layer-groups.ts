import type { SymmetryOperation } from './operation.js';
import type { SymmetryLibrary } from './symmetry-library.js';

/** Hall number (1-116, ITA volume E axes) of each of CRYSTAL's 80 layer groups, in CRYSTAL's order. */
const hallNumbers: readonly number[] = [
  // 1-7 oblique: P1 P-1 P112 P11m P11a P112/m P112/a
  1, 2, 3, 4, 5, 8, 9,
  // 8-18 rectangular, axis along a: P211 P2_111 C211 Pm11 Pb11 Cm11 P2/m11 P2_1/m11 C2/m11 P2/b11 P2_1/b11
  12, 14, 16, 18, 20, 22, 24, 26, 32, 28, 30,
  // 19-26: P222 P22_12 P2_12_12 C222 Pmm2 Pma2 Pba2 Cmm2
  34, 36, 37, 38, 39, 40, 42, 43,
  // 27-36, two-fold axis along a: P2mm P2_1am P2_1ma P2mb P2_1mn P2aa P2_1ab P2an C2mm C2mb
  45, 49, 47, 53, 55, 51, 57, 59, 61, 63,
  // 37-48: Pmmm Pmam Pmma Pmmn Pbam Pmaa Pman Pbma Pbaa Pban Cmmm Cmma
  64, 68, 70, 79, 76, 65, 72, 77, 74, 67, 80, 81,
  // 49-64 square; of the two origins of P4/n, P4/nbm, P4/nmm the inversion centre, see `openOrigins`
  82, 83, 84, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 97, 98, 100,
  // 65-80 hexagonal
  101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116,
];

const symbols: readonly string[] = (
  'P1,P-1,P112,P11m,P11a,P112/m,P112/a,' +
  'P211,P2_111,C211,Pm11,Pb11,Cm11,P2/m11,P2_1/m11,C2/m11,P2/b11,P2_1/b11,' +
  'P222,P22_12,P2_12_12,C222,Pmm2,Pma2,Pba2,Cmm2,' +
  'P2mm,P2_1am,P2_1ma,P2mb,P2_1mn,P2aa,P2_1ab,P2an,C2mm,C2mb,' +
  'Pmmm,Pmam,Pmma,Pmmn,Pbam,Pmaa,Pman,Pbma,Pbaa,Pban,Cmmm,Cmma,' +
  'P4,P-4,P4/m,P4/n,P422,P42_12,P4mm,P4bm,P-42m,P-42_1m,P-4m2,P-4b2,P4/mmm,P4/nbm,P4/mbm,P4/nmm,' +
  'P3,P-3,P312,P321,P3m1,P31m,P-31m,P-3m1,P6,P-6,P6/m,P622,P6mm,P-6m2,P-62m,P6/mmm'
).split(',');

export interface LayerGroup {
  /** CRYSTAL's own number 1-80; 16-18, 20 and 27-46 differ from ITA volume E in number or axes. */
  readonly number: number;
  readonly symbol: string;
  readonly isCentred: boolean;
  readonly lattice: 'oblique' | 'rectangular' | 'square' | 'hexagonal';
  /** On the conventional axes, third direction in Angstrom and never translated. */
  readonly operations: readonly SymmetryOperation[];
  /** False where the origin is the likely one only: such groups are read, not written. */
  readonly isSettled: boolean;
}

/** A layer group by CRYSTAL's number (manual, appendix A.2); undefined outside 1-80. */
export function layerGroup(number: number, library: SymmetryLibrary): LayerGroup | undefined {
  const symbol = symbols[number - 1];
  const setting = library.layerGroupSettings[(hallNumbers[number - 1] ?? 0) - 1];
  if (symbol === undefined || !setting) return undefined;
  return {
    number,
    symbol,
    isCentred: symbol.startsWith('C'),
    lattice: layerLatticeOf(number),
    operations: library.layerOperationsOf(setting),
    isSettled: !openOrigins.has(number),
  };
}

/**
 * P4/n, P4/nbm and P4/nmm have two origins in International Tables E. The inversion centre is the likely one, since a
 * run names the corresponding space group, which has it there (IFSO 0); no public deck or output shows it.
 */
const openOrigins: ReadonlySet<number> = new Set([52, 62, 64]);

function layerLatticeOf(number: number): LayerGroup['lattice'] {
  if (number <= 7) return 'oblique';
  if (number <= 48) return 'rectangular';
  return number <= 64 ? 'square' : 'hexagonal';
}
