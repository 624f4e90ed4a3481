import { join } from 'node:path';
import { readDeck } from '../../src/crystal/d12/read-deck.js';
import { renderDeck } from '../../src/crystal/d12/render-deck.js';
import { restartOf } from '../../src/recovery/more-walltime.js';
import type { StepContext } from '../../src/store/store.js';
import { stepOf } from '../../src/steps/registry.js';
import { putInPlace } from '../../src/workdir/drafts.js';
import { readRecorded } from '../../src/workdir/missing-file.js';
import type { WorkerDeps } from '../deps.js';
import { carriedFrom, type AttemptPlan } from './prepare-attempt.js';

/**
 * After a *retry* a step goes on where it stopped: with the deck of its last attempt, as recovery left it, and from its
 * restart files where there are some. Undefined: it starts from the beginning (first attempt, or *rerun*).
 */
export async function continuationOf(
  deps: WorkerDeps,
  context: StepContext,
): Promise<AttemptPlan | undefined> {
  const last = context.attempts.at(-1);
  if (!context.step.goesOn || !last || stepOf(context.step.type).program !== 'crystal') return undefined;
  const artifacts = await deps.store.artifacts([last.id]);
  const deckFile = artifacts.find(({ role }) => role === 'deck');
  if (!deckFile) return undefined;
  const deck = join(last.folder, deckFile.path);
  // Still a draft where its worker died and it never came to a submission: cancelled, or other resources were wanted.
  await putInPlace(deck, last.token);
  const deckText = await readRecorded(deck);
  const restart = restartOf({
    stepType: context.step.type,
    failure: last.failureCode ?? 'UNKNOWN',
    deck: readDeck(deckText, deckFile.path),
    resources: last.resources,
    usedRules: [],
    leftRoles: new Set(artifacts.map(({ role }) => role)),
  });
  return {
    change: {
      rule: 'retry',
      summary: `goes on from attempt ${last.number}${restart ? ', with its restart files' : ''}`,
      patch: { carry: restart?.carry ?? [] },
    },
    deckText: restart?.deck ? renderDeck(restart.deck) : deckText,
    // Resources are what people correct before they retry: the step's own, not those of the last attempt.
    resources: context.step.resources,
    carry: carriedFrom(last, artifacts, restart?.carry ?? []),
  };
}
