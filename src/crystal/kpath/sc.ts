import type { CellShape } from './k-path.js';
import {
  add,
  cosBetween,
  cross,
  dot,
  length,
  negate,
  reciprocal,
  scale,
  type Matrix3,
  type Vector3,
} from './lattice-math.js';
import { hpkotPrimitive } from './hpkot.js';
import { planeSuperbase } from './reduce-cell.js';
import { scTables, type ScVariant } from './sc-tables.js';
import { handed, type Bravais, type StandardCell } from './standard-cell.js';

/** A cell as the paper wants it: its conventional shape and its primitive vectors (rows). */
interface ScCell {
  readonly variant: ScVariant;
  readonly shape: CellShape;
  readonly primitive: Matrix3;
}

/** Variant, table and the primitive cell (rows) whose reciprocal vectors the table's coordinates refer to. */
export function scPath(cell: StandardCell) {
  const { variant, shape, primitive } = scCell(cell);
  return { variant, table: scTables[variant](shape), primitive };
}

const scCell = (cell: StandardCell): ScCell => cellOf[cell.bravais](cell);

const cellOf: Readonly<Record<Bravais, (cell: StandardCell) => ScCell>> = {
  cP: (cell) => sameAxes(cell, 'CUB'),
  cF: (cell) => sameAxes(cell, 'FCC'),
  cI: (cell) => sameAxes(cell, 'BCC'),
  tP: (cell) => sameAxes(cell, 'TET'),
  tI: (cell) => sameAxes(cell, length(cell.vectors[2]) < length(cell.vectors[0]) ? 'BCT1' : 'BCT2'),
  hP: (cell) => sameAxes(cell, 'HEX'),
  oP: (cell) => sameAxes(sorted(cell), 'ORC'),
  oI: (cell) => sameAxes(sorted(cell), 'ORCI'),
  oF: (cell) => faceCentred(sorted(cell)),
  oC: (cell) => baseCentred(cell),
  hR: (cell) => rhombohedral(cell),
  mP: (cell) => monoclinic(cell),
  mC: (cell) => monoclinicCentred(cell),
  aP: (cell) => triclinic(cell),
};

const shapeOf = ([a, b, c]: Matrix3, cos = 0): CellShape => ({
  a: length(a),
  b: length(b),
  c: length(c),
  cos,
  sin: Math.sqrt(1 - cos * cos),
});

/** Where both conventions build the same primitive cell. */
const sameAxes = (cell: StandardCell, variant: ScVariant): ScCell => ({
  variant,
  shape: shapeOf(cell.vectors),
  primitive: hpkotPrimitive(cell),
});

/** a < b < c. */
function sorted(cell: StandardCell): StandardCell {
  const [a, b, c] = [...cell.vectors].sort((u, v) => length(u) - length(v));
  return a && b && c ? { ...cell, vectors: handed([a, b, c]) } : cell;
}

/** ORCF3 is the limit 1/a^2 = 1/b^2 + 1/c^2, with a tolerance for cells that come out of optimisations. */
function faceCentred(cell: StandardCell): ScCell {
  const { a, b, c } = shapeOf(cell.vectors);
  const excess = 1 - a * a * (b ** -2 + c ** -2);
  return sameAxes(cell, Math.abs(excess) < 1e-4 ? 'ORCF3' : excess > 0 ? 'ORCF1' : 'ORCF2');
}

/** C centring with a < b. */
function baseCentred(cell: StandardCell): ScCell {
  const [a, b, c] = cell.vectors;
  return sameAxes(length(a) <= length(b) ? cell : { ...cell, vectors: [b, a, negate(c)] }, 'ORCC');
}

function rhombohedral(cell: StandardCell): ScCell {
  const primitive = hpkotPrimitive(cell);
  const cos = cosBetween(primitive[0], primitive[1]);
  return { variant: cos > 0 ? 'RHL1' : 'RHL2', shape: shapeOf(primitive, cos), primitive };
}

/** Unique axis a, b <= c, alpha acute. */
function monoclinic(cell: StandardCell): ScCell {
  const [b, c] = planeSuperbase(cell.vectors[0], cell.vectors[2]);
  const vectors = uniqueAxisA(cell.vectors[1], b, negate(c));
  return { variant: 'MCL', shape: shapeOf(vectors, cosBetween(vectors[1], vectors[2])), primitive: vectors };
}

/** Unique axis a, centred face ab, alpha acute. */
function monoclinicCentred(cell: StandardCell): ScCell {
  const [a, b, c] = uniqueAxisA(cell.vectors[1], cell.vectors[0], negate(cell.vectors[2]));
  const half = (u: Vector3, v: Vector3) => scale(add(u, v), 1 / 2);
  const primitive: Matrix3 = [half(a, b), half(negate(a), b), c];
  const shape = shapeOf([a, b, c], cosBetween(b, c));
  return { variant: monoclinicVariant(shape, primitive), shape, primitive };
}

const limit = 1e-4;

/** By the angle of the first two reciprocal vectors: obtuse 1, right 2, acute 3 to 5. */
function monoclinicVariant({ a, b, c, cos, sin }: CellShape, primitive: Matrix3): ScVariant {
  const [u, v] = reciprocal(primitive);
  const kGamma = cosBetween(u, v);
  if (Math.abs(kGamma) < limit) return 'MCLC2';
  if (kGamma < 0) return 'MCLC1';
  const measure = (b * cos) / c + ((b * sin) / a) ** 2 - 1;
  if (Math.abs(measure) < limit) return 'MCLC4';
  return measure < 0 ? 'MCLC3' : 'MCLC5';
}

/** Right-handed: the sense of the unique axis follows from the other two. */
const uniqueAxisA = (unique: Vector3, b: Vector3, c: Vector3): Matrix3 => [
  dot(unique, cross(b, c)) < 0 ? negate(unique) : unique,
  b,
  c,
];

/**
 * All reciprocal angles obtuse with k_gamma the smallest of them (TRIa), or acute with k_gamma the largest (TRIb): in
 * both cases the one nearest to 90 degrees.
 */
function triclinic(cell: StandardCell): ScCell {
  const [u, v, w] = reciprocal(cell.vectors);
  const orders: readonly Matrix3[] = [
    [v, w, u],
    [w, u, v],
    [u, v, w],
  ];
  const nearest = [...orders].sort(
    (m, n) => Math.abs(cosBetween(m[0], m[1])) - Math.abs(cosBetween(n[0], n[1])),
  )[0];
  const reciprocals = nearest ?? [u, v, w];
  const obtuse = cosBetween(reciprocals[1], reciprocals[2]) <= 0;
  const primitive = reciprocal(reciprocals);
  return { variant: obtuse ? 'TRIa' : 'TRIb', shape: shapeOf(primitive), primitive };
}
