import type { Matrix3 } from './lattice-math.js';

/** Vectors (rows) of a cell given by lengths and angles in degrees: a along x, b in the xy plane. */
export function vectorsOfCell(cell: readonly [number, number, number, number, number, number]): Matrix3 {
  const [a, b, c] = cell;
  const radians = Math.PI / 180;
  const [alpha, beta, gamma] = [cell[3] * radians, cell[4] * radians, cell[5] * radians];
  const cx = Math.cos(beta);
  const cy = (Math.cos(alpha) - Math.cos(beta) * Math.cos(gamma)) / Math.sin(gamma);
  return [
    [a, 0, 0],
    [b * Math.cos(gamma), b * Math.sin(gamma), 0],
    [c * cx, c * cy, c * Math.sqrt(Math.max(0, 1 - cx * cx - cy * cy))],
  ];
}
