import { keywordTable } from '../keyword-table.js';
import type { NumberKind } from '../record-cursor.js';
import {
  counted,
  countedInts,
  ints,
  latticeMatrix,
  none,
  numbers,
  numericLines,
  reals,
  sequence,
  type Shape,
} from '../shapes.js';
import { taskKeywords } from './other-tasks.js';

const labelAndShift: readonly NumberKind[] = ['int', 'real', 'real', 'real'];

const supercells = {
  SUPERCEL: latticeMatrix,
  SUPERCON: latticeMatrix,
  SCELCONF: latticeMatrix,
  SCELPHONO: latticeMatrix,
  NOSHIFT: none,
  PRIMITIV: none,
};

const slabcut = {
  records: sequence(
    ints(3, 'the Miller indices h k l'),
    ints(2, 'the surface layer and the number of layers'),
  ),
  leaves: 2,
} as const;

/** Edits that take periodic directions away. */
const dimensions = {
  SLABCUT: slabcut,
  SLAB: slabcut,
  SLABINFO: ints(3, 'the Miller indices h k l'),
  SWCNT: { records: ints(2, 'the chiral indices n1 n2'), leaves: 1 },
  NANOTUBE: { records: ints(2, 'the rolling vector n1 n2'), leaves: 1 },
  MOLEXP: numericLines,
  CLUSTER: { records: numericLines, leaves: 0 },
  MOLECULE: { records: counted(['int', 'int', 'int', 'int'], 'atom label and cell indices'), leaves: 0 },
} as const;

const atoms = {
  ATOMREMO: countedInts(1, 'atom label'),
  ATOMSUBS: counted(['int', 'int'], 'atom label and new atomic number'),
  ATOMINSE: counted(['int', 'real', 'real', 'real'], 'atomic number and coordinates'),
  ATOMDISP: counted(labelAndShift, 'atom label and displacement'),
  ATOMORDE: none,
  ATOMBSSE: numbers(['int', 'int', 'real'], 'atom label, number of stars and largest distance'),
  ATOMROT: numericLines,
  ATOMSYMM: none,
};

const symmetry = {
  BREAKSYMM: none,
  KEEPSYMM: none,
  MODISYMM: countedInts(2, 'atom label and flag'),
  SYMMREMO: none,
  TRASREMO: none,
  FINDSYM: none,
  SYMMOPS: none,
  PRSYMDIR: none,
};

const shape = {
  ELASTIC: sequence(ints(1, 'one integer (kind of deformation)'), latticeMatrix),
  ANGSTROM: none,
  BOHR: none,
  FRACTION: none,
};

/** `AUTO`, `ANGROT` with three angles, or `MATROT` with a matrix. */
const rotcry: Shape = (cursor, context) => {
  const mode = cursor.takeWord(`AUTO, ANGROT or MATROT after ${context.keyword}`, true);
  if (mode.toUpperCase() === 'ANGROT')
    return [[mode], cursor.takeNumbers(['real', 'real', 'real'], 'three angles')];
  if (mode.toUpperCase() !== 'MATROT') return [[mode]];
  return [[mode], ...sequence(reals(3, 'row 1'), reals(3, 'row 2'), reals(3, 'row 3'))(cursor, context)];
};

const printing = {
  STRUCPRT: none,
  COORPRT: none,
  EXTPRT: none,
  CIFPRT: none,
  CIFPRTSYM: none,
  NEIGHBOR: ints(1, 'one integer (number of stars of neighbours)'),
  SMALLDIST: numericLines,
  ROTCRY: rotcry,
  PBAND: numericLines,
  TESTGEOM: none,
  STOP: none,
};

/** CRYSTAL manual, "Geometry editing", with the task blocks that stand last. */
export const geometryKeywords = keywordTable(
  supercells,
  dimensions,
  atoms,
  symmetry,
  shape,
  printing,
  taskKeywords,
);

/** Edits whose work is in the geometry that a run prints: a follow-up deck must not do it twice. */
export const structuralEdits: ReadonlySet<string> = new Set([
  ...Object.keys(supercells),
  ...Object.keys(dimensions),
  ...Object.keys(atoms),
  ...Object.keys(shape),
  'ROTCRY',
]);

/** Written only where the user asks for them by name: their records are known from one source or none. */
export const unverifiedEdits: ReadonlySet<string> = new Set([
  'NANOTUBE',
  'TRASREMO',
  'PRIMITIV',
  'SUPERCON',
  'ATOMROT',
  'MOLEXP',
  'CLUSTER',
  'PBAND',
]);
