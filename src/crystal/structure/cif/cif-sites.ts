import type { Vector3 } from '../../d12/geometry.js';
import { CrystalqError } from '../../../errors/crystalq-error.js';
import { add, inverse, rowTimes, transform, type Matrix3 } from '../../symmetry/matrix3.js';
import type { Site } from '../structure.js';
import { elementOfSite } from './cif-element.js';
import { cifNumber, column, firstValue, unreadableBlock } from './cif-values.js';
import type { CifBlock, CifValue } from './parse-cif.js';

type Column = readonly (CifValue | undefined)[] | undefined;

/** True where a block lists atoms at all; the other blocks of a file (texts, powder data) are passed over. */
export const hasSites = (block: CifBlock): boolean =>
  ['_atom_site_fract_x', '_atom_site_cartn_x'].some((tag) => block.columns.has(tag));

/** The sites as listed. Throws where an element is unknown or a site is not fully and orderly occupied. */
export function readCifSites(block: CifBlock, lattice: Matrix3): readonly Site[] {
  const positions = readPositions(block, lattice);
  const labels = column(block, '_atom_site_label') ?? column(block, '_atom_site_label_atom_id');
  const types = column(block, '_atom_site_type_symbol');
  const calcFlags = column(block, '_atom_site_calc_flag');
  refuseDisorder(block, positions.length, labels);
  const sites = positions.flatMap((fractional, row) => {
    const isDummy = calcFlags?.[row]?.text.toLowerCase() === 'dum';
    return isDummy ? [] : [siteOf(block, fractional, types?.[row], labels?.[row], row)];
  });
  if (sites.length > 0) return sites;
  throw new CrystalqError('STRUCTURE_EMPTY', `${block.fileName}: block ${block.name} lists no atoms`);
}

function siteOf(
  block: CifBlock,
  fractional: Vector3 | undefined,
  type: CifValue | undefined,
  labelValue: CifValue | undefined,
  row: number,
): Site {
  const label = labelValue?.text ?? type?.text ?? `site ${row + 1}`;
  if (!fractional) throw unreadableBlock(block, `site ${label} has no coordinates`, missingHint);
  return { atomicNumber: elementOfSite(block, type, labelValue, label), label, fractional };
}

const missingHint =
  'Give the site coordinates, or remove it from the file when it is not part of the structure.';

function readPositions(block: CifBlock, lattice: Matrix3): readonly (Vector3 | undefined)[] {
  const fractional = axes('fract').map((tag) => column(block, tag));
  const hasFractional = fractional[0]?.some((value) => value !== undefined) ?? false;
  if (hasFractional) return positionsFrom(block, fractional, 'fract', (v) => v);
  const cartesian = axes('cartn').map((tag) => column(block, tag));
  const toFractional = cartesianToFractional(block, lattice);
  return positionsFrom(block, cartesian, 'cartn', toFractional);
}

const axes = (kind: 'fract' | 'cartn'): readonly string[] =>
  ['x', 'y', 'z'].map((axis) => `_atom_site_${kind}_${axis}`);

function positionsFrom(
  block: CifBlock,
  columns: readonly Column[],
  kind: 'fract' | 'cartn',
  convert: (v: Vector3) => Vector3,
): readonly (Vector3 | undefined)[] {
  const [xs, ys, zs] = columns;
  if (!xs || !ys || !zs || xs.length !== ys.length || xs.length !== zs.length) {
    throw unreadableBlock(block, `_atom_site_${kind}_x, _y and _z are not all there`);
  }
  return xs.map((x, row) => {
    const y = ys[row];
    const z = zs[row];
    if (!x || !y || !z) return undefined;
    const read = (value: CifValue): number => cifNumber(block, value, `_atom_site_${kind} of row ${row + 1}`);
    const position: Vector3 = [read(x), read(y), read(z)];
    // A position far outside means a Cartesian or damaged number, and would lose its digits when wrapped.
    if (kind === 'fract' && position.some((value) => Math.abs(value) > 1000)) {
      throw unreadableBlock(block, `the fractional coordinates of row ${row + 1} are out of any range`);
    }
    return convert(position);
  });
}

/** By the matrix of the file, else by the usual orientation (a along x, b in the xy plane). */
function cartesianToFractional(block: CifBlock, lattice: Matrix3): (v: Vector3) => Vector3 {
  const entry = (tag: string): number | undefined => {
    const value = firstValue(block, [`_atom_sites_fract_tran_${tag}`, `_atom_sites_fract_transf_${tag}`]);
    return value && cifNumber(block, value, `_atom_sites_fract_tran_${tag}`);
  };
  const row = (i: number): readonly (number | undefined)[] =>
    [1, 2, 3].map((j) => entry(`matrix_${i}${j}`) ?? entry(`matrix[${i}][${j}]`));
  const rows = [row(1), row(2), row(3)];
  if (!rows.flat().every((value) => value !== undefined)) {
    const back = inverse(lattice);
    return (v) => rowTimes(v, back);
  }
  const matrix = rows as unknown as Matrix3;
  const vector = [1, 2, 3].map((i) => entry(`vector_${i}`) ?? entry(`vector[${i}]`) ?? 0);
  return (v) => add(transform(matrix, v), vector as unknown as Vector3);
}

function refuseDisorder(block: CifBlock, rows: number, labels: Column): void {
  const occupancies = column(block, '_atom_site_occupancy');
  const groups = column(block, '_atom_site_disorder_group');
  const names: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const occupancy = occupancies?.[row];
    const value = occupancy ? cifNumber(block, occupancy, '_atom_site_occupancy') : 1;
    if (Math.abs(value - 1) > 1e-3) names.push(`${labels?.[row]?.text ?? `row ${row + 1}`} (${value})`);
  }
  if (names.length > 0) throw partial(block, `sites with an occupancy other than 1: ${some(names)}`);
  const given = (groups ?? []).flatMap((group) => (group && group.text !== '0' ? [group.text] : []));
  const isAboutSpecialPosition = given.some((group) => group.startsWith('-'));
  if (new Set(given).size > 1 || isAboutSpecialPosition) {
    throw partial(block, `${given.length} sites belong to disorder groups ${[...new Set(given)].join(', ')}`);
  }
}

const some = (names: readonly string[]): string =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;

const partial = (block: CifBlock, what: string): CrystalqError =>
  new CrystalqError('STRUCTURE_PARTIAL_OCCUPANCY', `${block.fileName}: block ${block.name}: ${what}`, {
    details: { fileName: block.fileName, block: block.name },
  });
