import { CrystalqError } from '../../../errors/crystalq-error.js';
import type { DeckAtom } from '../../d12/geometry.js';
import { pointGroupOf } from '../../symmetry/operation-set.js';
import { identityOperation, positionInNewBasis, sameBasis, wrapVector } from '../../symmetry/operation.js';
import type { BasisChange, SymmetryOperation } from '../../symmetry/operation.js';
import type { GroupSetting, SymmetryLibrary } from '../../symmetry/symmetry-library.js';
import { multiply, type Matrix3 } from '../../symmetry/matrix3.js';
import { isFixed, onSpecialPosition, samePlaceAngstrom } from '../expand-sites.js';
import { latticeFromParameters, parametersOf } from '../lattice.js';
import type { Site, Structure } from '../structure.js';
import { findCrystalFrame, latticeInNewBasis, withLeastObliqueCell } from './crystal-frame.js';
import type { DeckGeometryOptions, DeckStructure } from './deck-structure.js';
import { crystalSystemOf, fullCell, minimalCell } from './minimal-cell.js';
import { firstOfEachOrbit } from './orbits.js';
import {
  centringMultiplicity,
  primitiveVectorsOf,
  rotationsOnPrimitive,
  type Centring,
} from './primitive-cell.js';

/** CRYSTAL records of a three-dimensional structure. */
export function crystalGeometry(
  structure: Structure,
  options: DeckGeometryOptions,
  library: SymmetryLibrary,
): DeckStructure {
  switch (options.mode) {
    case 'cif':
      return asStated(structure, library);
    case 'standard':
      return standardised(structure, options.toleranceAngstrom ?? 0.01, library);
    case 'p1':
      return withoutSymmetry(structure, library);
  }
}

/** An asymmetric unit on the axes of a setting that CRYSTAL reads. */
interface SettledCrystal {
  readonly setting: GroupSetting;
  readonly lattice: Matrix3;
  readonly firsts: readonly Site[];
  readonly change: BasisChange;
  readonly remarks: readonly string[];
}

function asStated(structure: Structure, library: SymmetryLibrary): DeckStructure {
  const stated = structure.statedSymmetry;
  if (stated?.mismatch !== undefined) {
    throw new CrystalqError('STRUCTURE_SYMMETRY_MISMATCH', `${structure.title}: ${stated.mismatch}`, {
      details: {
        title: structure.title,
        ...(stated.number === undefined ? {} : { spaceGroup: stated.number }),
      },
    });
  }
  const operations = stated?.operations ?? [identityOperation];
  const firsts = firstOfEachOrbit(structure.sites, operations, structure.lattice, samePlaceAngstrom);
  const frame = findCrystalFrame(operations, structure.lattice, library, stated?.number);
  if (!firsts || !frame) {
    throw new CrystalqError(
      'STRUCTURE_SYMMETRY_MISMATCH',
      `${structure.title}: the atoms do not have the symmetry stated (${stated?.source ?? 'none'})`,
    );
  }
  const { setting, change } = frame;
  const lattice = latticeInNewBasis(change, structure.lattice);
  const moved = firsts.map((site) => ({ ...site, fractional: positionInNewBasis(change, site.fractional) }));
  const remarks = frame.isChanged
    ? [`axes or origin changed to the standard setting of ${setting.fullSymbol}`]
    : [];
  return deckStructure({ setting, lattice, firsts: moved, change, remarks }, library);
}

