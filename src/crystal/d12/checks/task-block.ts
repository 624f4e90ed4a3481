import { error } from '../../finding.js';
import { findEntry, nameOf } from '../entries.js';
import { taskNames } from '../keywords/other-tasks.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

/** One task block, the last of block 1, with supercells before it. */
export const taskBlock: DeckRule = (view) => [...severalTasks(view), ...afterTask(view), ...supercells(view)];

/** Not blocks, but they end block 1 all the same. */
const otherTasks = ['TESTGEOM', 'CONFCNT'];

const isTask = (entry: DeckView['deck']['edits'][number]): boolean =>
  taskNames.has(nameOf(entry)) || otherTasks.includes(nameOf(entry));

function severalTasks({ deck }: DeckView): PlacedRemark[] {
  const [first, ...others] = deck.edits.filter(isTask);
  if (first === undefined) return [];
  return others.map((task) => {
    const message = `${nameOf(task)} beside ${nameOf(first)}: a run does one task`;
    return at(task, error('task-block', message, 'keep one of them'));
  });
}

function afterTask({ deck: { edits } }: DeckView): PlacedRemark[] {
  const first = edits.find(isTask);
  const after =
    first === undefined ? [] : edits.slice(edits.indexOf(first)).filter((entry) => !isTask(entry));
  const misplaced = after.map((entry) => {
    const name = nameOf(entry);
    return at(
      entry,
      error('task-block', `${name} stands after the task block`, `move ${name} in front of it`),
    );
  });
  const siblings = edits.filter((entry) => nameOf(entry) === 'PREOPTGEOM');
  return [
    ...misplaced,
    ...siblings.map((entry) =>
      at(
        entry,
        error('task-block', 'PREOPTGEOM belongs inside FREQCALC, ELASTCON or EOS', 'move it into the block'),
      ),
    ),
  ];
}

function supercells({ deck: { edits }, dimensionality }: DeckView): PlacedRemark[] {
  const phonon = findEntry(edits, 'SCELPHONO');
  const plain = findEntry(edits, 'SUPERCEL');
  if (dimensionality === 0 && (phonon ?? plain) !== undefined) {
    return [at(phonon ?? plain, error('task-block', 'a molecule has no supercell', 'remove it'))];
  }
  if (phonon === undefined || plain === undefined) return [];
  const message = 'SCELPHONO and SUPERCEL exclude each other';
  return [at(phonon, error('task-block', message, 'keep SCELPHONO for phonons'))];
}
