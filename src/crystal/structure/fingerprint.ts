import { createHash } from 'node:crypto';
import { periodicity, wrapPeriodic } from '../symmetry/operation.js';
import { parametersOf } from './lattice.js';
import type { Structure } from './structure.js';

/** Lengths to 0.001 Angstrom, angles to 0.01 degree, coordinates to 0.0005 of the cell. */
const lengthSteps = 1000;
const angleSteps = 100;
const fractionSteps = 2000;

/**
 * The same for one crystal in one setting, whatever the order, labels and digits of its atoms and the way its
 * symmetry is written; for finding doubles in a batch. Another choice of axes or origin gives another value.
 */
export function structureFingerprint(structure: Structure): string {
  const periodic = periodicity(structure.dimensionality);
  const cell = parametersOf(structure.lattice).map((value, i) =>
    round(value, i < 3 ? lengthSteps : angleSteps),
  );
  const atoms = structure.sites.map(({ atomicNumber, fractional }) => {
    const rounded = wrapPeriodic(fractional, periodic).map((value, axis) => {
      if (!periodic[axis]) return round(value, lengthSteps);
      return round(value, fractionSteps) % fractionSteps;
    });
    return `${atomicNumber}:${rounded.join(',')}`;
  });
  const text = [structure.dimensionality, cell.join(','), ...atoms.sort()].join('\n');
  return createHash('sha256').update(text).digest('hex');
}

const round = (value: number, steps: number): number => Math.round(value * steps) + 0;
