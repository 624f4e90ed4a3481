import {
  add,
  combine,
  cosBetween,
  cross,
  determinant,
  distanceFromIntegers,
  dot,
  inverse,
  length,
  multiply,
  negate,
  reciprocal,
  scale,
  type Matrix3,
  type Vector3,
} from './lattice-math.js';
import { hasInversion, symmetryAxes, type SymmetryAxis } from './point-symmetry.js';
import { niggliReduce, planeSuperbase } from './reduce-cell.js';

export type Bravais =
  | 'cP' | 'cF' | 'cI' | 'tP' | 'tI' | 'oP' | 'oF' | 'oI' | 'oC' | 'hP' | 'hR' | 'mP' | 'mC' | 'aP'; // prettier-ignore

/**
 * The conventional cell of a lattice in the International Tables' shape: rows in the run's own Cartesian frame, so
 * that a k point can be carried from here to any other basis of the same lattice. oC stands for A, B and C centring.
 */
export interface StandardCell {
  readonly bravais: Bravais;
  readonly vectors: Matrix3;
  readonly inversion: boolean;
  /** Without the fourfold (cubic) or the twofold axes along a (trigonal) that make more lines equivalent. */
  readonly lowSymmetry: boolean;
  /** oC only: the polar axis lies in the centred face (A centring of Amm2 and its kind) and is called b here. */
  readonly polarInFace?: true;
}

export interface CellSymmetry {
  /** Rows. */
  readonly primitive: Matrix3;
  /** Rows: the run's own crystallographic cell; axes keep their names where the lattice leaves the choice. */
  readonly crystallographic: Matrix3;
  /** W of x' = W x in the primitive basis. */
  readonly rotations: readonly Matrix3[];
}

export function standardCellOf(cell: CellSymmetry): StandardCell {
  const axes = symmetryAxes(cell.rotations);
  const count = (order: number) => axes.filter((axis) => axis.order === order).length;
  if (count(3) > 1) return cubic(cell, axes);
  if (count(6) + count(3) === 1) return hexagonal(cell, axes);
  if (count(4) === 1) return tetragonal(cell, axes);
  if (count(2) === 3) return orthorhombic(cell, axes);
  if (count(2) === 1) return monoclinic(cell, axes);
  return triclinic(cell);
}

function cubic(cell: CellSymmetry, axes: readonly SymmetryAxis[]): StandardCell {
  const fourfold = axes.filter((axis) => axis.order === 4);
  const along = fourfold.length === 3 ? fourfold : axes.filter((axis) => axis.order === 2);
  const vectors = inRunOrder(cell, along);
  const bravais = ({ P: 'cP', F: 'cF', I: 'cI', C: 'cP' } as const)[centringOf(cell.primitive, vectors)];
  return { bravais, vectors, inversion: hasInversion(cell.rotations), lowSymmetry: fourfold.length === 0 };
}

function tetragonal(cell: CellSymmetry, axes: readonly SymmetryAxis[]): StandardCell {
  const c = alongRun(cell, directionOf(cell, axes, 4));
  const a = preferred(cell, shortestAcross(cell.primitive, c));
  const b = scale(cross(c, a), 1 / length(c));
  const vectors: Matrix3 = [a, b, c];
  const bravais = centringOf(cell.primitive, vectors) === 'I' ? 'tI' : 'tP';
  return { bravais, vectors, inversion: hasInversion(cell.rotations), lowSymmetry: false };
}

