import { CrystalqError } from '../../errors/crystalq-error.js';
import type { Vector3 } from '../d12/geometry.js';
import { cross, inverse, norm, rowTimes, scale, type Matrix3 } from '../symmetry/matrix3.js';
import { wrap } from '../symmetry/operation.js';
import { reciprocalOf } from './lattice.js';
import type { Dimensionality, Site, Structure } from './structure.js';

/** Less empty space than this is no vacuum: layers of graphite are 3.35 Angstrom apart. */
const leastVacuumAngstrom = 5;

/**
 * A slab, chain or molecule that a file keeps in a three-dimensional cell with vacuum, without that vacuum. The
 * directions with the widest gaps lose their periodicity. Throws STRUCTURE_UNSUPPORTED where there is no such gap.
 */
export function withDimensionality(structure: Structure, dimensionality: Dimensionality): Structure {
  if (structure.dimensionality === dimensionality) return structure;
  if (structure.dimensionality !== 3) {
    throw unsupported(structure, `it is ${structure.dimensionality}-dimensional, not a cell with vacuum`);
  }
  const gaps = ([0, 1, 2] as const).map((axis) => widestGap(structure, axis));
  const open = [...gaps].sort((x, y) => y.widthAngstrom - x.widthAngstrom).slice(0, 3 - dimensionality);
  const tight = open.find((gap) => gap.widthAngstrom < leastVacuumAngstrom);
  if (tight) {
    const width = tight.widthAngstrom.toFixed(1);
    throw unsupported(structure, `along ${'abc'[tight.axis] ?? ''} there are only ${width} A without atoms`);
  }
  const opened = structure.sites.map((site) => gathered(site, open));
  const kept = gaps.filter((gap) => !open.includes(gap)).map((gap) => structure.lattice[gap.axis]);
  const lattice = latticeOf(kept);
  const back = inverse(lattice);
  return {
    ...withoutStatedSymmetry(structure),
    dimensionality,
    lattice,
    sites: opened.map((site) => ({
      ...site,
      fractional: rowTimes(rowTimes(site.fractional, structure.lattice), back),
    })),
  };
}

interface Gap {
  readonly axis: 0 | 1 | 2;
  /** Fractional coordinate at which the gap ends. */
  readonly end: number;
  readonly widthAngstrom: number;
}

function widestGap(structure: Structure, axis: 0 | 1 | 2): Gap {
  const planes = 1 / norm(reciprocalOf(structure.lattice)[axis]);
  const values = structure.sites.map((site) => wrap(site.fractional[axis])).sort((x, y) => x - y);
  const gaps = values.map((value, i) => {
    const before = i === 0 ? (values.at(-1) ?? value) - 1 : (values[i - 1] ?? value);
    return { axis, end: value, widthAngstrom: (value - before) * planes };
  });
  return gaps.reduce((best, gap) => (gap.widthAngstrom > best.widthAngstrom ? gap : best), {
    axis,
    end: 0,
    widthAngstrom: 0,
  });
}

/** All atoms on one side of the gap: none is cut off by the border of the old cell. */
function gathered(site: Site, gaps: readonly Gap[]): Site {
  const fractional: [number, number, number] = [...site.fractional];
  for (const { axis, end } of gaps) fractional[axis] = wrap(fractional[axis] - end);
  return { ...site, fractional };
}

/** The periodic vectors first, then unit vectors across them. */
function latticeOf(periodic: readonly Vector3[]): Matrix3 {
  const [a, b] = periodic;
  if (a && b) return [a, b, unit(cross(a, b))];
  if (!a)
    return [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
  const third = unit(cross(a, Math.abs(a[1]) < 0.9 * norm(a) ? [0, 1, 0] : [1, 0, 0]));
  return [a, unit(cross(third, a)), third];
}

const unit = (v: Vector3): Vector3 => scale(v, 1 / norm(v));

/** A space group says nothing certain about the slab in its cell. */
function withoutStatedSymmetry({ statedSymmetry: _dropped, ...rest }: Structure): Structure {
  return rest;
}

const unsupported = (structure: Structure, why: string): CrystalqError =>
  new CrystalqError('STRUCTURE_UNSUPPORTED', `${structure.title}: cannot change its dimensionality: ${why}`, {
    hint: 'Put at least 5 A of vacuum into the cell, or leave --dimension out.',
  });