function standardised(
  structure: Structure,
  toleranceAngstrom: number,
  library: SymmetryLibrary,
): DeckStructure {
  const found = library.analyze(
    {
      lattice: structure.lattice,
      positions: structure.sites.map((site) => site.fractional),
      numbers: structure.sites.map((site) => site.atomicNumber),
    },
    toleranceAngstrom,
  );
  const setting = found && library.spaceGroupSettings[found.hallNumber - 1];
  if (!setting) {
    throw new CrystalqError(
      'STRUCTURE_UNSUPPORTED',
      `${structure.title}: the symmetry search found nothing at ${toleranceAngstrom} A`,
      { hint: 'Try another --tolerance, or --symmetry p1.' },
    );
  }
  const { lattice: standardLattice, positions, numbers } = found.standardCell;
  const better = withLeastObliqueCell(sameBasis, standardLattice, setting, library);
  const lattice = latticeInNewBasis(better, standardLattice);
  const sites = positions.map((position, i) => ({
    atomicNumber: numbers[i] ?? 0,
    label: '',
    fractional: positionInNewBasis(better, position),
  }));
  const firsts = firstOfEachOrbit(sites, library.operationsOf(setting), lattice, samePlaceAngstrom);
  if (!firsts) {
    throw new CrystalqError(
      'STRUCTURE_UNSUPPORTED',
      `${structure.title}: the atoms cannot be brought into ${setting.fullSymbol} at ${toleranceAngstrom} A`,
      { hint: 'Try a smaller --tolerance, or --symmetry p1.' },
    );
  }
  const { matrix, origin } = found.toStandard;
  const change: BasisChange = { matrix: multiply(matrix, better.matrix), origin };
  return deckStructure({ setting, lattice, firsts, change, remarks: [] }, library);
}

function withoutSymmetry(structure: Structure, library: SymmetryLibrary): DeckStructure {
  const settled: SettledCrystal = {
    setting: library.standardSetting(1),
    lattice: structure.lattice,
    firsts: structure.sites,
    change: sameBasis,
    remarks: [],
  };
  return deckStructure(settled, library);
}

function deckStructure(settled: SettledCrystal, library: SymmetryLibrary): DeckStructure {
  const { setting, firsts } = settled;
  const operations = library.operationsOf(setting);
  const isRhombohedral = setting.setting === 'R';
  const cell = minimalCell(setting.number, parametersOf(settled.lattice), isRhombohedral);
  const full = fullCell(setting.number, cell, isRhombohedral);
  const conventional = (full && latticeFromParameters(full)) ?? settled.lattice;
  const centring = centringOf(setting);
  const atoms = firsts.map((site) => deckAtom(site, operations, conventional));
  const atomsInCell = atoms.reduce((count, atom) => count + orbitLength(atom, operations, conventional), 0);
  return {
    geometry: {
      kind: 'CRYSTAL',
      symbolFlag: 0,
      rhombohedralAxes: isRhombohedral ? 1 : 0,
      originSetting: setting.setting === '1' ? 1 : 0,
      group: setting.number,
      cell,
      atoms,
    },
    spaceGroup: { number: setting.number, symbol: setting.shortSymbol },
    crystalSystem: crystalSystemOf(setting.number),
    primitiveVectors: primitiveVectorsOf(conventional, centring),
    pointGroupOperations: rotationsOnPrimitive(pointGroupOf(operations), centring),
    atomsInPrimitiveCell: atomsInCell / centringMultiplicity[centring],
    fromStructure: settled.change,
    remarks: settled.remarks,
  };
}

function deckAtom(site: Site, operations: readonly SymmetryOperation[], lattice: Matrix3): DeckAtom {
  const ideal = onSpecialPosition(site.fractional, operations, lattice);
  return { number: site.atomicNumber, position: wrapVector(ideal) };
}

function orbitLength(atom: DeckAtom, operations: readonly SymmetryOperation[], lattice: Matrix3): number {
  const fixing = operations.filter((operation) => isFixed(atom.position, operation, lattice));
  return operations.length / fixing.length;
}

/** Trigonal groups on hexagonal axes carry their R lattice in the symbol; on rhombohedral axes it is primitive. */
function centringOf(setting: GroupSetting): Centring {
  if (setting.setting === 'R') return 'P';
  return setting.fullSymbol.charAt(0) as Centring;
}
