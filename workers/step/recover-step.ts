import { join } from 'node:path';
import { readDeck } from '../../src/crystal/d12/read-deck.js';
import { propose, type Proposal } from '../../src/recovery/propose.js';
import { rules } from '../../src/recovery/rules.js';
import { renderDeck } from '../../src/crystal/d12/render-deck.js';
import type { NewAttempt, StepContext } from '../../src/store/store.js';
import { stepOf } from '../../src/steps/registry.js';
import { readRecorded } from '../../src/workdir/missing-file.js';
import type { ArtifactRecord, AttemptRecord } from '../../src/workflow/records.js';
import { by, type JobDeps, type WorkerDeps } from '../deps.js';
import { remedyOf } from './failure-error.js';
import { isForLackOfRoom } from '../../src/workflow/halts.js';
import { carriedFrom, prepareAttempt, type AttemptPlan } from './prepare-attempt.js';

/** The last attempt failed: a rule proposes a change and a new attempt is added, or the step fails for good. */
export async function recoverStep(deps: JobDeps, context: StepContext): Promise<NewAttempt | undefined> {
  const last = context.attempts.at(-1);
  if (!last) return undefined;
  const proposal = await proposalFor(deps, context, last);
  if (!proposal) {
    await giveUp(deps, context, last);
    return undefined;
  }
  const plan = planOf(proposal.proposal, proposal.deckText, last, proposal.artifacts);
  deps.log.info('recovery', { attemptId: last.id, rule: plan.change.rule, summary: plan.change.summary });
  return prepareAttempt(deps, context, plan);
}

interface Found {
  readonly proposal: Proposal;
  readonly deckText: string;
  readonly artifacts: readonly ArtifactRecord[];
}

async function proposalFor(
  deps: WorkerDeps,
  context: StepContext,
  last: AttemptRecord,
): Promise<Found | undefined> {
  const { workflow, advanced } = deps.config();
  const { recovery, maxAttemptsPerStep } = workflow;
  const counted = context.attempts.filter(({ number }) => number > context.step.attemptBase);
  const spent = counted.filter(({ failureCode }) => !isForLackOfRoom(failureCode));
  if (!recovery || spent.length >= maxAttemptsPerStep) return undefined;
  const artifacts = await deps.store.artifacts([last.id]);
  const deckFile = artifacts.find(({ role }) => role === 'deck');
  if (!deckFile) return undefined;
  const deckText = await readRecorded(join(last.folder, deckFile.path));
  const situation = {
    stepType: context.step.type,
    failure: last.failureCode ?? 'UNKNOWN',
    deck: stepOf(context.step.type).program === 'crystal' ? readDeck(deckText, deckFile.path) : undefined,
    resources: last.resources,
    usedRules: counted.flatMap(({ change }) => (change ? [change.rule] : [])),
    leftRoles: new Set(artifacts.map(({ role }) => role)),
  };
  const { recoveryRules } = advanced.featureFlags;
  const proposal = propose(
    situation,
    rules.filter(({ name }) => recoveryRules[name] ?? true),
  );
  return proposal && { proposal, deckText, artifacts };
}

function planOf(
  proposal: Proposal,
  deckText: string,
  last: AttemptRecord,
  artifacts: readonly ArtifactRecord[],
): AttemptPlan {
  return {
    change: {
      rule: proposal.rule,
      summary: proposal.summary,
      patch: { resources: proposal.resources ?? null, carry: proposal.carry ?? [] },
    },
    deckText: proposal.deck ? renderDeck(proposal.deck) : deckText,
    resources: proposal.resources ?? last.resources,
    carry: carriedFrom(last, artifacts, proposal.carry ?? []),
  };
}

async function giveUp(deps: WorkerDeps, context: StepContext, last: AttemptRecord): Promise<void> {
  const failureCode = last.failureCode ?? 'UNKNOWN';
  const reason = reasonOf(context, last, failureCode);
  await deps.store.apply(
    [{ kind: 'step', id: context.step.id, to: 'failed', set: { reason, failureCode } }],
    by(deps, reason),
  );
}

function reasonOf(context: StepContext, last: AttemptRecord, failureCode: string): string {
  const tries = context.attempts.filter(({ number }) => number > context.step.attemptBase).length;
  const told = last.evidence as { message?: unknown; hint?: unknown } | null;
  const what = typeof told?.message === 'string' ? told.message : failureCode;
  const remedy = typeof told?.hint === 'string' ? told.hint : remedyOf(failureCode);
  return `${what} (${tries} ${tries === 1 ? 'attempt' : 'attempts'}). ${remedy}`;
}
