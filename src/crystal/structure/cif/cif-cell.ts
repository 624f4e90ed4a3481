import { CrystalqError } from '../../../errors/crystalq-error.js';
import { latticeFromParameters, volumeOf, type CellParameters } from '../lattice.js';
import type { Matrix3 } from '../../symmetry/matrix3.js';
import { cifNumber, firstValue } from './cif-values.js';
import type { CifBlock } from './parse-cif.js';

export interface CifCell {
  readonly parameters: CellParameters;
  readonly lattice: Matrix3;
  readonly remarks: readonly string[];
}

/** Cell of a block. Throws STRUCTURE_NO_CELL where parameters are missing or make no cell. */
export function readCifCell(block: CifBlock): CifCell {
  const read = (tag: string): number => {
    const value = firstValue(block, [`_cell_${tag}`]);
    if (!value) throw noCell(block, `_cell_${tag} is missing`);
    return cifNumber(block, value, `_cell_${tag}`);
  };
  const parameters: CellParameters = [
    read('length_a'),
    read('length_b'),
    read('length_c'),
    read('angle_alpha'),
    read('angle_beta'),
    read('angle_gamma'),
  ];
  const lattice = latticeFromParameters(parameters);
  if (!lattice) throw noCell(block, `the cell ${parameters.join(' ')} has no volume`);
  return { parameters, lattice, remarks: volumeRemarks(block, volumeOf(lattice)) };
}

function volumeRemarks(block: CifBlock, volume: number): readonly string[] {
  const stated = firstValue(block, ['_cell_volume']);
  if (!stated) return [];
  const statedVolume = cifNumber(block, stated, '_cell_volume');
  if (Math.abs(statedVolume - volume) <= 0.01 * volume) return [];
  return [`_cell_volume says ${statedVolume} A^3, the cell parameters make ${volume.toFixed(2)} A^3`];
}

const noCell = (block: CifBlock, what: string): CrystalqError =>
  new CrystalqError('STRUCTURE_NO_CELL', `${block.fileName}: block ${block.name || '(unnamed)'}: ${what}`, {
    details: { fileName: block.fileName, block: block.name },
  });
