import { CrystalqError } from '../../../errors/crystalq-error.js';
import { mapVector, norm } from '../../symmetry/matrix3.js';
import { pointGroupOf } from '../../symmetry/operation-set.js';
import {
  periodicity,
  positionInNewBasis,
  sameBasis,
  wrapPeriodic,
  type BasisChange,
} from '../../symmetry/operation.js';
import { rodGroup, type RodGroup } from '../../symmetry/rod-groups.js';
import type { SymmetryLibrary } from '../../symmetry/symmetry-library.js';
import { isFixed, onSpecialPosition } from '../expand-sites.js';
import { primitivePolymer } from '../primitive-polymer.js';
import { findRodOperations } from '../rod-operations.js';
import type { Site, Structure } from '../structure.js';
import type { CrystalSystem, DeckGeometryOptions, DeckStructure } from './deck-structure.js';
import { matchRodGroups } from './match-rod-group.js';
import { withoutNoise } from './minimal-cell.js';
import { firstOfEachOrbit } from './orbits.js';

const periodic = periodicity(1);

/**
 * POLYMER records, chain along x. No file format states a rod group, so modes cif and standard both search the
 * symmetry of the atoms: the shortest period, the axis of the chain at y = z = 0, and the largest rod group that CRYSTAL
 * surely reads on axes we know. The chain is turned about itself where the group asks for it.
 */
export function polymerGeometry(
  polymer: Structure,
  options: DeckGeometryOptions,
  library: SymmetryLibrary,
): DeckStructure {
  const trivial = rodGroup(1, library);
  if (options.mode === 'p1' && trivial) {
    return deckStructure({ chain: polymer, group: trivial, change: sameBasis, firsts: polymer.sites }, []);
  }
  const toleranceAngstrom = options.toleranceAngstrom ?? 0.01;
  const primitive = primitivePolymer(polymer, toleranceAngstrom);
  const axis = axisOf(primitive);
  const chain = movedBy(primitive, axis);
  const found = findRodOperations(chain, toleranceAngstrom);
  for (const { group, change } of matchRodGroups(found, chain, library, toleranceAngstrom)) {
    const firsts = firstsIn(chain, group, change, toleranceAngstrom);
    if (!firsts) continue;
    const periods = norm(chain.lattice[0]) / norm(polymer.lattice[0]);
    const settled = { chain, group, change: fromStructure(change, axis, periods), firsts };
    return deckStructure(settled, remarksOn(group, found.length));
  }
  throw new CrystalqError(
    'STRUCTURE_UNSUPPORTED',
    `${polymer.title}: no rod group fits the atoms at a tolerance of ${toleranceAngstrom} A`,
    { hint: 'Try another --tolerance, or --symmetry p1.' },
  );
}

type Across = readonly [y: number, z: number];

/** Every operation of a rod leaves the mean of its atoms on the axis. */
function axisOf({ sites }: Structure): Across {
  const mean = (axis: 1 | 2): number =>
    sites.reduce((sum, site) => sum + site.fractional[axis], 0) / sites.length;
  return [mean(1), mean(2)];
}

function movedBy(chain: Structure, [y, z]: Across): Structure {
  const sites = chain.sites.map((site) => ({
    ...site,
    fractional: [site.fractional[0], site.fractional[1] - y, site.fractional[2] - z] as const,
  }));
  return { ...chain, sites };
}

/** One change instead of three: to the axis, to the shortest period, to the axes of the group. */
function fromStructure(last: BasisChange, [y, z]: Across, periods: number): BasisChange {
  const [first, ...others] = last.matrix;
  return {
    matrix: [[first[0] * periods, first[1], first[2]], others[0], others[1]],
    origin: [last.origin[0] * periods, y, z],
  };
}

function firstsIn(
  chain: Structure,
  group: RodGroup,
  change: BasisChange,
  toleranceAngstrom: number,
): readonly Site[] | undefined {
  const sites = chain.sites.map((site) => ({
    ...site,
    fractional: positionInNewBasis(change, site.fractional),
  }));
  return firstOfEachOrbit(sites, group.operations, rightAngled(chain), 3 * toleranceAngstrom, periodic);
}

interface SettledPolymer {
  readonly chain: Structure;
  readonly group: RodGroup;
  readonly change: BasisChange;
  readonly firsts: readonly Site[];
}

/** Lengths do not change when the chain is turned about itself. */
const rightAngled = ({ lattice }: Structure): Structure['lattice'] => [
  [norm(lattice[0]), 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

function deckStructure(
  { chain, group, change, firsts }: SettledPolymer,
  remarks: readonly string[],
): DeckStructure {
  const { operations } = group;
  const lattice = rightAngled(chain);
  const atoms = firsts.map((site) => {
    const ideal = onSpecialPosition(site.fractional, operations, lattice, periodic);
    return { number: site.atomicNumber, position: mapVector(wrapPeriodic(ideal, periodic), withoutNoise) };
  });
  const orbitLength = (position: Site['fractional']): number =>
    operations.length / operations.filter((op) => isFixed(position, op, lattice, periodic)).length;
  return {
    geometry: { kind: 'POLYMER', group: group.number, cell: [withoutNoise(lattice[0][0])], atoms },
    spaceGroup: { number: group.number, symbol: group.symbol },
    crystalSystem: systemOf(group.number),
    primitiveVectors: lattice,
    pointGroupOperations: pointGroupOf(operations),
    atomsInPrimitiveCell: atoms.reduce((sum, atom) => sum + orbitLength(atom.position), 0),
    fromStructure: change,
    remarks,
  };
}

/** Less symmetry than there is costs time only, but should be known. */
function remarksOn(group: RodGroup, operationsFound: number): readonly string[] {
  if (group.operations.length === operationsFound) return [];
  return [
    `the chain has ${operationsFound} operations, rod group ${group.symbol} (${group.number}) uses ` +
      `${group.operations.length} of them: the others belong to a group that CRYSTAL has not or whose axes are not ` +
      'publicly known',
  ];
}

const lastGroups: readonly (readonly [number, CrystalSystem])[] = [
  [2, 'triclinic'],
  [17, 'monoclinic'],
  [31, 'orthorhombic'],
  [54, 'tetragonal'],
  [72, 'trigonal'],
];

const systemOf = (group: number): CrystalSystem =>
  lastGroups.find(([last]) => group <= last)?.[1] ?? 'hexagonal';
