import { CrystalqError } from '../../../errors/crystalq-error.js';
import { layerGroup, type LayerGroup } from '../../symmetry/layer-groups.js';
import {
  add,
  inverse,
  mapMatrix,
  multiply,
  norm,
  transform,
  transpose,
  type Matrix3,
} from '../../symmetry/matrix3.js';
import { pointGroupOf } from '../../symmetry/operation-set.js';
import {
  periodicity,
  positionInNewBasis,
  sameBasis,
  wrapPeriodic,
  type BasisChange,
  type SymmetryOperation,
} from '../../symmetry/operation.js';
import type { SymmetryLibrary } from '../../symmetry/symmetry-library.js';
import { isFixed, onSpecialPosition } from '../expand-sites.js';
import { findOperations } from '../find-operations.js';
import { latticeFromParameters, parametersOf } from '../lattice.js';
import { primitiveSlab } from '../primitive-slab.js';
import type { Site, Structure } from '../structure.js';
import { latticeInNewBasis } from './crystal-frame.js';
import type { CrystalSystem, DeckGeometryOptions, DeckStructure } from './deck-structure.js';
import { latticeRotations, matchLayerGroup } from './match-layer-group.js';
import { withoutNoise } from './minimal-cell.js';
import { firstOfEachOrbit } from './orbits.js';
import { primitiveVectorsOf, rotationsOnPrimitive } from './primitive-cell.js';

const periodic = periodicity(2);

/**
 * SLAB records. No file format states a layer group, so modes cif and standard both search the symmetry of the
 * atoms. Origin: in the plane where the group wants it, z = 0 on the z-reversing element, else the middle of the slab.
 */
export function slabGeometry(
  slab: Structure,
  options: DeckGeometryOptions,
  library: SymmetryLibrary,
): DeckStructure {
  if (options.mode === 'p1') {
    const group = layerGroup(1, library);
    if (group)
      return deckStructure({ group, slab, change: sameBasis, lattice: slab.lattice, firsts: slab.sites }, []);
  }
  const toleranceAngstrom = options.toleranceAngstrom ?? 0.01;
  const primitive = primitiveSlab(centred(slab), toleranceAngstrom);
  const rotations = latticeRotations(primitive.lattice, toleranceAngstrom);
  const operations = findOperations(
    primitive.sites,
    primitive.lattice,
    periodic,
    rotations,
    toleranceAngstrom,
  );
  const whole = matchLayerGroup(operations, primitive.lattice, library, toleranceAngstrom);
  const match =
    whole && !whole.group.isSettled
      ? matchLayerGroup(operations.filter(isOfMinusFour), primitive.lattice, library, toleranceAngstrom)
      : whole;
  const settled = match && settle(primitive, match.group, match.change, toleranceAngstrom);
  if (!settled) {
    throw new CrystalqError(
      'STRUCTURE_UNSUPPORTED',
      `${slab.title}: no layer group fits the atoms at a tolerance of ${toleranceAngstrom} A`,
      { hint: 'Try another --tolerance, or --symmetry p1.' },
    );
  }
  const change = totalChange(slab, primitive, settled.change);
  return deckStructure({ ...settled, change }, remarksOn(settled.group, whole?.group));
}

/**
 * The half of P4/n, P4/nbm and P4/nmm that is P-4, P-4b2 or P-4m2 and has one origin only: of the operations that
 * keep the axes a and b those that keep the sides of the slab, of those that exchange the axes those that turn it over.
 */
function isOfMinusFour({ rotation }: SymmetryOperation): boolean {
  const keepsAxes = rotation[0][0] !== 0;
  return keepsAxes === rotation[2][2] > 0;
}

function remarksOn(written: LayerGroup, whole: LayerGroup | undefined): readonly string[] {
  if (!whole || whole.number === written.number) return [];
  return [
    `the slab has layer group ${whole.symbol} (${whole.number}), written in its part ${written.symbol} ` +
      `(${written.number}): which of its two origins CRYSTAL takes is in no public text`,
  ];
}

/** One change instead of three: to the middle of the slab, to the primitive cell, to the conventional axes. */
function totalChange(slab: Structure, primitive: Structure, last: BasisChange): BasisChange {
  const toPrimitive = transpose(multiply(primitive.lattice, inverse(slab.lattice)));
  const origin = add([0, 0, middleOf(slab)], transform(toPrimitive, last.origin));
  return { matrix: mapMatrix(multiply(toPrimitive, last.matrix), withoutNoise), origin };
}

