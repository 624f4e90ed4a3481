import { chemicalFormula } from '../formula.js';
import { elementSymbol } from '../elements.js';
import { parametersOf } from '../lattice.js';
import type { Structure } from '../structure.js';
import { inVacuum } from './in-vacuum.js';

/** A CIF with all atoms of the cell and no symmetry (P 1). Titles are cleaned: they come from users. */
export function renderCif(structure: Structure): string {
  const { lattice, positions } = inVacuum(structure);
  const [a, b, c, alpha, beta, gamma] = parametersOf(lattice).map((value) => value.toFixed(6));
  const name = structure.title.replaceAll(/[^\w.+-]+/g, '_').slice(0, 60) || 'structure';
  const vacuum =
    structure.dimensionality === 3 ? [] : ['# directions without periodicity hold 20 A of vacuum'];
  const counts = new Map<string, number>();
  const rows = structure.sites.map((site, i) => {
    const symbol = elementSymbol(site.atomicNumber);
    const index = (counts.get(symbol) ?? 0) + 1;
    counts.set(symbol, index);
    return `${symbol}${index} ${symbol} ${(positions[i] ?? []).map((x) => x.toFixed(9)).join(' ')}`;
  });
  return [
    `data_${name}`,
    ...vacuum,
    `_chemical_formula_sum '${chemicalFormula(structure)}'`,
    '_cell_formula_units_Z 1',
    `_cell_length_a ${a ?? ''}`,
    `_cell_length_b ${b ?? ''}`,
    `_cell_length_c ${c ?? ''}`,
    `_cell_angle_alpha ${alpha ?? ''}`,
    `_cell_angle_beta ${beta ?? ''}`,
    `_cell_angle_gamma ${gamma ?? ''}`,
    `_space_group_name_H-M_alt 'P 1'`,
    '_space_group_IT_number 1',
    'loop_',
    '_space_group_symop_operation_xyz',
    "'x, y, z'",
    'loop_',
    '_atom_site_label',
    '_atom_site_type_symbol',
    '_atom_site_fract_x',
    '_atom_site_fract_y',
    '_atom_site_fract_z',
    ...rows,
    '',
  ].join('\n');
}
