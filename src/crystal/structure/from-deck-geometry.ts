import type { DeckAtom, DeckGeometry, Vector3 } from '../d12/geometry.js';
import { CrystalqError } from '../../errors/crystalq-error.js';
import { layerGroup } from '../symmetry/layer-groups.js';
import { identity3, inverse, multiply, rowTimes, type Matrix3 } from '../symmetry/matrix3.js';
import { lastPointGroup, pointGroup } from '../symmetry/point-groups.js';
import { applyOperation, periodicity, wrapPeriodic, type SymmetryOperation } from '../symmetry/operation.js';
import { rodGroup } from '../symmetry/rod-groups.js';
import { settingsOfSymbol } from '../symmetry/space-group-names.js';
import type { GroupSetting, SymmetryLibrary } from '../symmetry/symmetry-library.js';
import { crystalSystemOf, fullCell } from './deck/minimal-cell.js';
import { primitiveVectorsOf, type Centring } from './deck/primitive-cell.js';
import { elementSymbol } from './elements.js';
import type { ExpandedGeometry } from './expanded-geometry.js';
import { expandedExternal } from './expanded-external.js';
import { overlapAngstrom, samePlaceAngstrom } from './expand-sites.js';
import { latticeFromParameters, type CellParameters } from './lattice.js';
import { createSiteGrid } from './site-grid.js';
import type { Dimensionality, Site, Structure } from './structure.js';

/**
 * Expands the asymmetric unit of a deck by the rules of CRYSTAL's manual ("Geometry input"). Throws DECK_INVALID
 * where group, cell and atoms do not go together, STRUCTURE_UNSUPPORTED for helices and for the icosahedral groups, whose
 * conventions are not public, and for geometries that stand elsewhere (EXTERNAL) where `external` does not give them.
 *
 * @param external the structure of the fort.34 beside the deck
 */
export function expandDeckGeometry(
  geometry: DeckGeometry,
  library: SymmetryLibrary,
  title = '',
  external?: Structure,
): ExpandedGeometry {
  const isElsewhere = geometry.kind === 'EXTERNAL' || geometry.kind === 'DLVINPUT';
  if (isElsewhere && external)
    return expandedExternal({ ...external, title: title || external.title }, library);
  const frame = frameOf(geometry, library);
  const { atoms } = geometry as { atoms: readonly DeckAtom[] };
  const toPrimitive = multiply(frame.conventionalVectors, inverse(frame.primitiveVectors));
  const periodic = periodicity(frame.dimensionality);
  const grid = createSiteGrid(frame.primitiveVectors, overlapAngstrom, periodic);
  const sites: Site[] = [];
  const deckAtoms: number[] = [];
  for (const [index, atom] of atoms.entries()) {
    if (!atom.position.every((x) => Math.abs(x) < farthest)) throw farAway(geometry, index);
    for (const operation of frame.operations) {
      const image = rowTimes(applyOperation(operation, atom.position), toPrimitive);
      const fractional = wrapPeriodic(image, periodic);
      const near = grid.nearest(fractional);
      if (near && deckAtoms[near.index] === index && near.distanceAngstrom < samePlaceAngstrom) continue;
      if (near) throw doubled(geometry, deckAtoms[near.index] ?? 0, index, near.distanceAngstrom);
      grid.add(sites.length, fractional);
      sites.push(siteOf(atom, index, fractional));
      deckAtoms.push(index);
    }
  }
  return {
    structure: {
      title,
      dimensionality: frame.dimensionality,
      lattice: frame.primitiveVectors,
      sites,
      remarks: frame.remarks ?? [],
    },
    deckAtoms,
    conventionalVectors: frame.conventionalVectors,
    group: frame.group,
    operations: frame.operations,
  };
}

/** Beyond this no atom is meant, and sums of such numbers mean nothing. */
const farthest = 1e6;

const farAway = (geometry: DeckGeometry, index: number): CrystalqError =>
  new CrystalqError(
    'DECK_INVALID',
    `${geometry.kind}: the coordinates of atom ${index + 1} are no place in or near a cell.`,
    {
      hint: 'Fractional coordinates lie between -1 and 1, lengths are in Angstrom.',
    },
  );

