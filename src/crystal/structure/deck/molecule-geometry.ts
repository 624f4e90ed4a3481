import { CrystalqError } from '../../../errors/crystalq-error.js';
import type { Vector3 } from '../../d12/geometry.js';
import { add, identity3, mapVector, scale, subtract, transform, transpose } from '../../symmetry/matrix3.js';
import { periodicity, sameBasis, type BasisChange } from '../../symmetry/operation.js';
import { pointGroup, type PointGroup } from '../../symmetry/point-groups.js';
import type { SymmetryLibrary } from '../../symmetry/symmetry-library.js';
import { onSpecialPosition } from '../expand-sites.js';
import { findMoleculeOperations, type MoleculeOperations } from '../molecule-operations.js';
import { schoenfliesSymbol } from '../schoenflies-symbol.js';
import type { Site, Structure } from '../structure.js';
import type { CrystalSystem, DeckGeometryOptions, DeckStructure } from './deck-structure.js';
import { matchPointGroups } from './match-point-group.js';
import { withoutNoise } from './minimal-cell.js';
import { firstOfEachOrbit } from './orbits.js';

const periodic = periodicity(0);

/**
 * MOLECULE records. No file format states a point group, so modes cif and standard both search the symmetry of the
 * atoms: the centre at the origin, and the largest point group that CRYSTAL surely reads on axes we know. The molecule
 * is turned to these axes.
 */
export function moleculeGeometry(
  molecule: Structure,
  options: DeckGeometryOptions,
  library: SymmetryLibrary,
): DeckStructure {
  const trivial = pointGroup(1, library);
  if (options.mode === 'p1' && trivial) {
    return deckStructure(molecule, { group: trivial, change: sameBasis, firsts: molecule.sites }, []);
  }
  const toleranceAngstrom = options.toleranceAngstrom ?? 0.01;
  const centre = centreOf(molecule);
  const sites = molecule.sites.map((site) => ({ ...site, fractional: subtract(site.fractional, centre) }));
  const found = findMoleculeOperations({ ...molecule, sites }, toleranceAngstrom);
  for (const { group, turn } of matchPointGroups(found.operations, library)) {
    const turned = sites.map((site) => ({ ...site, fractional: transform(turn, site.fractional) }));
    const firsts = firstOfEachOrbit(turned, group.operations, identity3, 3 * toleranceAngstrom, periodic);
    if (!firsts) continue;
    // C1 needs no axes: the molecule stays where it is.
    if (group.number === 1) {
      return deckStructure(
        molecule,
        { group, change: sameBasis, firsts: molecule.sites },
        remarksOn(group, found),
      );
    }
    const change = { matrix: transpose(turn), origin: centre };
    return deckStructure(molecule, { group, change, firsts }, remarksOn(group, found));
  }
  throw new CrystalqError(
    'STRUCTURE_UNSUPPORTED',
    `${molecule.title}: no point group fits the atoms at a tolerance of ${toleranceAngstrom} A`,
    { hint: 'Try another --tolerance, or --symmetry p1.' },
  );
}

/** Every operation of a molecule leaves the mean of its atoms where it is. */
function centreOf({ sites }: Structure): Vector3 {
  const sum = sites.reduce<Vector3>((total, site) => add(total, site.fractional), [0, 0, 0]);
  return scale(sum, 1 / sites.length);
}

interface SettledMolecule {
  readonly group: PointGroup;
  readonly change: BasisChange;
  readonly firsts: readonly Site[];
}

function deckStructure(
  molecule: Structure,
  { group, change, firsts }: SettledMolecule,
  remarks: readonly string[],
): DeckStructure {
  const atoms = firsts.map((site) => ({
    number: site.atomicNumber,
    position: mapVector(
      onSpecialPosition(site.fractional, group.operations, identity3, periodic),
      withoutNoise,
    ),
  }));
  return {
    geometry: { kind: 'MOLECULE', group: group.number, atoms },
    spaceGroup: { number: group.number, symbol: group.schoenflies },
    crystalSystem: systemOf(group.number),
    primitiveVectors: identity3,
    pointGroupOperations: group.operations.map(({ rotation }) => rotation),
    atomsInPrimitiveCell: molecule.sites.length,
    fromStructure: change,
    remarks,
  };
}

/** Less symmetry than there is costs time only, but should be known. */
function remarksOn(group: PointGroup, { isLinear, operations }: MoleculeOperations): readonly string[] {
  if (isLinear || group.operations.length === operations.length) return [];
  return [
    `the molecule is ${schoenfliesSymbol(operations)}, written in ${group.schoenflies} (${group.number}): CRYSTAL has ` +
      'no larger group in it, or none whose axes are publicly known',
  ];
}

const lastGroups: readonly (readonly [number, CrystalSystem])[] = [
  [2, 'triclinic'],
  [11, 'monoclinic'],
  [16, 'orthorhombic'],
  [24, 'tetragonal'],
  [32, 'trigonal'],
  [40, 'hexagonal'],
];

const systemOf = (group: number): CrystalSystem => lastGroups.find(([last]) => group <= last)?.[1] ?? 'cubic';