function hexagonal(cell: CellSymmetry, axes: readonly SymmetryAxis[]): StandardCell {
  const sixfold = axes.some((axis) => axis.order === 6);
  const c = alongRun(cell, directionOf(cell, axes, sixfold ? 6 : 3));
  const a = preferred(cell, shortestAcross(cell.primitive, c));
  const inversion = hasInversion(cell.rotations);
  const upright = hexagonalFrom(a, c);
  const hexagonalAxes = [upright[0], upright[1], add(upright[0], upright[1])];
  const twofoldAlongA = axes.some(
    (axis) =>
      axis.order === 2 && hexagonalAxes.some((v) => isParallel(v, combine(axis.direction, cell.primitive))),
  );
  const lowSymmetry = !sixfold && !twofoldAlongA;
  const ratio = Math.round(Math.abs(determinant(upright) / determinant(cell.primitive)));
  if (ratio !== 3) return { bravais: 'hP', vectors: upright, inversion, lowSymmetry };
  // Obverse setting: (2A + B + C)/3 is a lattice vector; the reverse one turns by 180 degrees.
  const obverse = isLatticeVector(cell.primitive, combine([2 / 3, 1 / 3, 1 / 3], upright));
  const vectors = obverse ? upright : hexagonalFrom(negate(a), c);
  return { bravais: 'hR', vectors, inversion, lowSymmetry };
}

function hexagonalFrom(a: Vector3, c: Vector3): Matrix3 {
  const across = scale(cross(c, a), 1 / length(c));
  return [a, add(scale(a, -1 / 2), scale(across, Math.sqrt(3) / 2)), c];
}

function orthorhombic(cell: CellSymmetry, axes: readonly SymmetryAxis[]): StandardCell {
  const rightHanded = inRunOrder(
    cell,
    axes.filter((axis) => axis.order === 2),
  );
  const inversion = hasInversion(cell.rotations);
  const centring = centringOf(cell.primitive, rightHanded);
  const result = (bravais: Bravais, vectors: Matrix3): StandardCell => ({
    bravais,
    vectors,
    inversion,
    lowSymmetry: false,
  });
  const proper = axes.filter((axis) => axis.proper);
  const direction = !inversion && proper.length === 1 ? proper[0]?.direction : undefined;
  const polar = direction && combine(direction, cell.primitive);
  if (centring === 'C') {
    const vectors = withCentredFaceAB(cell.primitive, rightHanded);
    if (!polar || isParallel(polar, vectors[2])) return result('oC', vectors);
    return { ...result('oC', withSecond(vectors, polar)), polarInFace: true };
  }
  const polarLast = polar ? withLast(rightHanded, polar) : rightHanded;
  if (centring === 'F') return result('oF', polar ? sortFirstTwo(polarLast) : sortByLength(rightHanded));
  return result(centring === 'I' ? 'oI' : 'oP', polarLast);
}

function monoclinic(cell: CellSymmetry, axes: readonly SymmetryAxis[]): StandardCell {
  const inversion = hasInversion(cell.rotations);
  const b = alongRun(cell, directionOf(cell, axes, 2));
  const [first, second] = planeBasisAcross(cell.primitive, b);
  const plane = planeSuperbase(first, second);
  const ratio = Math.round(Math.abs(determinant([plane[0], b, plane[1]]) / determinant(cell.primitive)));
  const finish = (bravais: Bravais, u: Vector3, w: Vector3): StandardCell => {
    const [a, c] = cell.crystallographic.some((run) => isParallel(run, u) && dot(run, u) < 0)
      ? [negate(u), negate(w)]
      : [u, w];
    // right-handed, beta obtuse: the sense of b follows from a and c
    const vectors: Matrix3 = [a, dot(b, cross(c, a)) < 0 ? negate(b) : b, c];
    return { bravais, vectors, inversion, lowSymmetry: false };
  };
  const keepOwn = ownPlane(cell, b, plane);
  if (ratio !== 2) return finish('mP', keepOwn?.[0] ?? plane[0], keepOwn?.[1] ?? plane[1]);
  const centred = plane.findIndex((v) => isLatticeVector(cell.primitive, scale(add(v, b), 1 / 2)));
  const a = plane[centred] ?? plane[0];
  const others = plane.filter((_, index) => index !== centred).sort((u, v) => dot(u, u) - dot(v, v));
  return finish('mC', a, others[0] ?? plane[1]);
}

