import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A rock salt CIF with its own cell: structures that differ, for batches of any size. */
export const rockSalt = (cation: string, anion: string, a: number): string => `data_${cation}${anion}
_cell_length_a ${a.toFixed(4)}
_cell_length_b ${a.toFixed(4)}
_cell_length_c ${a.toFixed(4)}
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 90
_space_group_name_H-M_alt 'F m -3 m'
loop_
_atom_site_label
_atom_site_type_symbol
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
${cation}1 ${cation} 0 0 0
${anion}1 ${anion} 0.5 0.5 0.5
`;

/** `count` structures named m00, m01, ... in a folder below `home`; returns the folder. */
export function writeStructures(
  home: string,
  count: number,
  nameOf = (index: number) => `m${String(index).padStart(2, '0')}`,
): string {
  const folder = join(home, 'structures');
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index += 1) {
    writeFileSync(join(folder, `${nameOf(index)}.cif`), rockSalt('Mg', 'O', 4.2 + index * 0.01));
  }
  return folder;
}
