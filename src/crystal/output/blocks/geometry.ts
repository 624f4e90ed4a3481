/*
 *  GEOMETRY FOR WAVE FUNCTION - DIMENSIONALITY OF THE SYSTEM    3
 *  LATTICE PARAMETERS (ANGSTROMS AND DEGREES) - BOHR = 0.5291772083 ANGSTROM
 *  PRIMITIVE CELL - CENTRING CODE 5/0 VOLUME=    18.747822 - DENSITY  3.541 g/cm^3
 *          A              B              C           ALPHA      BETA       GAMMA
 *      2.98186930     2.98186930     2.98186930    60.000000  60.000000  60.000000
 *  *******************************************************************************
 *  ATOMS IN THE ASYMMETRIC UNIT    2 - ATOMS IN THE UNIT CELL:    2
 *      ATOM                 X/A                 Y/B                 Z/C
 *  *******************************************************************************
 *       1 T  12 MG    0.000000000000E+00  0.000000000000E+00  0.000000000000E+00
 *
 *  CRYSTALLOGRAPHIC CELL (VOLUME=         74.99128631)
 *
 * The block is repeated at each point of an optimisation and after FINAL OPTIMIZED GEOMETRY. Molecules have no cell lines.
 */
import { isEvenRow, NUMBER, numberRow, toNumber } from '../fortran-numbers.js';
import { landmark, oneLine, type Landmark, type Table } from '../landmarks.js';
import type { CellParameters, Dimensionality, Matrix3, PrintedAtom, Vector3 } from '../report.js';
import type { RunDraft } from '../run-draft.js';
import { atomTable } from './atom-table.js';
import { cellTable } from './cell-line.js';
import { matrixOf, matrixTable } from './matrix-table.js';

type GeometrySource = 'input' | 'other' | 'optimisation point' | 'final';

export interface GeometryDraft {
  readonly source: GeometrySource;
  readonly point: number | null;
  readonly line: number;
  primitiveCell: CellParameters | null;
  primitiveCellLine: number | null;
  primitiveVolume: number | null;
  density: number | null;
  centringCode: string | null;
  conventionalCell: CellParameters | null;
  conventionalCellLine: number | null;
  conventionalVolume: number | null;
  /** As the header line says; the list itself is kept only when it is complete. */
  atomCount: number | null;
  asymmetricCount: number | null;
  atoms: PrintedAtom[];
  conventionalAtoms: PrintedAtom[];
  cartesians: Vector3[];
  primitiveToConventional: Matrix3 | null;
  primitiveVectors: Matrix3 | null;
}

export interface GeometriesDraft {
  dimensionality: Dimensionality | null;
  /** Where the geometry that comes next belongs. */
  nextSource: GeometrySource;
  nextPoint: number | null;
  current: GeometryDraft | null;
  first: GeometryDraft | null;
  lastInput: GeometryDraft | null;
  lastPoint: GeometryDraft | null;
  final: GeometryDraft | null;
  editingComplete: boolean;
  /** A run that only counts the configurations of a solid solution. */
  configurationsCounted: boolean;
}

export const newGeometries = (): GeometriesDraft => ({
  dimensionality: null,
  nextSource: 'other',
  nextPoint: null,
  current: null,
  first: null,
  lastInput: null,
  lastPoint: null,
  final: null,
  editingComplete: false,
  configurationsCounted: false,
});

/** The point header of an optimisation says where the next geometry belongs. */
export function expectPointGeometry(draft: GeometriesDraft, point: number): void {
  draft.nextSource = 'optimisation point';
  draft.nextPoint = point;
}

function readDimensionality(source: GeometrySource) {
  return (draft: RunDraft, text: string, line: number): void => {
    const digit = /DIMENSIONALITY OF THE SYSTEM +([0-3])\s*$/.exec(text)?.[1];
    if (digit === undefined) return;
    draft.geometry.dimensionality = Number(digit) as Dimensionality;
    draft.geometry.nextSource = source;
    draft.geometry.nextPoint = null;
    draft.geometry.current = null;
    draft.lines['dimensionality'] = line;
  };
}

function startGeometry(all: GeometriesDraft, line: number): GeometryDraft {
  const geometry: GeometryDraft = {
    source: all.nextSource,
    point: all.nextPoint,
    line,
    primitiveCell: null,
    primitiveCellLine: null,
    primitiveVolume: null,
    density: null,
    centringCode: null,
    conventionalCell: null,
    conventionalCellLine: null,
    conventionalVolume: null,
    atomCount: null,
    asymmetricCount: null,
    atoms: [],
    conventionalAtoms: [],
    cartesians: [],
    primitiveToConventional: null,
    primitiveVectors: null,
  };
  all.current = geometry;
  all.nextSource = 'other';
  all.nextPoint = null;
  return geometry;
}

/** Only a geometry whose atoms are all there counts: the list of a killed run may stop in the middle. */
function keepGeometry(all: GeometriesDraft, geometry: GeometryDraft): void {
  all.first ??= geometry;
  if (geometry.source === 'final') all.final = geometry;
  else if (geometry.source === 'optimisation point') all.lastPoint = geometry;
  else if (geometry.source === 'input') all.lastInput = geometry;
}

