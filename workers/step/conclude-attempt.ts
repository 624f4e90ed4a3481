import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { diagnose } from '../../src/crystal/output/diagnose.js';
import { propertiesOf } from '../../src/crystal/output/properties-of.js';
import type { OutputReport } from '../../src/crystal/output/report.js';
import type { Change, StepContext } from '../../src/store/store.js';
import { timed } from '../../src/log/timed.js';
import { jobFiles } from '../../src/scheduler/job-files.js';
import { stepOf } from '../../src/steps/registry.js';
import type { StepDefinition, StepFiles } from '../../src/steps/define-step.js';
import { collectFiles, namesIn, type CollectedFile, type ExpectedFile } from '../../src/workdir/collect.js';
import { readEndRecord } from '../../src/workdir/end-record.js';
import { files } from '../../src/workdir/files.js';
import { giveNames } from '../../src/workdir/give-names.js';
import { keptAmong, keptPatterns } from '../../src/workdir/kept-files.js';
import type { FileDigest } from '../../src/workdir/sha256.js';
import { temporaryAmong, writeAtomic } from '../../src/workdir/write-atomic.js';
import type { AttemptRecord, PropertyRecord } from '../../src/workflow/records.js';
import { by, type WorkerDeps } from '../deps.js';
import { haltForDisk } from '../halts/disk-halt.js';
import { failureError, remedyOf } from './failure-error.js';
import { outcomeOf, withPlace, type Outcome } from './outcome.js';
import { renderResult } from './producer-results.js';
import { readDataFile, readOutput, readSmallText } from './read-output.js';
import { deckName, keptName, outputName, resultName } from './step-files.js';

/**
 * Reads what an ended attempt left and saves verdict, properties and files in one transaction. Success ends the step
 * in the same breath; a failure is left to recovery. Returns whether the step has succeeded.
 */
export async function concludeAttempt(deps: WorkerDeps, context: StepContext): Promise<boolean> {
  const attempt = context.attempts.at(-1);
  if (!attempt) return false;
  const definition = stepOf(context.step.type);
  let left = await look(deps, attempt, context, definition);
  const lateMs = mayFollow(attempt, left.outcome, deps.config().workflow.timeouts);
  if (lateMs > 0) {
    await delay(lateMs);
    left = await look(deps, attempt, context, definition);
  }
  const { report, names, collected, outcome } = left;
  const isSuccess = outcome.verdict === 'succeeded' && report !== undefined;
  if (isSuccess) collected.push(await saveResult(attempt, context, definition, report));
  const { verdict: kind, failureCode, evidence, message } = outcome;
  const isRehearsal = report?.isRehearsal ?? false;
  const changes: Change[] = [
    {
      kind: 'attempt',
      id: attempt.id,
      to: 'concluded',
      set: { verdict: kind, failureCode, evidence, isRehearsal },
    },
    { kind: 'artifacts', artifacts: collected.map((file) => ({ attemptId: attempt.id, ...file })) },
    ...(isSuccess ? await success(attempt, context, definition, report) : failure(attempt, context, outcome)),
  ];
  const { applied } = await deps.store.apply(changes, by(deps, isSuccess ? 'output read' : message));
  if (failureCode !== null && outcome.lacksRoomIn !== undefined) {
    const code = outcome.lacksRoomIn === 'scratch' ? 'SCRATCH_UNWRITABLE' : 'DISK_FULL';
    const lack = { code, message: `${attempt.id}: ${message}`, hint: remedyOf(failureCode) };
    await haltForDisk(deps, context.material.id, lack);
  }
  deps.log.info('attempt concluded', {
    attemptId: attempt.id,
    verdict: kind,
    failureCode,
    energyHartree: report?.energyHartree,
  });
  if (!applied) return false;
  // With the attempt concluded nobody renames them any more: they are of workers that died.
  await Promise.all(temporaryAmong(names).map((name) => files().remove(join(attempt.folder, name))));
  return isSuccess;
}

interface Look {
  readonly report: OutputReport | undefined;
  /** Of all that lies in the run folder. */
  readonly names: readonly string[];
  readonly collected: CollectedFile[];
  readonly outcome: Outcome;
}

/** What the attempt left, and what that means. */
async function look(
  deps: WorkerDeps,
  attempt: AttemptRecord,
  context: StepContext,
  definition: StepDefinition,
): Promise<Look> {
  const { folder, token } = attempt;
  const record = await readEndRecord(folder, token);
  await giveNames(folder, record?.renames ?? []);
  const path = join(folder, outputName(context.step.name));
  const output = await timed(
    deps.log,
    'read output',
    () => readOutput(path),
    (read) => ({ attemptId: attempt.id, sizeBytes: read?.digest.sizeBytes }),
  );
  const report = output?.report;
  const log = await readSmallText(join(folder, jobFiles.log));
  const verdict = await judge(attempt, context, definition, { report, log });
  const names = await namesIn(folder);
  const wanted = wantedFiles(deps, context, definition, names, output?.digest);
  const collected = await collectFiles(folder, names, wanted);
  const missing = definition.keeps.find(
    ({ role, required }) => required && !collected.some((file) => file.role === role),
  );
  const outcome = outcomeOf(verdict, missing?.scratchName, context.step.cancelRequested);
  return { report, names, collected, outcome: withPlace(outcome, folder, { record, log }) };
}