interface Frame {
  readonly dimensionality: Dimensionality;
  readonly conventionalVectors: Matrix3;
  readonly primitiveVectors: Matrix3;
  readonly operations: readonly SymmetryOperation[];
  readonly group: { readonly number: number; readonly symbol: string };
  readonly remarks?: readonly string[];
}

function frameOf(geometry: DeckGeometry, library: SymmetryLibrary): Frame {
  switch (geometry.kind) {
    case 'CRYSTAL':
      return crystalFrame(geometry, library);
    case 'SLAB':
      return slabFrame(geometry.group, geometry.cell, library);
    case 'POLYMER':
      return polymerFrame(geometry.group, geometry.cell, library);
    case 'MOLECULE':
      return moleculeFrame(geometry.group, library);
    case 'HELIX':
      throw unsupported(
        'HELIX: how the order and the step of the screw make its operations is in no public text; the geometry',
        'Write all atoms of the period as a POLYMER in rod group 1.',
      );
    case 'EXTERNAL':
    case 'DLVINPUT':
      throw unsupported(
        `${geometry.kind}: a geometry that stands in fort.34, not in the deck,`,
        'Put fort.34 (or NAME.gui, NAME.f34) beside the deck, or give that file itself.',
      );
  }
}

function crystalFrame(geometry: Extract<DeckGeometry, { kind: 'CRYSTAL' }>, library: SymmetryLibrary): Frame {
  if (geometry.originSetting > 1) throw unsupported('an explicit origin shift (IFSO > 1)');
  const setting = crystalSetting(geometry, library);
  const isRhombohedral = setting.setting === 'R';
  const cell =
    geometry.symbolFlag === 1 && crystalSystemOf(setting.number) === 'monoclinic'
      ? monoclinicCell(setting, geometry.cell)
      : fullCell(setting.number, geometry.cell, isRhombohedral);
  const conventionalVectors = cell && latticeFromParameters(cell);
  if (!conventionalVectors) {
    throw new CrystalqError(
      'DECK_INVALID',
      `the cell record "${geometry.cell.join(' ')}" does not belong to space group ${setting.fullSymbol}`,
    );
  }
  const centring = isRhombohedral ? 'P' : (setting.fullSymbol.charAt(0) as Centring);
  return {
    dimensionality: 3,
    conventionalVectors,
    primitiveVectors: primitiveVectorsOf(conventionalVectors, centring),
    operations: library.operationsOf(setting),
    group: { number: setting.number, symbol: setting.shortSymbol },
  };
}

/** Of the settings that number or symbol allow, the one that IFHR and IFSO choose. */
function crystalSetting(
  geometry: Extract<DeckGeometry, { kind: 'CRYSTAL' }>,
  library: SymmetryLibrary,
): GroupSetting {
  const { group } = geometry;
  const candidates =
    typeof group === 'number' ? settingsByNumber(group, library) : settingsOfSymbol(library, group);
  const wanted = (setting: GroupSetting): boolean => {
    if (setting.setting === 'R') return geometry.rhombohedralAxes === 1;
    if (setting.setting === 'H') return geometry.rhombohedralAxes === 0;
    if (/^[12]/.test(setting.setting))
      return setting.setting.startsWith(geometry.originSetting === 1 ? '1' : '2');
    return true;
  };
  const found = candidates.find(wanted);
  if (!found) throw new CrystalqError('DECK_INVALID', `there is no space group "${group}"`);
  return found;
}

function settingsByNumber(number: number, library: SymmetryLibrary): readonly GroupSetting[] {
  if (!Number.isInteger(number) || number < 1 || number > 230) return [];
  const standard = library.standardSetting(number);
  const others = library.spaceGroupSettings.filter(
    (setting) => setting.number === number && (setting.setting === '1' || setting.setting === 'R'),
  );
  return [standard, ...others];
}

/** a b c and the angle at the unique axis, which the full symbol tells. */
function monoclinicCell(setting: GroupSetting, cell: readonly number[]): CellParameters | undefined {
  const [a, b, c, angle] = cell;
  if (a === undefined || b === undefined || c === undefined || angle === undefined) return undefined;
  const axis = setting.setting.replace('-', '').charAt(0);
  return [a, b, c, axis === 'a' ? angle : 90, axis === 'b' ? angle : 90, axis === 'c' ? angle : 90];
}

