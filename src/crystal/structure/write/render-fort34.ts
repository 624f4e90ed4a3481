import type { Vector3 } from '../../d12/geometry.js';
import { scale } from '../../symmetry/matrix3.js';
import { cartesianOf, type Structure } from '../structure.js';

/** CRYSTAL's own length of a direction without periodicity. */
const notPeriodicAngstrom = 500;

/** fort.34 for EXTERNAL: all atoms, the identity as the only operation, primitive centring, no lattice type. */
export function renderFort34(structure: Structure): string {
  const vector = (axis: 0 | 1 | 2): Vector3 =>
    axis < structure.dimensionality
      ? structure.lattice[axis]
      : scale(structure.lattice[axis], notPeriodicAngstrom);
  const row = (v: readonly number[]): string => v.map((value) => exponential(value)).join(' ');
  return [
    `${structure.dimensionality}   1   1`,
    ...([0, 1, 2] as const).map((axis) => row(vector(axis))),
    '1',
    row([1, 0, 0]),
    row([0, 1, 0]),
    row([0, 0, 1]),
    row([0, 0, 0]),
    String(structure.sites.length),
    ...structure.sites.map(
      (site) => `${String(site.atomicNumber).padStart(3)} ${row(cartesianOf(structure, site))}`,
    ),
    '1 1',
    '',
  ].join('\n');
}

const exponential = (value: number): string =>
  (value + 0)
    .toExponential(12)
    .replace(/e([+-])(\d)$/, 'E$10$2')
    .replace('e', 'E')
    .padStart(20);
