import type { Deck } from '../d12/deck.js';
import { recordOf } from '../d12/entries.js';
import type { ParentRun } from './parent-run.js';

/** The run with the mesh of its .d12 deck, where its output does not print one. */
export function withDeckMesh(run: ParentRun, deck: Deck): ParentRun {
  if (run.shrink) return run;
  const [factor, gilat] = recordOf(deck.method, 'SHRINK') ?? [];
  if (typeof factor !== 'number' || typeof gilat !== 'number') return run;
  const [a, b, c] = factor > 0 ? [factor, factor, factor] : (recordOf(deck.method, 'SHRINK', 1) ?? []);
  if (typeof a !== 'number' || typeof b !== 'number' || typeof c !== 'number') return run;
  return { ...run, shrink: { mesh: [a, b, c], gilat } };
}