function slabFrame(number: number, cell: readonly number[], library: SymmetryLibrary): Frame {
  const group = layerGroup(number, library);
  if (!group) throw new CrystalqError('DECK_INVALID', `there is no layer group ${number}; CRYSTAL has 1-80`);
  const [a = NaN, b = NaN, gamma = NaN] = cell;
  const shapes = {
    oblique: { count: 3, cell: [a, b, gamma] },
    rectangular: { count: 2, cell: [a, b, 90] },
    square: { count: 1, cell: [a, a, 90] },
    hexagonal: { count: 1, cell: [a, a, 120] },
  } as const;
  const shape = shapes[group.lattice];
  const [p, q, angle] = shape.cell;
  const lattice = cell.length === shape.count ? latticeFromParameters([p, q, 1, 90, 90, angle]) : undefined;
  if (!lattice) {
    throw new CrystalqError(
      'DECK_INVALID',
      `the cell record "${cell.join(' ')}" does not belong to layer group ${number} (${group.lattice})`,
    );
  }
  return {
    dimensionality: 2,
    conventionalVectors: lattice,
    primitiveVectors: group.isCentred ? primitiveVectorsOf(lattice, 'C') : lattice,
    operations: group.operations,
    group,
    remarks: group.isSettled ? [] : [likely('the origin', `layer group ${group.symbol} (${number})`)],
  };
}

function polymerFrame(number: number, cell: readonly number[], library: SymmetryLibrary): Frame {
  const group = rodGroup(number, library);
  if (!group) throw new CrystalqError('DECK_INVALID', `there is no rod group ${number}; CRYSTAL has 1-99`);
  const [a = NaN] = cell;
  const lattice = cell.length === 1 ? latticeFromParameters([a, 1, 1, 90, 90, 90]) : undefined;
  if (!lattice) {
    throw new CrystalqError('DECK_INVALID', `the cell record "${cell.join(' ')}" of a POLYMER is one length`);
  }
  return {
    dimensionality: 1,
    conventionalVectors: lattice,
    primitiveVectors: lattice,
    operations: group.operations,
    group,
    remarks: group.isSettled ? [] : [likely('the axes', `rod group ${group.symbol} (${number})`)],
  };
}

function moleculeFrame(number: number, library: SymmetryLibrary): Frame {
  const group = pointGroup(number, library);
  if (!group) throw noPointGroup(number);
  const { schoenflies, operations, isSettled } = group;
  return {
    dimensionality: 0,
    conventionalVectors: identity3,
    primitiveVectors: identity3,
    operations,
    group: { number, symbol: schoenflies },
    remarks: isSettled ? [] : [likely('the axes', `point group ${schoenflies} (${number})`)],
  };
}

const noPointGroup = (number: number): CrystalqError =>
  Number.isInteger(number) && number >= 1 && number <= lastPointGroup
    ? unsupported(
        `point group ${number}: icosahedral; how CRYSTAL lays its axes is in no public text; the molecule`,
        'Write it in Th (42), which is a part of it, or all its atoms in C1 (1).',
      )
    : new CrystalqError('DECK_INVALID', `there is no point group ${number}; CRYSTAL has 1-${lastPointGroup}`);

const likely = (what: string, group: string): string =>
  `${group}: ${what} CRYSTAL takes is in no public text, the likely choice is assumed; compare the number of atoms`;

function siteOf(atom: DeckAtom, index: number, fractional: Vector3): Site {
  const atomicNumber = atom.number % 100;
  return { atomicNumber, label: `${elementSymbol(atomicNumber)}${index + 1}`, fractional };
}

function doubled(geometry: DeckGeometry, first: number, second: number, distance: number): CrystalqError {
  const what =
    first === second
      ? `an image of atom ${first + 1} falls ${distance.toFixed(3)} A from the atom itself`
      : `atoms ${first + 1} and ${second + 1} (or their images) are ${distance.toFixed(3)} A apart`;
  return new CrystalqError('DECK_INVALID', `${geometry.kind} geometry: ${what}`, {
    hint: 'List one atom of each orbit, exactly on its special position.',
  });
}

const unsupported = (what: string, hint = 'Use an equivalent geometry without it, or P1.'): CrystalqError =>
  new CrystalqError('STRUCTURE_UNSUPPORTED', `${what} cannot be expanded`, { hint });
