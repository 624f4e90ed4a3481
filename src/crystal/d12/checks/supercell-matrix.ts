import { error } from '../../finding.js';
import { determinant } from '../reciprocal.js';
import { at, type DeckRule } from './rule.js';

const supercells = new Set(['SUPERCEL', 'SUPERCON', 'SCELCONF', 'SCELPHONO']);

/** CRYSTAL stops with THE SUPERCELL IS OF ZERO VOLUME. */
export const supercellMatrix: DeckRule = ({ deck }) =>
  deck.edits.flatMap((entry) => {
    if (entry.kind !== 'keyword' || !supercells.has(entry.keyword)) return [];
    const rows = entry.records.map((record) => record.map(Number));
    if (Math.abs(determinant(rows)) > 0.5) return [];
    return [
      at(
        entry,
        error(
          'supercell-matrix',
          `the matrix of ${entry.keyword} has no volume`,
          'write rows that are independent',
        ),
      ),
    ];
  });