/** The run's own a and c where they are two of the three shortest vectors of the plane: its axes keep their names. */
function ownPlane(
  cell: CellSymmetry,
  b: Vector3,
  plane: readonly Vector3[],
): readonly [Vector3, Vector3] | undefined {
  const across = cell.crystallographic.filter((v) => !isParallel(v, b));
  const [a, c] = across;
  const isShort = (v: Vector3) => plane.some((u) => isParallel(u, v) && length(u) > 0.999 * length(v));
  if (across.length !== 2 || !a || !c || !isShort(a) || !isShort(c)) return undefined;
  return dot(a, c) > 0 ? [a, negate(c)] : [a, c];
}

/**
 * Reciprocal vectors Niggli-reduced, ordered so that |a* b* cos gamma*| is the smallest of the three products, all
 * angles acute or none: HPKOT section 3, type aP.
 */
function triclinic(cell: CellSymmetry): StandardCell {
  const [u, v, w] = niggliReduce(reciprocal(cell.primitive)).vectors;
  const orders: readonly Matrix3[] = [
    [v, w, u],
    [w, u, v],
    [u, v, w],
  ];
  const product = (m: Matrix3) => Math.abs(dot(m[0], m[1]));
  const ordered = [...orders].sort((m, n) => product(m) - product(n))[0] ?? [u, v, w];
  const vectors = reciprocal(allObtuseOrAcute(ordered));
  return { bravais: 'aP', vectors, inversion: hasInversion(cell.rotations), lowSymmetry: false };
}

/** Two vectors change their sign until the cosines have one sign. */
function allObtuseOrAcute([a, b, c]: Matrix3): Matrix3 {
  const positive = (x: number) => x > 0;
  const [alpha, beta, gamma] = [dot(b, c), dot(a, c), dot(a, b)].map(positive);
  if (beta === gamma && alpha !== beta) return [a, negate(b), negate(c)];
  if (alpha === gamma && beta !== alpha) return [negate(a), b, negate(c)];
  if (alpha === beta && gamma !== alpha) return [negate(a), negate(b), c];
  return [a, b, c];
}

// ---- lattice questions ------------------------------------------------------------------------------------------

const isLatticeVector = (primitive: Matrix3, v: Vector3): boolean =>
  distanceFromIntegers([combine(v, inverse(primitive)), [0, 0, 0], [0, 0, 0]]) < 1e-2;

function centringOf(primitive: Matrix3, vectors: Matrix3): 'P' | 'F' | 'I' | 'C' {
  const ratio = Math.round(Math.abs(determinant(vectors) / determinant(primitive)));
  if (ratio === 4) return 'F';
  if (ratio !== 2) return 'P';
  return isLatticeVector(primitive, combine([1 / 2, 1 / 2, 1 / 2], vectors)) ? 'I' : 'C';
}

/** Cyclic order in which (A + B)/2 is a lattice vector. */
function withCentredFaceAB(primitive: Matrix3, vectors: Matrix3): Matrix3 {
  const turns = [vectors, turn(vectors), turn(turn(vectors))];
  return turns.find(([a, b]) => isLatticeVector(primitive, scale(add(a, b), 1 / 2))) ?? vectors;
}

const turn = ([a, b, c]: Matrix3): Matrix3 => [b, c, a];

const withSecond = ([a, b, c]: Matrix3, axis: Vector3): Matrix3 =>
  isParallel(b, axis) ? [a, b, c] : [b, a, negate(c)];

function withLast(vectors: Matrix3, axis: Vector3): Matrix3 {
  const turns = [vectors, turn(vectors), turn(turn(vectors))];
  return turns.find((m) => isParallel(m[2], axis)) ?? vectors;
}

function sortByLength(vectors: Matrix3): Matrix3 {
  const [a, b, c] = [...vectors].sort((u, v) => dot(u, u) - dot(v, v));
  return a && b && c ? handed([a, b, c]) : vectors;
}

