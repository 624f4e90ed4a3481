import { error, warning } from '../../finding.js';
import type { DeckGeometry } from '../geometry.js';
import { at, type DeckRule, type PlacedRemark } from './rule.js';

const rhombohedral = new Set([146, 148, 155, 160, 161, 166, 167]);

/** Cell, IFHR and symbol against the group. */
export const cellAndGroup: DeckRule = ({ deck, refusal }) => {
  const { geometry } = deck;
  const remarks: PlacedRemark[] = [];
  if (refusal?.code === 'DECK_INVALID') {
    remarks.push(at(geometry, error('cell-and-group', refusal.message, refusal.hint)));
  }
  if (geometry.kind === 'CRYSTAL') remarks.push(...crystalRemarks(geometry));
  if (geometry.kind === 'SLAB' && geometry.group <= 7)
    remarks.push(...angleRemarks(geometry, geometry.cell.slice(2)));
  return remarks;
};

function crystalRemarks(geometry: Extract<DeckGeometry, { kind: 'CRYSTAL' }>): PlacedRemark[] {
  const { group, cell, rhombohedralAxes } = geometry;
  const remarks = angleRemarks(geometry, cell.length >= 4 ? cell.slice(3) : []);
  const isRhombohedral = typeof group === 'number' ? rhombohedral.has(group) : /^R\b/i.test(group);
  if (rhombohedralAxes === 1 && !isRhombohedral) {
    remarks.push(
      at(
        geometry,
        warning(
          'cell-and-group',
          `IFHR 1 means nothing for group ${group}`,
          'write IFHR 0; the origin is IFSO, the third number',
        ),
      ),
    );
  }
  const [a = 0, second = 0] = cell;
  if (isRhombohedral && rhombohedralAxes === 0 && second / a > 8) {
    remarks.push(
      at(
        geometry,
        warning(
          'cell-and-group',
          `c = ${second} beside a = ${a} looks like the angle of rhombohedral axes`,
          'write IFHR 1 for "a alpha", or c of the hexagonal axes',
        ),
      ),
    );
  }
  if (typeof group === 'string' && /\bE\b/i.test(group)) {
    remarks.push(
      at(
        geometry,
        error(
          'cell-and-group',
          `CRYSTAL knows the e-glide of "${group}" by its old letters only`,
          'write ABM2, ABA2, CMCA, CMMA or CCCA with blanks: "C M C A"',
        ),
      ),
    );
  }
  return remarks;
}

function angleRemarks(geometry: DeckGeometry, angles: readonly number[]): PlacedRemark[] {
  return angles
    .filter((angle) => angle < 10 || angle >= 180)
    .map((angle) =>
      at(
        geometry,
        error(
          'cell-and-group',
          `${angle} is no angle of a unit cell`,
          'write angles in degrees, between 10 and 180',
        ),
      ),
    );
}
