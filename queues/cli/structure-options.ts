import type { Command } from 'commander';
import type { SymmetryMode } from '../../src/crystal/structure/deck/deck-structure.js';
import type { Dimensionality } from '../../src/crystal/structure/structure.js';
import { CrystalqError } from '../../src/errors/crystalq-error.js';

export interface StructureOptions {
  readonly tolerance: string;
  readonly symmetry: string;
  readonly dimension?: string;
}

export interface StructureWishes {
  readonly mode: SymmetryMode;
  readonly toleranceAngstrom: number;
  readonly dimensionality: Dimensionality | undefined;
}

/** The options of every command that turns a structure file into a CRYSTAL geometry. */
export function addStructureOptions(command: Command): Command {
  return command
    .option('--symmetry <mode>', 'cif: as the file states; standard: as the atoms have; p1: none', 'cif')
    .option(
      '--tolerance <angstrom>',
      'how far atoms may be from perfect symmetry when it is searched',
      '0.01',
    )
    .option(
      '--dimension <n>',
      '2, 1 or 0: a slab, chain or molecule that the file keeps in a cell with vacuum',
    );
}

/** @throws USAGE */
export function readStructureOptions({ tolerance, symmetry, dimension }: StructureOptions): StructureWishes {
  const toleranceAngstrom = Number(tolerance);
  if (!(toleranceAngstrom > 0 && toleranceAngstrom <= 0.5)) {
    throw new CrystalqError('USAGE', `--tolerance ${tolerance} is no length between 0 and 0.5 Angstrom.`);
  }
  if (symmetry !== 'cif' && symmetry !== 'standard' && symmetry !== 'p1') {
    throw new CrystalqError('USAGE', `--symmetry ${symmetry} is not cif, standard or p1.`);
  }
  const wanted = dimension === undefined ? undefined : Number(dimension);
  if (wanted !== undefined && wanted !== 0 && wanted !== 1 && wanted !== 2 && wanted !== 3) {
    throw new CrystalqError('USAGE', `--dimension ${dimension ?? ''} is not 0, 1, 2 or 3.`);
  }
  return { mode: symmetry, toleranceAngstrom, dimensionality: wanted };
}
