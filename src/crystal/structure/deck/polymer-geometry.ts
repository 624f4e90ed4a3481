import { CrystalqError } from '../../../errors/crystalq-error.js';
import type { Vector3 } from '../../d12/geometry.js';
import { identity3, norm, type Matrix3 } from '../../symmetry/matrix3.js';
import { pointGroupOf } from '../../symmetry/operation-set.js';
import {
  operationInNewBasis,
  periodicity,
  positionInNewBasis,
  sameBasis,
  wrapPeriodic,
  type BasisChange,
  type SymmetryOperation,
} from '../../symmetry/operation.js';
import { rodGroup, rodGroupCount, type RodGroup } from '../../symmetry/rod-groups.js';
import type { SymmetryLibrary } from '../../symmetry/symmetry-library.js';
import { isFixed, onSpecialPosition } from '../expand-sites.js';
import { findOperations } from '../find-operations.js';
import type { Site, Structure } from '../structure.js';
import type { DeckGeometryOptions, DeckStructure } from './deck-structure.js';
import { withoutNoise } from './minimal-cell.js';
import { firstOfEachOrbit } from './orbits.js';

const periodic = periodicity(1);

/**
 * POLYMER records, chain along x. The symmetry searched is that of the axes as they are: turns by 180 degrees about
 * x, y and z, mirrors, glides and the 2_1 screw. Chains with axes of order 3, 4 or 6 are written in the highest
 * such group, which is right and only less economical.
 */
export function polymerGeometry(
  polymer: Structure,
  options: DeckGeometryOptions,
  library: SymmetryLibrary,
): DeckStructure {
  const trivial = rodGroup(1, library);
  if (options.mode === 'p1' && trivial) {
    return deckStructure(polymer, { group: trivial, change: sameBasis, firsts: polymer.sites });
  }
  const toleranceAngstrom = options.toleranceAngstrom ?? 0.01;
  const operations = findOperations(polymer.sites, polymer.lattice, periodic, turns, toleranceAngstrom);
  const isPrimitive =
    operations.filter((operation) => operation.rotation.join() === identity3.join()).length === 1;
  if (!isPrimitive) {
    throw new CrystalqError(
      'STRUCTURE_UNSUPPORTED',
      `${polymer.title}: the period holds the chain more than once`,
      {
        hint: 'Give the shortest period, or use --symmetry p1.',
      },
    );
  }
  for (let number = rodGroupCount; number >= 1; number -= 1) {
    const group = rodGroup(number, library);
    const match = group && settle(polymer, group, operations, toleranceAngstrom);
    if (match) return deckStructure(polymer, match);
  }
  throw new CrystalqError(
    'STRUCTURE_UNSUPPORTED',
    `${polymer.title}: no rod group fits the atoms at a tolerance of ${toleranceAngstrom} A`,
    { hint: 'Try another --tolerance, or --symmetry p1.' },
  );
}

/** All that can be on rectangular axes. */
const turns: readonly Matrix3[] = [1, -1].flatMap((x) =>
  [1, -1].flatMap((y) =>
    [1, -1].map((z): Matrix3 => [
      [x, 0, 0],
      [0, y, 0],
      [0, 0, z],
    ]),
  ),
);

interface SettledPolymer {
  readonly group: RodGroup;
  readonly change: BasisChange;
  readonly firsts: readonly Site[];
}

function settle(
  polymer: Structure,
  group: RodGroup,
  operations: readonly SymmetryOperation[],
  toleranceAngstrom: number,
): SettledPolymer | undefined {
  if (group.operations.length !== operations.length) return undefined;
  const origin = originOf(group, operations, polymer);
  const change = { matrix: identity3, origin };
  const sites = polymer.sites.map((site) => ({
    ...site,
    fractional: positionInNewBasis(change, site.fractional),
  }));
  const isThere = operations.every((operation) =>
    group.operations.some((other) =>
      isSame(operationInNewBasis(change, operation), other, polymer, toleranceAngstrom),
    ),
  );
  if (!isThere) return undefined;
  const firsts = firstOfEachOrbit(sites, group.operations, polymer.lattice, 8 * toleranceAngstrom, periodic);
  return firsts && { group, change, firsts };
}

/** On diagonal operations each coordinate of the origin follows from the operations that reverse it. */
function originOf(group: RodGroup, operations: readonly SymmetryOperation[], polymer: Structure): Vector3 {
  const along = (axis: 0 | 1 | 2): number => {
    const reversing = operations.find((operation) => operation.rotation[axis][axis] < 0);
    const target = group.operations.find((other) => other.rotation.join() === reversing?.rotation.join());
    if (!reversing || !target) return axis === 0 ? 0 : centreOf(polymer, axis);
    return (reversing.translation[axis] - target.translation[axis]) / 2;
  };
  return [along(0), along(1), along(2)];
}

function centreOf(polymer: Structure, axis: 1 | 2): number {
  return polymer.sites.reduce((sum, site) => sum + site.fractional[axis], 0) / polymer.sites.length;
}

function isSame(
  a: SymmetryOperation,
  b: SymmetryOperation,
  polymer: Structure,
  toleranceAngstrom: number,
): boolean {
  if (a.rotation.join() !== b.rotation.join()) return false;
  const along = a.translation[0] - b.translation[0];
  const miss = [
    (along - Math.round(along)) * norm(polymer.lattice[0]),
    a.translation[1] - b.translation[1],
    a.translation[2] - b.translation[2],
  ];
  return miss.every((value) => Math.abs(value) <= 8 * toleranceAngstrom);
}

function deckStructure(polymer: Structure, { group, change, firsts }: SettledPolymer): DeckStructure {
  const { operations } = group;
  const atoms = firsts.map((site) => {
    const ideal = onSpecialPosition(site.fractional, operations, polymer.lattice, periodic);
    return { number: site.atomicNumber, position: wrapPeriodic(ideal, periodic) };
  });
  const orbitLength = (position: Vector3): number =>
    operations.length / operations.filter((op) => isFixed(position, op, polymer.lattice, periodic)).length;
  return {
    geometry: { kind: 'POLYMER', group: group.number, cell: [withoutNoise(norm(polymer.lattice[0]))], atoms },
    spaceGroup: { number: group.number, symbol: group.symbol },
    crystalSystem: group.number <= 2 ? 'triclinic' : group.number <= 17 ? 'monoclinic' : 'orthorhombic',
    primitiveVectors: polymer.lattice,
    pointGroupOperations: pointGroupOf(operations),
    atomsInPrimitiveCell: atoms.reduce((sum, atom) => sum + orbitLength(atom.position), 0),
    fromStructure: change,
    remarks: [],
  };
}
