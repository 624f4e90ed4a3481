import type { Vector3 } from '../d12/geometry.js';
import {
  add,
  cross,
  dot,
  identity3,
  inverse,
  mapMatrix,
  multiply,
  norm,
  scale,
  subtract,
  transform,
  transpose,
  type Matrix3,
} from '../symmetry/matrix3.js';
import { periodicity } from '../symmetry/operation.js';
import { frameOf } from '../symmetry/rotation-axis.js';
import { meanMiss } from './find-operations.js';
import { shellsOf, type Shell } from './shells.js';
import { createSiteGrid, type SiteGrid } from './site-grid.js';
import type { Site, Structure } from './structure.js';

const periodic = periodicity(0);

export interface MoleculeOperations {
  /** All atoms on one line or one point: `operations` are then some of endlessly many. */
  readonly isLinear: boolean;
  /** Orthogonal matrices. */
  readonly operations: readonly Matrix3[];
}

/** The operations of a molecule whose atoms have their mean at the origin. */
export function findMoleculeOperations(molecule: Structure, toleranceAngstrom: number): MoleculeOperations {
  const { sites, lattice } = molecule;
  const grid = createSiteGrid(lattice, toleranceAngstrom, periodic);
  sites.forEach((site, index) => grid.add(index, site.fractional));
  const { isLinear, candidates } = candidatesFor(sites, toleranceAngstrom);
  const operations = candidates
    .filter((rotation) => meanMiss({ rotation, translation: [0, 0, 0] }, sites, grid, periodic) !== undefined)
    .map((rotation) => fittedToAll(rotation, sites, grid));
  return { isLinear, operations: unique(operations, toleranceAngstrom / widest(sites)) };
}

/** Two atoms near the centre tell an axis badly: the orthogonal matrix that suits all atoms best. */
function fittedToAll(rotation: Matrix3, sites: readonly Site[], grid: SiteGrid): Matrix3 {
  const size = sites.reduce((sum, site) => sum + dot(site.fractional, site.fractional), 0);
  // A single atom says nothing.
  if (size < 1e-6) return rotation;
  // Flat molecules leave one direction open: there the first guess decides.
  let sum = mapMatrix(rotation, (value) => 1e-3 * size * value);
  for (const { fractional } of sites) {
    const met = sites[grid.nearest(transform(rotation, fractional))?.index ?? -1];
    if (met) sum = plus(sum, outer(met.fractional, fractional));
  }
  return nearestOrthogonal(sum);
}

const outer = (a: Vector3, b: Vector3): Matrix3 => [scale(b, a[0]), scale(b, a[1]), scale(b, a[2])];

const plus = (a: Matrix3, b: Matrix3): Matrix3 => [add(a[0], b[0]), add(a[1], b[1]), add(a[2], b[2])];

/** Higham's iteration to the orthogonal factor of a matrix; a dozen steps reach the last digit from any start here. */
function nearestOrthogonal(matrix: Matrix3): Matrix3 {
  let factor = matrix;
  for (let step = 0; step < 30; step += 1) {
    factor = mapMatrix(plus(factor, transpose(inverse(factor))), (value) => value / 2);
  }
  return factor;
}

function candidatesFor(
  sites: readonly Site[],
  toleranceAngstrom: number,
): { isLinear: boolean; candidates: readonly Matrix3[] } {
  const shells = shellsOf(sites, (site) => norm(site.fractional), toleranceAngstrom);
  const [first] = shells;
  if (!first) return { isLinear: true, candidates: rightAngled };
  const second = partnerOf(first, shells, toleranceAngstrom);
  if (second) return { isLinear: false, candidates: mappingsOf(first, second, toleranceAngstrom) };
  const axis = unit(first.probe.fractional);
  const toAxis = frameOf(axis, Math.abs(axis[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0]);
  return {
    isLinear: true,
    candidates: rightAngled.map((m) => multiply(multiply(transpose(toAxis), m), toAxis)),
  };
}

/**
 * mmm: of the endless symmetry of a line or an atom the part without degenerate orbitals, in which an open shell need
 * not be spread evenly over them.
 */
const rightAngled: readonly Matrix3[] = [1, -1].flatMap((x) =>
  [1, -1].flatMap((y) =>
    [1, -1].map((z): Matrix3 => [
      [x, 0, 0],
      [0, y, 0],
      [0, 0, z],
    ]),
  ),
);

/** Of the smallest shells with an atom off the line through the first and the origin, the one farthest off it. */
function partnerOf(first: Shell, shells: readonly Shell[], toleranceAngstrom: number): Shell | undefined {
  const aside = shells
    .map((shell) => ({ shell, height: heightOver(first.probe.fractional, shell.probe.fractional) }))
    .filter(({ height }) => height > 10 * toleranceAngstrom);
  aside.sort((a, b) => a.shell.size - b.shell.size || b.height - a.height);
  return aside[0]?.shell;
}

const heightOver = (line: Vector3, point: Vector3): number => norm(cross(line, point)) / norm(line);

/** More pairs than this are not tried: such a molecule is taken to have no symmetry. */
const mostPairs = 1e6;

/** The proper and the improper operation that map the pair of atoms on each pair like it. */
function mappingsOf(first: Shell, second: Shell, toleranceAngstrom: number): readonly Matrix3[] {
  if (first.size * second.size > mostPairs) return [identity3];
  const [p, q] = [first.probe.fractional, second.probe.fractional];
  const distance = norm(subtract(p, q));
  const from = frameOf(unit(p), q);
  const partners = second.sites();
  return first.sites().flatMap(({ fractional: u }) =>
    partners.flatMap(({ fractional: v }) => {
      if (Math.abs(norm(subtract(u, v)) - distance) > 4 * toleranceAngstrom) return [];
      const to = transpose(frameOf(unit(u), v));
      // Frames agree in x and z, which hold the pair; y across them may turn over.
      return [multiply(to, from), multiply(multiply(to, mirrorY), from)];
    }),
  );
}

const unit = (v: Vector3): Vector3 => scale(v, 1 / norm(v));

const mirrorY: Matrix3 = [
  [1, 0, 0],
  [0, -1, 0],
  [0, 0, 1],
];

const widest = (sites: readonly Site[]): number => Math.max(1, ...sites.map((site) => norm(site.fractional)));

/** Two pairs of atoms may show the same operation where atoms are nearer than the tolerance; each counts once. */
function unique(operations: readonly Matrix3[], nearness: number): readonly Matrix3[] {
  const kept: Matrix3[] = [];
  for (const operation of operations) {
    const isKnown = kept.some((other) =>
      operation.every((row, i) => norm(subtract(row, other[i] ?? row)) <= nearness),
    );
    if (!isKnown) kept.push(operation);
  }
  return kept;
}