interface SettledSlab {
  readonly group: LayerGroup;
  readonly slab: Structure;
  /** From the slab given to the axes of the deck. */
  readonly change: BasisChange;
  readonly lattice: Matrix3;
  readonly firsts: readonly Site[];
}

/** The middle of the slab at z = 0. */
function centred(slab: Structure): Structure {
  const middle = middleOf(slab);
  const sites = slab.sites.map((site) => ({
    ...site,
    fractional: [site.fractional[0], site.fractional[1], site.fractional[2] - middle] as const,
  }));
  return { ...slab, sites };
}

function middleOf(slab: Structure): number {
  const heights = slab.sites.map((site) => site.fractional[2]);
  return (Math.min(...heights) + Math.max(...heights)) / 2;
}

function settle(
  primitive: Structure,
  group: LayerGroup,
  change: BasisChange,
  toleranceAngstrom: number,
): SettledSlab | undefined {
  const lattice = idealLattice(group, latticeInNewBasis(change, primitive.lattice));
  const sites = primitive.sites.map((site) => ({
    ...site,
    fractional: positionInNewBasis(change, site.fractional),
  }));
  // On a centred cell the second lattice point is among the operations; the orbit of an atom then needs both.
  const all = group.isCentred ? [...sites, ...sites.map(shiftedToCentre)] : sites;
  const firsts = firstOfEachOrbit(all, group.operations, lattice, 8 * toleranceAngstrom, periodic);
  return firsts && { group, slab: primitive, change, lattice, firsts };
}

const shiftedToCentre = (site: Site): Site => {
  const [x, y, z] = site.fractional;
  return { ...site, fractional: [x + 0.5, y + 0.5, z] };
};

/** Conventional vectors from the parameters that the deck will state; the third is a unit vector. */
function idealLattice(group: LayerGroup, lattice: Matrix3): Matrix3 {
  const cell = slabCell(group, lattice);
  const [a = 0, b = a, gamma = group.lattice === 'hexagonal' ? 120 : 90] = cell;
  return latticeFromParameters([a, b, 1, 90, 90, gamma]) ?? lattice;
}

function slabCell(group: LayerGroup, lattice: Matrix3): readonly number[] {
  const [a, b] = [norm(lattice[0]), norm(lattice[1])];
  switch (group.lattice) {
    case 'oblique':
      return [a, b, parametersOf(lattice)[5]].map(withoutNoise);
    case 'rectangular':
      return [a, b].map(withoutNoise);
    case 'square':
    case 'hexagonal':
      return [withoutNoise((a + b) / 2)];
  }
}

function deckStructure(settled: SettledSlab, remarks: readonly string[]): DeckStructure {
  const { group, firsts } = settled;
  const lattice = idealLattice(group, settled.lattice);
  const atoms = firsts.map((site) => {
    const ideal = onSpecialPosition(site.fractional, group.operations, lattice, periodic);
    return { number: site.atomicNumber, position: wrapPeriodic(ideal, periodic) };
  });
  const centring = group.isCentred ? 'C' : 'P';
  const orbitLength = (position: Site['fractional']): number =>
    group.operations.length /
    group.operations.filter((operation) => isFixed(position, operation, lattice, periodic)).length;
  const atomsInCell = atoms.reduce((sum, atom) => sum + orbitLength(atom.position), 0);
  return {
    geometry: { kind: 'SLAB', group: group.number, cell: slabCell(group, lattice), atoms },
    spaceGroup: { number: group.number, symbol: group.symbol },
    crystalSystem: systems[group.lattice],
    primitiveVectors: primitiveVectorsOf(lattice, centring),
    pointGroupOperations: rotationsOnPrimitive(pointGroupOf(group.operations), centring),
    atomsInPrimitiveCell: Math.round(atomsInCell / (group.isCentred ? 2 : 1)),
    fromStructure: settled.change,
    remarks,
  };
}

/** The crystal systems that have the same shape in the plane. */
const systems: Readonly<Record<LayerGroup['lattice'], CrystalSystem>> = {
  oblique: 'monoclinic',
  rectangular: 'orthorhombic',
  square: 'tetragonal',
  hexagonal: 'hexagonal',
};
