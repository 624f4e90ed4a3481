import type { DeckOrder } from '../../../src/crystal/d12/build-deck.js';
import type { DeckGeometry } from '../../../src/crystal/d12/geometry.js';
import type { CrystalTask } from '../../../src/crystal/settings/presets.js';
import { parseSettingsPatch, resolveSettings } from '../../../src/crystal/settings/resolve-settings.js';

const half = 3.567 / 2;

export const diamond: DeckGeometry = {
  kind: 'CRYSTAL',
  symbolFlag: 0,
  rhombohedralAxes: 0,
  originSetting: 0,
  group: 227,
  cell: [3.567],
  atoms: [{ number: 6, position: [0.125, 0.125, 0.125] }],
};

export const fcc = (edge: number): DeckOrder['primitiveVectors'] => [
  [0, edge / 2, edge / 2],
  [edge / 2, 0, edge / 2],
  [edge / 2, edge / 2, 0],
];

/** A deck of diamond as the settings ask for it. */
export function diamondOrder(task: CrystalTask, settings: object = {}): DeckOrder {
  return {
    title: 'diamond',
    geometry: diamond,
    primitiveVectors: fcc(2 * half),
    primitiveAtoms: [0, 0],
    settings: resolveSettings(task, parseSettingsPatch(settings, 'test')),
    task,
  };
}
