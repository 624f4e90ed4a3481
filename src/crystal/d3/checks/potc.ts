import type { PotcBlock } from '../blocks/potc.js';
import { error, warning, when, type Remark } from '../../finding.js';

export const potcRemarks = (block: PotcBlock): readonly Remark[] => [
  ...when(
    ![0, 2, 3].includes(block.mode),
    error(
      'potc-mode',
      `POTC has ICA ${block.mode}`,
      'write 0 (points), 2 (plane averages) or 3 (layer averages)',
    ),
  ),
  ...when(
    block.mode === 0 && block.points < 0,
    warning('potc-file', 'POTC reads its points from POTC.INP', 'see that this file is staged with the deck'),
  ),
  ...when(
    block.mode >= 2 && block.points < 2,
    error('potc-planes', `POTC has ${block.points} planes`, 'write NPU 2 or more'),
  ),
  ...when(
    block.rangeBohr !== null && (block.rangeBohr[0] ?? 0) >= (block.rangeBohr[1] ?? 0),
    error('potc-range', 'ZM is not below ZP', 'write the lower plane first'),
  ),
  ...when(
    block.halfWidthBohr !== null && block.halfWidthBohr <= 0,
    error('potc-width', 'ZD is not positive', 'write half the thickness of a layer in bohr'),
  ),
];
