import type { Vector3 } from '../../crystal/d12/geometry.js';
import { reciprocalOf } from '../../crystal/structure/lattice.js';
import {
  cross,
  dot,
  inverse,
  norm,
  rowTimes,
  scale,
  transpose,
  type Matrix3,
} from '../../crystal/symmetry/matrix3.js';
import type { SymmetryOperation } from '../../crystal/symmetry/operation.js';

/** The structure CRYSTAL would build from a deck: the primitive cell with all its atoms. */
export interface System {
  readonly kind: 'CRYSTAL' | 'SLAB' | 'POLYMER' | 'MOLECULE';
  readonly dimensionality: 0 | 1 | 2 | 3;
  /** Space, layer, rod or point group number; null for geometries from fort.34. */
  readonly groupNumber: number | null;
  readonly groupSymbol: string;
  readonly family: Family;
  /** CRYSTAL's CENTRING CODE: 1 P, 2 A, 3 B, 4 C, 5 F, 6 I, 7 R. */
  readonly centringCode: number;
  /** Conventional a b c (Angstrom; 500 where not periodic), alpha beta gamma (degrees). */
  readonly cell: Cell;
  /** Rows: primitive vectors in terms of the conventional ones. */
  readonly primitiveInConventional: Matrix3;
  /** In fractions of the primitive cell (Angstrom where not periodic), one per coset of the centring translations. */
  readonly operations: readonly SymmetryOperation[];
  readonly isCentrosymmetric: boolean;
  /** Atoms as the deck gives them. */
  readonly inputAtoms: readonly { readonly number: number; readonly position: Vector3 }[];
  readonly atoms: readonly SystemAtom[];
}

export type Family =
  | 'TRICLINIC'
  | 'MONOCLINIC'
  | 'ORTHORHOMBIC'
  | 'TETRAGONAL'
  | 'HEXAGONAL'
  | 'CUBIC'
  | 'OBLIQUE'
  | 'RECTANGULAR'
  | 'SQUARE'
  | 'CHAIN'
  | 'NONE';

export type Cell = readonly [number, number, number, number, number, number];

export interface SystemAtom {
  /** CRYSTAL's conventional atomic number, e.g. 253. */
  readonly number: number;
  /** First of its orbit: printed with T. */
  readonly irreducible: boolean;
  /** Index of the atom's orbit in `inputAtoms`. */
  readonly orbit: number;
  /** Fractions of the primitive cell where periodic, Angstrom elsewhere. */
  readonly position: Vector3;
}

export const centringCodes = { P: 1, A: 2, B: 3, C: 4, F: 5, I: 6, R: 7 } as const;

/** As CRYSTAL prints it. */
export const bohrInAngstrom = 0.5291772083;

/** CRYSTAL's orientation: c along z, b in the yz plane. Rows, Angstrom. */
export function conventionalVectors([a, b, c, alpha, beta, gamma]: Cell): Matrix3 {
  const [ca, cb, cg] = [cosDegrees(alpha), cosDegrees(beta), cosDegrees(gamma)];
  const sa = Math.sqrt(1 - ca * ca);
  const ay = (cg - ca * cb) / sa;
  const ax = Math.sqrt(Math.max(0, 1 - cb * cb - ay * ay));
  return [
    [a * ax, a * ay, a * cb],
    [0, b * sa, b * ca],
    [0, 0, c],
  ];
}

/** Rows, Angstrom; non-periodic directions are 500 long. */
export function primitiveVectors(system: System): Matrix3 {
  const conventional = conventionalVectors(system.cell);
  const p = system.primitiveInConventional;
  return [rowTimes(p[0], conventional), rowTimes(p[1], conventional), rowTimes(p[2], conventional)];
}

export function cartesianOf(system: System, position: Vector3, vectors: Matrix3): Vector3 {
  const periodic = system.dimensionality;
  const inPlane: Vector3 = [
    periodic >= 1 ? position[0] : 0,
    periodic >= 2 ? position[1] : 0,
    periodic >= 3 ? position[2] : 0,
  ];
  const [x, y, z] = rowTimes(inPlane, vectors);
  return [
    periodic >= 1 ? x : position[0],
    periodic >= 2 ? y : y + position[1],
    periodic >= 3 ? z : z + position[2],
  ];
}

/** Angstrom^3 (slabs Angstrom^2, polymers Angstrom). */
export function volumeOf(system: System): number {
  const [a, b, c] = primitiveVectors(system);
  if (system.dimensionality === 3) return Math.abs(dot(a, cross(b, c)));
  if (system.dimensionality === 2) return norm(cross(a, b));
  return system.dimensionality === 1 ? norm(a) : 0;
}

/** (A B C) = (a1 a2 a3) M, as TRANSFORMATION MATRIX PRIMITIVE-CRYSTALLOGRAPHIC CELL prints M row by row. */
export const transformationMatrix = (system: System): Matrix3 =>
  transpose(inverse(system.primitiveInConventional));

/** Reciprocal vectors of the primitive cell with 2 pi, rows, 1/bohr. */
export function reciprocalPerBohr(system: System): Matrix3 {
  const turn = 2 * Math.PI * bohrInAngstrom;
  const [a, b, c] = reciprocalOf(primitiveVectors(system));
  return [scale(a, turn), scale(b, turn), scale(c, turn)];
}

/** The same structure in a cell of other lengths: fractions stay, so does the space group. */
export const withCell = (system: System, cell: Cell): System => ({ ...system, cell });

const cosDegrees = (degrees: number): number => (degrees === 90 ? 0 : Math.cos((degrees * Math.PI) / 180));