/**
 * How long to wait for the rest, in milliseconds: the job says that all went well and something is missing, which a
 * network file system may show later. 0: it is long over, or nothing is missing.
 */
function mayFollow(
  { exitCode, endedAt }: AttemptRecord,
  { failureCode }: Outcome,
  { settleSeconds }: { readonly settleSeconds: number },
): number {
  if (exitCode !== 0 || !incomplete.has(failureCode ?? '')) return 0;
  const settleMs = settleSeconds * 1000;
  // The clock of the node may go wrong: never longer than that.
  const sinceMs = endedAt === null ? 0 : Math.max(0, Date.now() - Date.parse(endedAt));
  return Math.max(0, settleMs - sinceMs);
}

const incomplete: ReadonlySet<string> = new Set(['OUTPUT_TRUNCATED', 'OUTPUT_FILE_MISSING']);

async function success(
  attempt: AttemptRecord,
  context: StepContext,
  definition: StepDefinition,
  report: OutputReport,
): Promise<Change[]> {
  return [
    { kind: 'step', id: context.step.id, to: 'succeeded', set: { reason: null, failureCode: null } },
    { kind: 'properties', properties: await propertyRows(attempt, context, definition, report) },
  ];
}

function failure(attempt: AttemptRecord, context: StepContext, outcome: Outcome): Change[] {
  if (outcome.verdict === 'cancelled') {
    return [{ kind: 'step', id: context.step.id, to: 'cancelled', set: { reason: 'cancelled' } }];
  }
  const error = failureError(context, attempt, outcome.failureCode ?? 'UNKNOWN', outcome.message);
  return [{ kind: 'error', error }];
}

async function judge(
  attempt: AttemptRecord,
  context: StepContext,
  definition: StepDefinition,
  { report, log }: { readonly report: OutputReport | undefined; readonly log: string | undefined },
): Promise<ReturnType<typeof diagnose>> {
  return diagnose({
    report,
    fort87: await readSmallText(join(attempt.folder, keptName(context.step.name, 'f87'))),
    schedulerLog: log,
    // LOST is our own word for the silence of all witnesses.
    schedulerState: attempt.schedulerState === 'LOST' ? null : attempt.schedulerState,
    exitCode: attempt.exitCode,
    expects: definition.expects,
  });
}

/** Everything worth keeping. An output has hundreds of MB: it is not read twice. */
function wantedFiles(
  deps: WorkerDeps,
  context: StepContext,
  definition: StepDefinition,
  names: readonly string[],
  outputDigest: FileDigest | undefined,
): ExpectedFile[] {
  const { name, type } = context.step;
  const known = [
    { role: 'output', path: outputName(name), digest: outputDigest },
    { role: 'log', path: jobFiles.log },
    ...definition.keeps.map(({ role, suffix }) => ({ role, path: keptName(name, suffix) })),
  ];
  const ours = [deckName(name, definition), resultName(name), keptName(name, 'labels.json')];
  const kept = keptAmong(names, {
    patterns: keptPatterns(deps.config().workflow.keepFiles, type),
    prefix: keptName(name, ''),
    except: [...known.map(({ path }) => path), ...ours],
  });
  return [...known, ...kept.map((path) => ({ role: 'kept', path }))];
}

async function saveResult(
  attempt: AttemptRecord,
  context: StepContext,
  definition: StepDefinition,
  report: OutputReport,
): Promise<CollectedFile> {
  const { name } = context.step;
  const deckText = (await readSmallText(join(attempt.folder, deckName(name, definition)))) ?? '';
  const text = renderResult({ stepName: name, deckText, report });
  const path = resultName(name);
  const sha256 = await writeAtomic(join(attempt.folder, path), text);
  return { role: 'result', path, sizeBytes: Buffer.byteLength(text), sha256 };
}

async function propertyRows(
  attempt: AttemptRecord,
  context: StepContext,
  definition: StepDefinition,
  report: OutputReport,
): Promise<PropertyRecord[]> {
  const output = outputName(context.step.name);
  const pathOf = (suffix: string): string => join(attempt.folder, keptName(context.step.name, suffix));
  const files: StepFiles = {
    read: ({ suffix, scratchName }, parse) => readDataFile(pathOf(suffix), scratchName, parse),
    labels: () => readSmallText(pathOf('labels.json')),
  };
  const found = [
    ...propertiesOf(report).map(({ name, value, unit, line }) => ({
      name,
      value,
      unit,
      source: line === null ? output : `${output}:${line}`,
    })),
    ...((await definition.results?.(files, report)) ?? []),
  ];
  return found.map(({ name, value, unit, source }) => ({
    batchId: context.batch.id,
    materialId: context.material.id,
    stepId: context.step.id,
    attemptId: attempt.id,
    name,
    value: typeof value === 'number' ? value : null,
    text: typeof value === 'string' ? value : null,
    json: typeof value === 'object' ? value : null,
    unit,
    source,
    isRehearsal: report.isRehearsal,
  }));
}
