import { error, warning } from '../../finding.js';
import { findEntry, numberOf, recordOf } from '../entries.js';
import { at, type DeckRule, type PlacedRemark } from './rule.js';

/** TOLINTEG and TOLDEE. */
export const tolerances: DeckRule = ({ deck, task }) => {
  const remarks: PlacedRemark[] = [];
  const integrals = recordOf(deck.method, 'TOLINTEG')?.map(Number);
  const entry = findEntry(deck.method, 'TOLINTEG');
  if (integrals !== undefined) {
    const [, , , fourth = 0, fifth = 0] = integrals;
    if (integrals.some((value) => value < 1)) {
      remarks.push(
        at(entry, error('tolerances', 'TOLINTEG takes positive exponents', 'write 7 7 7 7 14 or tighter')),
      );
    } else if (fifth < fourth + 3) {
      remarks.push(
        at(
          entry,
          warning(
            'tolerances',
            `the fifth tolerance (${fifth}) is close to the fourth (${fourth})`,
            `write at least ${fourth + 3}; twice the fourth is usual`,
          ),
        ),
      );
    }
    if (Math.min(...integrals) < 6) {
      remarks.push(
        at(
          entry,
          warning(
            'tolerances',
            `TOLINTEG ${integrals.join(' ')} is looser than CRYSTAL ever was`,
            'write at least 6 6 6 6 12',
          ),
        ),
      );
    }
  }
  const energy = numberOf(deck.method, 'TOLDEE');
  if (energy !== undefined && energy < 6) {
    remarks.push(
      at(
        findEntry(deck.method, 'TOLDEE'),
        warning(
          'tolerances',
          `TOLDEE ${energy} leaves the energy uncertain by 1E-${energy} hartree`,
          'write at least 6',
        ),
      ),
    );
  }
  if (task?.keyword === 'OPTGEOM' && energy === 6) {
    remarks.push(
      at(
        findEntry(deck.method, 'TOLDEE'),
        warning('tolerances', 'TOLDEE 6 makes noisy gradients', 'write 7 or more for OPTGEOM'),
      ),
    );
  }
  return remarks;
};
