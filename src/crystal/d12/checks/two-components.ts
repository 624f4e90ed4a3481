import { error } from '../../finding.js';
import { findEntry } from '../entries.js';
import { at, type DeckRule } from './rule.js';

/** Spin-orbit coupling is for single points. */
export const twoComponents: DeckRule = ({ deck, task }) => {
  const entry = findEntry(deck.method, 'TWOCOMPON');
  if (entry === undefined || task === undefined) return [];
  return [
    at(
      entry,
      error(
        'two-components',
        `TWOCOMPON with ${task.keyword}: two-component runs are single points`,
        `remove ${task.keyword}`,
      ),
    ),
  ];
};