function readLatticeHeader(draft: RunDraft, _text: string, line: number): void {
  startGeometry(draft.geometry, line);
}

const VOLUME = new RegExp(String.raw`VOLUME= *(${NUMBER})`);

function readPrimitiveCell(draft: RunDraft, text: string): Table | undefined {
  const geometry = draft.geometry.current;
  if (!geometry || geometry.primitiveCell) return undefined;
  geometry.centringCode = /CENTRING CODE +(\d+ *\/ *\d+)/.exec(text)?.[1] ?? null;
  geometry.primitiveVolume = toNumber(VOLUME.exec(text)?.[1]) ?? null;
  geometry.density = toNumber(/DENSITY +(\d+\.\d+) g\/cm\^3/.exec(text)?.[1]) ?? null;
  return cellTable((cell, line) => {
    geometry.primitiveCell = cell;
    geometry.primitiveCellLine = line;
  });
}

function readCrystallographicCell(draft: RunDraft, text: string): Table | undefined {
  const geometry = draft.geometry.current;
  if (!geometry) return undefined;
  geometry.conventionalVolume = toNumber(VOLUME.exec(text)?.[1]) ?? null;
  return cellTable((cell, line) => {
    geometry.conventionalCell = cell;
    geometry.conventionalCellLine = line;
  });
}

const ATOM_COUNTS = /^\s*ATOMS IN THE ASYMMETRIC UNIT *(\d+) *- *ATOMS IN THE UNIT CELL: *(\d+)\s*$/;

function readAtomCounts(draft: RunDraft, text: string, line: number): Table | undefined {
  const match = ATOM_COUNTS.exec(text);
  if (!match) return undefined;
  const all = draft.geometry;
  const geometry = all.current && all.current.atomCount === null ? all.current : startGeometry(all, line);
  geometry.asymmetricCount = Number(match[1]);
  geometry.atomCount = Number(match[2]);
  draft.lines['atoms'] = line;
  return atomTable(geometry.atomCount, (atoms) => {
    geometry.atoms = atoms;
    keepGeometry(all, geometry);
  });
}

function readConventionalAtoms(draft: RunDraft): Table | undefined {
  const geometry = draft.geometry.current;
  if (!geometry?.conventionalCell || geometry.atoms.length === 0) return undefined;
  return atomTable(geometry.atoms.length, (atoms) => {
    geometry.conventionalAtoms = atoms;
  });
}

function readTransformation(draft: RunDraft): Table | undefined {
  const geometry = draft.geometry.current;
  let isRead = false;
  return (text) => {
    if (isRead) return false;
    isRead = true;
    const numbers = isEvenRow(text) ? numberRow(text, 9) : undefined;
    if (numbers && geometry) geometry.primitiveToConventional = matrixOf(numbers);
    return numbers !== undefined;
  };
}

function readVectors(draft: RunDraft): Table | undefined {
  const geometry = draft.geometry.current;
  if (!geometry) return undefined;
  return matrixTable(1, (matrix) => {
    geometry.primitiveVectors = matrix;
  });
}

const CARTESIAN_ROW = /^\s*(\d+) +(\d+) +([A-Z]{1,2})\d{0,3}\s+(.*)$/;

function readCartesians(draft: RunDraft): Table | undefined {
  const geometry = draft.geometry.current;
  if (!geometry || geometry.atoms.length === 0) return undefined;
  const cartesians: Vector3[] = [];
  return (text) => {
    const match = CARTESIAN_ROW.exec(text);
    const [x, y, z] = match?.[4] !== undefined && isEvenRow(match[4]) ? (numberRow(match[4], 3) ?? []) : [];
    if (x === undefined || y === undefined || z === undefined)
      return cartesians.length === 0 && /^ ?\*/.test(text);
    cartesians.push([x, y, z]);
    if (cartesians.length === geometry.atoms.length) geometry.cartesians = cartesians;
    return cartesians.length <= geometry.atoms.length;
  };
}

export const geometryLandmarks: readonly Landmark[] = [
  oneLine('GEOMETRY FOR WAVE FUNCTION', readDimensionality('input')),
  oneLine('FINAL OPTIMIZED GEOMETRY', readDimensionality('final')),
  oneLine('LATTICE PARAMETERS (ANGSTROMS', readLatticeHeader),
  landmark('PRIMITIVE CELL', readPrimitiveCell),
  landmark('CRYSTALLOGRAPHIC CELL', readCrystallographicCell),
  landmark('ATOMS IN THE ASYMMETRIC UNIT', readAtomCounts),
  landmark('COORDINATES IN THE CRYSTALLOGRAPHIC CELL', readConventionalAtoms),
  landmark('TRANSFORMATION MATRIX PRIMITIVE-CRYSTALLOGRAPHIC CELL', readTransformation),
  landmark('DIRECT LATTICE VECTORS CARTESIAN COMPONENTS (ANGSTROM)', readVectors),
  landmark('CARTESIAN COORDINATES - PRIMITIVE CELL', readCartesians),
  oneLine('INFORMATION **** CONFCOUNT **** CALCULATION COMPLETE', (draft) => {
    draft.geometry.configurationsCounted = true;
  }),
  oneLine('WARNING **** CRYSTA **** TESTGEOM', (draft) => {
    draft.geometry.editingComplete = true;
  }),
];
