import type { Matrix3, Vector3 } from '../../../src/crystal/kpath/lattice-math.js';
import { conventional, inversion, mirror, turn, type Centring } from './lattices.js';

/**
 * Special points as the International Tables know them: coordinates h of the conventional reciprocal cell. The test
 * carries them to CRYSTAL's primitive cell by the formulas of `centrings`, a way that knows nothing of the tables'
 * primitive cells.
 */
export interface Lattice {
  readonly variant: string;
  readonly sc: string;
  readonly cell: Matrix3;
  readonly centring: Centring;
  readonly group: readonly Matrix3[];
  readonly hpkot: Readonly<Record<string, Vector3>>;
  readonly setyawan: Readonly<Record<string, Vector3>>;
}

const half = 1 / 2;
const third = 1 / 3;
const fourfold = turn(90, [0, 0, 1]);
const twofoldZ = turn(180, [0, 0, 1]);
const twofoldY = turn(180, [0, 1, 0]);
const twofoldX = turn(180, [1, 0, 0]);
const diagonal = turn(120, [1, 1, 1]);
const oh = [fourfold, diagonal, inversion];
const th = [twofoldZ, diagonal, inversion];
const d4h = [fourfold, twofoldX, inversion];
const d2h = [twofoldZ, twofoldX, inversion];
const c2v = [twofoldZ, mirror([1, 0, 0])];
const threefold = turn(120, [0, 0, 1]);
const d6h = [turn(60, [0, 0, 1]), twofoldX, inversion];
const d3d = [threefold, twofoldX, inversion];
const c2h = [twofoldY, inversion];

const cube = { R: [half, half, half], M: [half, half, 0], X: [0, half, 0] } as const;
const faces = {
  X: [0, 1, 0],
  L: [half, half, half],
  W: [half, 1, 0],
  K: [3 / 4, 3 / 4, 0],
  U: [1 / 4, 1, 1 / 4],
} as const;
const body = { H: [0, 1, 0], P: [half, half, half], N: [half, half, 0] } as const;
const tetragonal = {
  X: [0, half, 0],
  M: [half, half, 0],
  Z: [0, 0, half],
  R: [0, half, half],
  A: [half, half, half],
} as const;
const brick = {
  X: [half, 0, 0],
  Y: [0, half, 0],
  Z: [0, 0, half],
  S: [half, half, 0],
  T: [0, half, half],
  U: [half, 0, half],
  R: [half, half, half],
} as const;
const hexagon = {
  M: [half, 0, 0],
  K: [third, third, 0],
  A: [0, 0, half],
  L: [half, 0, half],
  H: [third, third, half],
} as const;

const hex = (a: number, c: number): Matrix3 => conventional(a, a, c, 90, 120);

