import * as z from 'zod';
import { CrystalqError } from '../../../errors/crystalq-error.js';
import {
  add,
  cross,
  dot,
  length,
  scale,
  subtract,
  type Matrix3,
  type Vector3,
} from '../../kpath/lattice-math.js';
import { crystallographicVectors } from '../../kpath/standard-cell.js';
import type { MapEntry } from '../blocks/map.js';
import type { ParentRun } from '../parent-run.js';

const Point = z.tuple([z.number(), z.number(), z.number()]);

/** The plane of a map. */
export const MapPlane = z.union([
  /** Corners A, B, C in Angstrom; B is the corner between the sides. */
  z.strictObject({ corners: z.tuple([Point, Point, Point]) }),
  /** Through three atoms (numbers of the output, 1-based), as a rectangle with a margin. */
  z.strictObject({
    atoms: z.tuple([z.int().min(1), z.int().min(1), z.int().min(1)]),
    marginAngstrom: z.number().min(0).default(1.5),
  }),
  /** One face of the crystallographic cell, centred on an atom. */
  z.strictObject({
    face: z.enum(['ab', 'ac', 'bc']),
    atom: z.int().min(1).default(1),
    /** Around the atoms where the direction is not periodic. */
    marginAngstrom: z.number().min(0).default(3),
  }),
]);
export type MapPlane = z.infer<typeof MapPlane>;

/** The records of the plane; without a wish the ab face through the first atom. */
export function planeEntries(run: ParentRun, plane: MapPlane | undefined): readonly MapEntry[] {
  const chosen = plane ?? { face: 'ab' as const, atom: 1, marginAngstrom: 3 };
  if ('corners' in chosen) return corners(chosen.corners);
  if ('atoms' in chosen) {
    const [a, b, c] = chosen.atoms.map((number) => positionOf(run, number));
    if (!a || !b || !c || length(cross(subtract(a, b), subtract(c, b))) < 1e-3) {
      throw new CrystalqError(
        'SETTINGS_INVALID',
        `${run.source}: the atoms ${chosen.atoms.join(', ')} lie on one line and span no plane`,
      );
    }
    const m = chosen.marginAngstrom;
    return [...corners([a, b, c]), { keyword: 'RECTANGU' }, { keyword: 'MARGINS', margins: [m, m, m, m] }];
  }
  return corners(faceCorners(run, chosen));
}

const corners = (points: readonly Vector3[]): readonly MapEntry[] => [
  { keyword: 'COORDINA', corners: points.map((point) => point.map((x) => Number(x.toFixed(6)) + 0)) },
];

function positionOf(run: ParentRun, number: number): Vector3 {
  const atom = run.atoms.find((candidate) => candidate.number === number);
  if (!atom) {
    throw new CrystalqError(
      'SETTINGS_INVALID',
      `the plane of the map names atom ${number}, but ${run.source} has ${run.atoms.length} atoms`,
    );
  }
  return atom.cartesian;
}

const axesOf = { ab: [0, 1], ac: [0, 2], bc: [1, 2] } as const;

/**
 * A, B, C of a parallelogram whose sides are two cell vectors and whose middle is an atom. Directions without
 * periodicity (500 Angstrom long) are replaced by the extent of the atoms.
 */
function faceCorners(
  run: ParentRun,
  wish: { readonly face: 'ab' | 'ac' | 'bc'; readonly atom: number; readonly marginAngstrom: number },
): readonly Vector3[] {
  const cell = crystallographicVectors(run.primitiveVectors, run.primitiveToConventional);
  const middle = positionOf(run, wish.atom);
  const [first, second] = axesOf[wish.face];
  const u = sideOf(run, cell, first, middle, wish.marginAngstrom);
  const v = sideOf(run, cell, second, middle, wish.marginAngstrom);
  const centre = add(middle, add(u.shift, v.shift));
  const a = subtract(centre, scale(add(u.side, v.side), 1 / 2));
  const b = add(a, u.side);
  return [a, b, add(b, v.side)];
}

interface Side {
  readonly side: Vector3;
  /** From the atom to the middle of the side, along the side. */
  readonly shift: Vector3;
}

function sideOf(run: ParentRun, cell: Matrix3, axis: 0 | 1 | 2, middle: Vector3, margin: number): Side {
  const zero: Vector3 = [0, 0, 0];
  if (axis < run.dimensionality) return { side: cell[axis], shift: zero };
  const unit: Vector3 = axis === 0 ? [1, 0, 0] : axis === 1 ? [0, 1, 0] : [0, 0, 1];
  const along = run.atoms.map((atom) => dot(atom.cartesian, unit));
  const low = Math.min(...along) - margin;
  const high = Math.max(...along) + margin;
  const shift = scale(unit, (low + high) / 2 - dot(middle, unit));
  return { side: scale(unit, high - low), shift };
}
