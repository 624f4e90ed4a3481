import type { Vector3 } from '../d12/geometry.js';
import { cross, dot, multiply, norm, scale, subtract, transpose, type Matrix3 } from '../symmetry/matrix3.js';
import { periodicity } from '../symmetry/operation.js';
import { frameOf } from '../symmetry/rotation-axis.js';
import { meanMiss } from './find-operations.js';
import { shellsOf, type Shell } from './shells.js';
import { createSiteGrid } from './site-grid.js';
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
  const operations = candidates.filter(
    (rotation) => meanMiss({ rotation, translation: [0, 0, 0] }, sites, grid, periodic) !== undefined,
  );
  return { isLinear, operations: unique(operations, toleranceAngstrom / widest(sites)) };
}

function candidatesFor(
  sites: readonly Site[],
  toleranceAngstrom: number,
): { isLinear: boolean; candidates: readonly Matrix3[] } {
  const shells = shellsOf(sites, (site) => norm(site.fractional), toleranceAngstrom);
  const first = shells[0]?.sites[0];
  if (!first) return { isLinear: true, candidates: rightAngled };
  const second = asidePartner(first, shells, toleranceAngstrom);
  if (second) return { isLinear: false, candidates: mappingsOf(first, second, toleranceAngstrom) };
  const axis = unit(first.fractional);
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

interface Partner {
  readonly shell: readonly Site[];
  readonly ownShell: readonly Site[];
  readonly site: Site;
}

/** An atom off the line through the first one and the origin, of the smallest shell that has one. */
function asidePartner(first: Site, shells: readonly Shell[], toleranceAngstrom: number): Partner | undefined {
  const own = shells[0]?.sites ?? [];
  for (const { sites } of shells) {
    const aside = sites
      .map((site) => ({ site, height: heightOver(first.fractional, site.fractional) }))
      .sort((p, q) => q.height - p.height)[0];
    if (aside && aside.height > 10 * toleranceAngstrom) {
      return { shell: sites, ownShell: own, site: aside.site };
    }
  }
  return undefined;
}

const heightOver = (line: Vector3, point: Vector3): number => norm(cross(line, point)) / norm(line);

/** The proper and the improper operation that map the pair of atoms on each pair like it. */
function mappingsOf(first: Site, second: Partner, toleranceAngstrom: number): readonly Matrix3[] {
  const [p, q] = [first.fractional, second.site.fractional];
  const distance = norm(subtract(p, q));
  const from = frameOf(unit(p), q);
  return second.ownShell.flatMap(({ fractional: u }) =>
    second.shell.flatMap(({ fractional: v }) => {
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
      operation.every((row, i) => norm(subtract(row, other[i] ?? row)) <= nearness && dot(row, row) > 0),
    );
    if (!isKnown) kept.push(operation);
  }
  return kept;
}