const sortFirstTwo = ([a, b, c]: Matrix3): Matrix3 => (dot(a, a) > dot(b, b) ? [b, a, negate(c)] : [a, b, c]);

export const handed = (m: Matrix3): Matrix3 => (determinant(m) < 0 ? [m[0], m[1], negate(m[2])] : m);

export const isParallel = (u: Vector3, v: Vector3): boolean => Math.abs(cosBetween(u, v)) > 1 - 1e-5;

/** Three orthogonal axes named as in the run's own cell where they agree with it. */
function inRunOrder(cell: CellSymmetry, axes: readonly SymmetryAxis[]): Matrix3 {
  const vectors = axes.map((axis) => combine(axis.direction, cell.primitive));
  const own = cell.crystallographic.map((run) => vectors.find((v) => isParallel(v, run)));
  const [a, b, c] = own.every((v) => v !== undefined) && new Set(own).size === 3 ? own : vectors;
  if (!a || !b || !c) return cell.crystallographic;
  return handed([alongRun(cell, a), alongRun(cell, b), alongRun(cell, c)]);
}

/** The vector in the sense of the run's own axis where it is one. */
function alongRun(cell: CellSymmetry, v: Vector3): Vector3 {
  const own = cell.crystallographic.find((run) => isParallel(run, v));
  return own && dot(own, v) < 0 ? negate(v) : v;
}

function directionOf(cell: CellSymmetry, axes: readonly SymmetryAxis[], order: number): Vector3 {
  const axis = axes.find((candidate) => candidate.order === order);
  return combine(axis?.direction ?? [0, 0, 1], cell.primitive);
}

/** All shortest lattice vectors at right angles to an axis. */
function shortestAcross(primitive: Matrix3, axis: Vector3): readonly Vector3[] {
  const across = latticeVectors(primitive).filter((v) => Math.abs(cosBetween(v, axis)) < 1e-4);
  const shortest = Math.min(...across.map(length));
  return across.filter((v) => length(v) < shortest * (1 + 1e-3));
}

/** The run's own A where it is a candidate, else its B: then labels stand where its axes suggest. */
function preferred(cell: CellSymmetry, candidates: readonly Vector3[]): Vector3 {
  const alongAxis = (run: Vector3) => candidates.find((v) => isParallel(run, v) && dot(run, v) > 0);
  const [a, b] = cell.crystallographic;
  return alongAxis(a) ?? alongAxis(b) ?? candidates[0] ?? a;
}

/** Two vectors that span all lattice vectors at right angles to an axis. */
function planeBasisAcross(primitive: Matrix3, axis: Vector3): readonly [Vector3, Vector3] {
  const across = latticeVectors(primitive)
    .filter((v) => Math.abs(cosBetween(v, axis)) < 1e-4)
    .sort((u, v) => dot(u, u) - dot(v, v));
  const first = across[0] ?? primitive[0];
  const second = across.find((v) => !isParallel(v, first)) ?? primitive[1];
  return [first, second];
}

const reach = [-3, -2, -1, 0, 1, 2, 3] as const;

/** Short lattice vectors: combinations of the reduced basis. */
function latticeVectors(primitive: Matrix3): readonly Vector3[] {
  const reduced = niggliReduce(primitive).vectors;
  return reach
    .flatMap((x) => reach.flatMap((y) => reach.map((z): Vector3 => [x, y, z])))
    .filter((v) => v.some((x) => x !== 0))
    .map((v) => combine(v, reduced));
}

/** Rows of the run's crystallographic cell: (A B C) = (a1 a2 a3) M, M printed row by row. */
export const crystallographicVectors = (primitive: Matrix3, toConventional: Matrix3 | null): Matrix3 =>
  toConventional
    ? multiply(
        [
          [toConventional[0][0], toConventional[1][0], toConventional[2][0]],
          [toConventional[0][1], toConventional[1][1], toConventional[2][1]],
          [toConventional[0][2], toConventional[1][2], toConventional[2][2]],
        ],
        primitive,
      )
    : primitive;
