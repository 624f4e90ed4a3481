import type { Config } from '../../../src/config/config.js';
import type { RunProgress } from '../../../src/crystal/output/progress-reader.js';
import type { StepContext } from '../../../src/store/store.js';
import { concernsSubmission, tellHalt, type HaltRecord } from '../../../src/workflow/halts.js';
import { isHeld, nextAction } from '../../../src/workflow/next-action.js';
import { tellProgress } from '../../running-progress.js';
import type { EventRecord } from '../../../src/workflow/records.js';
import { isStepOver } from '../../../src/workflow/states.js';

export interface Explanation {
  readonly step: string;
  readonly state: string;
  /** What it waits for, in one sentence. */
  readonly waitsFor: string;
  readonly next: string;
  /** How far the running attempt is; null where none runs. */
  readonly progress: RunProgress | null;
  readonly events: readonly EventRecord[];
  readonly lines: readonly string[];
}

export interface Surroundings {
  readonly halts: readonly HaltRecord[];
  /** How many attempts its cluster has, or may have. */
  readonly live: number;
  readonly progress?: RunProgress | undefined;
}

/** Why a step is where it is, what it waits for, and what happens next without anybody doing anything. */
export function explainStep(
  context: StepContext,
  events: readonly EventRecord[],
  config: Config,
  { halts, live, progress }: Surroundings,
): Explanation {
  const { step, material, batch, attempts } = context;
  const inTheWay = whatHaltsIt(context, halts) ?? whatIsFull(context, config, live);
  const waitsFor = inTheWay?.what ?? whatItWaitsFor(context);
  const next = inTheWay?.remedy ?? whatIsNext(context, config);
  const last = attempts.at(-1);
  const lines = [
    `${step.id}  ${step.name} of ${material.label} (batch ${batch.id})`,
    `  state: ${step.state}${step.reason ? ` - ${step.reason}` : ''}`,
    `  waits for: ${waitsFor}`,
    `  next: ${next}`,
    ...(last
      ? [
          `  attempt ${last.number}: ${last.state}${last.verdict ? `, ${last.verdict}` : ''}, job ${last.carrier?.schedulerJobId ?? 'none'}, ${last.folder}`,
        ]
      : []),
    ...(progress ? [`  progress: ${tellProgress(progress)}`] : []),
    ...attempts.flatMap(({ number, change }) =>
      change ? [`  attempt ${number} changed: ${change.summary}`] : [],
    ),
    '  last transitions:',
    ...events.map(
      ({ at, entity, from, to, actor, reason }) =>
        `    ${at}  ${entity} ${from ?? ''} -> ${to}  (${actor}) ${reason}`,
    ),
  ];
  return { step: step.id, state: step.state, waitsFor, next, progress: progress ?? null, events, lines };
}

function whatHaltsIt(
  { step, batch, attempts }: StepContext,
  halts: readonly HaltRecord[],
): ReturnType<typeof tellHalt> | undefined {
  if (isStepOver(step.state)) return undefined;
  const last = attempts.at(-1);
  const found = halts
    .filter(({ state }) => state === 'open')
    .find((halt) =>
      halt.kind === 'disk'
        ? halt.batchId === batch.id
        : last?.state === 'prepared' && concernsSubmission(halt, last),
    );
  return found && tellHalt(found);
}

function whatIsFull(
  context: StepContext,
  { clusters }: Config,
  live: number,
): ReturnType<typeof tellHalt> | undefined {
  const last = context.attempts.at(-1);
  const { maxQueued } = clusters[last?.cluster ?? '']?.limits ?? { maxQueued: Infinity };
  if (last?.state !== 'prepared' || isHeld(context) || live < maxQueued) return undefined;
  return {
    what: `room on ${last.cluster}: ${live === 1 ? '1 job is' : `${live} jobs are`} there, and ${maxQueued} may be (limits.maxQueued)`,
    remedy: 'it goes when jobs have ended: urgent batches first, and in each the first materials',
  };
}

function whatItWaitsFor(context: StepContext): string {
  const { step, material, batch } = context;
  if (isStepOver(step.state)) return 'nothing, it is over';
  if (batch.hold) return `the batch is on hold: crystalq resume --batch ${batch.id}`;
  if (material.hold) return `the material is on hold: crystalq resume --material ${material.id}`;
  if (step.hold) return `the step is on hold: crystalq resume --step ${step.id}`;
  if (material.state === 'pending') return 'a place in the window: other materials go first';
  const open = context.incoming
    .filter(({ edge }) => edge.state !== 'delivered')
    .map(({ producer }) => `${producer.name} (${producer.state})`);
  if (open.length > 0) return open.join(', ');
  const last = context.attempts.at(-1);
  if (last && last.state !== 'concluded') return waitOfAttempt(last.state, last.carrier?.schedulerJobId);
  return 'a worker';
}

function waitOfAttempt(state: string, jobId: string | undefined): string {
  const waits: Readonly<Record<string, string>> = {
    prepared: 'its submission',
    submitting: 'the answer of the scheduler',
    unclear: 'a second look-up: it is not known whether the scheduler took the job',
    queued: `the scheduler to start job ${jobId ?? '?'}`,
    running: `job ${jobId ?? '?'} to end`,
    ended: 'a worker to read its output',
  };
  return waits[state] ?? 'nothing';
}

function whatIsNext(context: StepContext, config: Config): string {
  const kind = config.clusters[context.batch.cluster]?.scheduler ?? 'slurm';
  switch (nextAction(context)) {
    case 'tell':
      return 'nothing';
    case 'sleep':
      return 'nothing until it is resumed';
    case 'cancel':
      return 'a worker cancels it';
    case 'prepare':
      return 'a worker writes its deck';
    case 'await':
      return `the poller looks every ${config.advanced.endRecordIntervalSeconds} s for its end record and asks the scheduler every ${config.advanced.pollIntervalSeconds[kind]} s`;
    case 'conclude':
      return 'a worker reads its output';
    case 'recover':
      return 'a recovery rule changes it, or it fails for good';
  }
}