export const lattices: readonly Lattice[] = [
  {
    variant: 'cP2',
    sc: 'CUB',
    cell: conventional(4, 4, 4),
    centring: 'P',
    group: oh,
    hpkot: cube,
    setyawan: cube,
  },
  {
    variant: 'cP1',
    sc: 'CUB',
    cell: conventional(4, 4, 4),
    centring: 'P',
    group: th,
    hpkot: { ...cube, X_1: [half, 0, 0] },
    setyawan: cube,
  },
  {
    variant: 'cF2',
    sc: 'FCC',
    cell: conventional(4, 4, 4),
    centring: 'F',
    group: oh,
    hpkot: faces,
    setyawan: faces,
  },
  {
    variant: 'cF1',
    sc: 'FCC',
    cell: conventional(4, 4, 4),
    centring: 'F',
    group: th,
    hpkot: { ...faces, W_2: [0, 1, half] },
    setyawan: faces,
  },
  {
    variant: 'cI1',
    sc: 'BCC',
    cell: conventional(4, 4, 4),
    centring: 'I',
    group: oh,
    hpkot: body,
    setyawan: body,
  },
  {
    variant: 'tP1',
    sc: 'TET',
    cell: conventional(4, 4, 6),
    centring: 'P',
    group: d4h,
    hpkot: tetragonal,
    setyawan: tetragonal,
  },
  {
    variant: 'tI1',
    sc: 'BCT1',
    cell: conventional(5, 5, 3),
    centring: 'I',
    group: d4h,
    // M is the corner (1 0 0), Z the face of the zone along c*: h3 = (1 + c^2/a^2)/2.
    hpkot: {
      M: [1, 0, 0],
      X: [half, half, 0],
      P: [half, half, half],
      N: [half, 0, half],
      Z: [0, 0, (1 + 9 / 25) / 2],
      Z_0: [1, 0, (1 - 9 / 25) / 2],
    },
    setyawan: {
      M: [1, 0, 0],
      X: [half, half, 0],
      P: [half, half, half],
      N: [half, 0, half],
      Z: [0, 0, (1 + 9 / 25) / 2],
      Z_1: [1, 0, (1 - 9 / 25) / 2],
    },
  },
  {
    variant: 'tI2',
    sc: 'BCT2',
    cell: conventional(3, 3, 5),
    centring: 'I',
    group: d4h,
    hpkot: {
      M: [0, 0, 1],
      X: [half, half, 0],
      P: [half, half, half],
      N: [half, 0, half],
      S_0: [(1 + 9 / 25) / 2, 0, 0],
      S: [(1 - 9 / 25) / 2, 0, 1],
      R: [half + 9 / 50, half - 9 / 50, 0],
      G: [half - 9 / 50, half - 9 / 50, 1],
    },
    setyawan: {
      Z: [0, 0, 1],
      X: [half, half, 0],
      P: [half, half, half],
      N: [half, 0, half],
      SIGMA: [(1 + 9 / 25) / 2, 0, 0],
      SIGMA_1: [(1 - 9 / 25) / 2, 0, 1],
      Y: [half + 9 / 50, half - 9 / 50, 0],
      Y_1: [half - 9 / 50, half - 9 / 50, 1],
    },
  },
  {
    variant: 'oP1',
    sc: 'ORC',
    cell: conventional(3, 4, 5),
    centring: 'P',
    group: d2h,
    hpkot: brick,
    setyawan: brick,
  },
  {
    variant: 'oF1',
    sc: 'ORCF1',
    cell: conventional(3, 5, 6),
    centring: 'F',
    group: d2h,
    hpkot: {
      T: [0, 1, 1],
      Z: [0, 0, 1],
      Y: [0, 1, 0],
      L: [half, half, half],
      SIGMA_0: [(1 + 9 / 25 + 9 / 36) / 2, 0, 0],
    },
    setyawan: {
      T: [0, 1, 1],
      Z: [0, 0, 1],
      Y: [0, 1, 0],
      L: [half, half, half],
      X: [(1 + 9 / 25 + 9 / 36) / 2, 0, 0],
    },
  },
  {
    variant: 'oF2',
    sc: 'ORCF1',
    cell: conventional(5, 6, 3),
    centring: 'F',
    group: c2v,
    hpkot: {
      T: [1, 0, 0],
      Z: [1, 1, 0],
      Y: [0, 1, 0],
      L: [half, half, half],
      LAMBDA_0: [0, 0, (1 + 9 / 25 + 9 / 36) / 2],
    },
    setyawan: { L: [half, half, half] },
  },
  {
    variant: 'oF3',
    sc: 'ORCF2',
    cell: conventional(4, 4.4, 5),
    centring: 'F',
    group: d2h,
    hpkot: { T: [1, 0, 0], Z: [0, 0, 1], Y: [0, 1, 0], L: [half, half, half] },
    setyawan: { X: [1, 0, 0], Z: [0, 0, 1], Y: [0, 1, 0], L: [half, half, half] },
  },
  {
    variant: 'oI1',
    sc: 'ORCI',
    cell: conventional(3, 4, 5),
    centring: 'I',
    group: d2h,
    hpkot: {
      X: [0, 0, 1],
      S: [0, half, half],
      R: [half, 0, half],
      T: [half, half, 0],
      W: [half, half, half],
      SIGMA_0: [(1 + 9 / 25) / 2, 0, 0],
      Y_0: [0, (1 + 16 / 25) / 2, 0],
    },
    setyawan: {
      Z: [0, 0, 1],
      S: [0, half, half],
      R: [half, 0, half],
      T: [half, half, 0],
      W: [half, half, half],
      X: [(1 + 9 / 25) / 2, 0, 0],
      Y: [0, (1 + 16 / 25) / 2, 0],
    },
  },
  {
    variant: 'oI2',
    sc: 'ORCI',
    cell: conventional(6, 4, 5),
    centring: 'I',
    group: d2h,
    hpkot: {
      X: [1, 0, 0],
      S: [0, half, half],
      R: [half, 0, half],
      T: [half, half, 0],
      W: [half, half, half],
      Y_0: [0, (1 + 16 / 36) / 2, 0],
      LAMBDA_0: [0, 0, (1 + 25 / 36) / 2],
    },
    setyawan: { W: [half, half, half] },
  },
  {
    variant: 'oI3',
    sc: 'ORCI',
    cell: conventional(3, 6, 5),
    centring: 'I',
    group: d2h,
    hpkot: {
      X: [0, 1, 0],
      S: [0, half, half],
      R: [half, 0, half],
      T: [half, half, 0],
      W: [half, half, half],
      SIGMA_0: [(1 + 9 / 36) / 2, 0, 0],
      LAMBDA_0: [0, 0, (1 + 25 / 36) / 2],
    },
    setyawan: { W: [half, half, half] },
  },
  {
    variant: 'oC1',
    sc: 'ORCC',
    cell: conventional(3, 5, 6),
    centring: 'C',
    group: d2h,
    hpkot: {
      Y: [0, 1, 0],
      T: [0, 1, half],
      Z: [0, 0, half],
      S: [half, half, 0],
      R: [half, half, half],
      SIGMA_0: [(1 + 9 / 25) / 2, 0, 0],
    },
    setyawan: {
      Y: [0, 1, 0],
      T: [0, 1, half],
      Z: [0, 0, half],
      S: [half, half, 0],
      R: [half, half, half],
      X: [(1 + 9 / 25) / 2, 0, 0],
    },
  },
  {
    variant: 'oC2',
    sc: 'ORCC',
    cell: conventional(5, 3, 6),
    centring: 'C',
    group: d2h,
    hpkot: {
      Y: [1, 0, 0],
      T: [1, 0, half],
      Z: [0, 0, half],
      S: [half, half, 0],
      R: [half, half, half],
      DELTA_0: [0, (1 + 9 / 25) / 2, 0],
    },
    setyawan: { Z: [0, 0, half] },
  },
  {
    // A centring (Amm2): the table of C centring with a, b, c read as b, c, a.
    variant: 'oA1',
    sc: 'ORCC',
    cell: conventional(6, 3, 5),
    centring: 'A',
    group: c2v,
    hpkot: {
      Y: [0, 0, 1],
      T: [half, 0, 1],
      Z: [half, 0, 0],
      S: [0, half, half],
      R: [half, half, half],
      SIGMA_0: [0, (1 + 9 / 25) / 2, 0],
    },
    setyawan: { Y: [0, 0, 1], T: [half, 0, 1], Z: [half, 0, 0], S: [0, half, half], R: [half, half, half] },
  },
  {
    variant: 'oA2',
    sc: 'ORCC',
    cell: conventional(6, 5, 3),
    centring: 'A',
    group: c2v,
    hpkot: { Y: [0, 1, 0], T: [half, 1, 0], Z: [half, 0, 0], S: [0, half, half], R: [half, half, half] },
    setyawan: { Z: [half, 0, 0] },
  },
  {
    variant: 'hP2',
    sc: 'HEX',
    cell: hex(3, 5),
    centring: 'P',
    group: d6h,
    hpkot: hexagon,
    setyawan: hexagon,
  },
  {
    variant: 'hP1',
    sc: 'HEX',
    cell: hex(3, 5),
    centring: 'P',
    group: [threefold, inversion],
    hpkot: { ...hexagon, H_2: [third, third, -half] },
    setyawan: hexagon,
  },
  {
    variant: 'hR1',
    sc: 'RHL1',
    cell: hex(4, 12),
    centring: 'R',
    group: d3d,
    // T is the end of the threefold axis: (0 0 3/2).
    hpkot: { T: [0, 0, 3 / 2], L: [half, 0, half], F: [half, -half, 1] },
    setyawan: { Z: [0, 0, 3 / 2], L: [half, 0, half] },
  },
  {
    variant: 'hR2',
    sc: 'RHL2',
    cell: hex(6, 4),
    centring: 'R',
    group: d3d,
    hpkot: { T: [1, -1, half], L: [half, 0, half], F: [1, -half, 0] },
    setyawan: { L: [half, 0, half] },
  },
  {
    variant: 'mP1',
    sc: 'MCL',
    cell: conventional(3, 4, 5, 100),
    centring: 'P',
    group: c2h,
    hpkot: {
      Z: [0, half, 0],
      B: [0, 0, half],
      Y_2: [-half, 0, 0],
      D: [0, half, half],
      C_2: [-half, half, 0],
      A: [-half, 0, half],
      E: [-half, half, half],
    },
    setyawan: { Z: [0, half, 0] },
  },
  {
    variant: 'mC1',
    sc: 'MCLC1',
    cell: conventional(8, 3, 6, 105),
    centring: 'C',
    group: c2h,
    hpkot: {
      Y_2: [-1, 0, 0],
      A: [0, 0, half],
      M_2: [-1, 0, half],
      V_2: [-half, half, 0],
      L_2: [-half, half, half],
    },
    setyawan: { Z: [0, 0, -half], N: [half, half, 0] },
  },
  {
    variant: 'mC2',
    sc: 'MCLC3',
    cell: conventional(4, 9, 6, 100),
    centring: 'C',
    group: c2h,
    hpkot: {
      Y: [0, 1, 0],
      A: [0, 0, half],
      M: [0, 1, half],
      V_2: [-half, half, 0],
      L_2: [-half, half, half],
    },
    setyawan: { Z: [0, 0, -half], N: [half, half, 0] },
  },
  {
    variant: 'mC3',
    sc: 'MCLC5',
    cell: conventional(6, 6.2, 5, 108),
    centring: 'C',
    group: c2h,
    hpkot: {
      Y: [0, 1, 0],
      A: [0, 0, half],
      M_2: [-1, 0, half],
      V_2: [-half, half, 0],
      L_2: [-half, half, half],
    },
    setyawan: { Z: [0, 0, -half], N: [half, half, 0] },
  },
];
