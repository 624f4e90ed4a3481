import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterProfile } from '../../src/config/config.js';
import { linesOfDecks } from '../../src/crystal/d3/several-decks.js';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import type { Author, Change, NewAttempt, StepContext } from '../../src/store/store.js';
import { jobFiles } from '../../src/scheduler/job-files.js';
import { renderJobScript } from '../../src/scheduler/job-script.js';
import type { StartingStructure, StepDefinition, StepDeck, StepInputs } from '../../src/steps/define-step.js';
import { stepOf } from '../../src/steps/registry.js';
import { draftOf, draftsAmong, putInPlace, removeDraft } from '../../src/workdir/drafts.js';
import { files } from '../../src/workdir/files.js';
import { attemptFolder } from '../../src/workdir/paths.js';
import { keptPatterns } from '../../src/workdir/kept-files.js';
import { inputsFolder, placeOf, stagedPath } from '../../src/workdir/inputs.js';
import { onRecorded } from '../../src/workdir/missing-file.js';
import { setAside } from '../../src/workdir/set-aside.js';
import { digestFile } from '../../src/workdir/sha256.js';
import { stageFile } from '../../src/workdir/stage.js';
import { writeNew } from '../../src/workdir/write-atomic.js';
import type { ArtifactRecord, AttemptChange, AttemptRecord, Resources } from '../../src/workflow/records.js';
import { by, type JobDeps, type WorkerDeps } from '../deps.js';
import { deckTitle } from './deck-title.js';
import { loadProducers } from './producer-results.js';
import { deckName, keptName, outputName } from './step-files.js';

/** What a recovery rule wants to be different. */
export interface AttemptPlan {
  readonly change: AttemptChange;
  readonly deckText: string;
  readonly resources: Resources;
  /** Files of the attempt before, brought to the new one: role -> name in scratch. */
  readonly carry: readonly { readonly path: string; readonly folder: string; readonly to: string }[];
}

/**
 * Writes deck and script of the next attempt and records it, which is what it gives back: undefined, where another
 * worker was faster. Nothing is submitted here. Safe to repeat.
 */
export async function prepareAttempt(
  deps: JobDeps,
  context: StepContext,
  plan: AttemptPlan | undefined,
): Promise<NewAttempt | undefined> {
  const { step, batch, material } = context;
  const definition = stepOf(step.type);
  const { workDir } = deps.config().paths;
  const number = (context.attempts.at(-1)?.number ?? 0) + 1;
  const folder = attemptFolder(workDir, placeOf(context), number);
  // Ids come from what a batch is, so another installation may have the same ones; tokens are unique for ever.
  const token = `${step.id}-a${number}-${randomUUID().slice(0, 8)}`;
  const id = `${step.id}-a${number}`;
  const found = await makeRunFolder(deps, { id, token, folder }, step.name);

  const inputs: StepInputs = {
    title: deckTitle(material.label, step.name),
    initial: initialOf(material),
    ...(await loadProducers(workDir, context)),
  };
  const deck: StepDeck = plan
    ? { text: plan.deckText, warnings: [], labels: await labelsBefore(context) }
    : definition.renderDeck(inputs, step.settings);
  const resources = plan?.resources ?? step.resources;
  const staged = [
    ...(await stageWavefunction(deps, context, definition, folder)),
    ...(await carryOver(plan, folder)),
  ];
  const name = deckName(step.name, definition);
  const script = renderJobScript({
    token,
    folder,
    resources,
    profile: profileOf(deps, batch.cluster),
    program: definition.program,
    outputName: outputName(step.name),
    stage: [{ from: name, to: 'INPUT' }, ...staged],
    decks: definition.program === 'properties' ? linesOfDecks(deck.text, name) : [],
    keep: definition.keeps.map(({ scratchName, suffix }) => ({
      scratchName,
      as: keptName(step.name, suffix),
    })),
    keepMatching: {
      patterns: keptPatterns(deps.config().workflow.keepFiles, step.type),
      prefix: keptName(step.name, ''),
    },
  });
  // What is lost with the power of the machine is written anew (missing-files.ts), unless recovery has changed it.
  const draft = draftWriter({ id, token, folder }, { isSynced: plan !== undefined });
  const deckFile = await draft('deck', name, deck.text);
  const scriptFile = await draft('script', jobFiles.script, script);
  const labels =
    deck.labels === undefined
      ? []
      : [await draft('labels', keptName(step.name, 'labels.json'), JSON.stringify(deck.labels))];
  // In the order in which they get their names: where deck and script have theirs, nobody looks for drafts any more.
  const artifacts = [...labels, scriptFile, deckFile];
  const attempt: NewAttempt = {
    id,
    batchId: batch.id,
    materialId: material.id,
    stepId: step.id,
    number,
    token,
    cluster: batch.cluster,
    folder,
    resources,
    deckSha256: deckFile.sha256,
    scriptSha256: scriptFile.sha256,
    change: plan?.change ?? null,
  };
  for (const warning of deck.warnings) deps.log.info('deck remark', { attemptId: id, warning });
  const isRecorded = await record(
    deps,
    [
      ...(step.state === 'waiting' ? [{ kind: 'step', id: step.id, to: 'running' } as const] : []),
      { kind: 'newAttempt', attempt },
      { kind: 'artifacts', artifacts },
    ],
    by(deps, plan ? plan.change.summary : 'deck and script written'),
    { paths: artifacts.map(({ path }) => join(folder, path)), token },
  );
  if (!isRecorded) return undefined;
  await Promise.all(draftsAmong(found, id).map((draftName) => files().remove(join(folder, draftName))));
  return attempt;
}

/** With the attempt on record its drafts get their names. Else they go: another worker's are the files of the attempt. */
async function record(
  { store }: WorkerDeps,
  changes: readonly Change[],
  author: Author,
  { paths, token }: { readonly paths: readonly string[]; readonly token: string },
): Promise<boolean> {
  const each = async (work: typeof removeDraft): Promise<void> => {
    for (const path of paths) await work(path, token);
  };
  const { applied } = await store.apply(changes, author).catch(async (error: unknown) => {
    // One that cannot be removed goes with the next attempt to record this one.
    if (isUnsaved(error)) await each(removeDraft).catch(() => undefined);
    throw error;
  });
  await each(applied ? putInPlace : removeDraft);
  return applied;
}

/**
 * Certainly not recorded. Where the connection broke or the disk is full it may have been: then the drafts stay, for the
 * submission to put them in place, or for the next one that prepares the attempt.
 */
const isUnsaved = (error: unknown): boolean =>
  error instanceof CrystalqError && ['STORE_LOCKED', 'STORE_CONFLICT', 'STORE_SCHEMA'].includes(error.code);

function profileOf({ config }: WorkerDeps, cluster: string): ClusterProfile {
  const profile = config().clusters[cluster];
  if (!profile) throw new Error(`no cluster ${cluster} in the configuration`);
  return profile;
}

/** Returns what lies in the folder already. */
async function makeRunFolder(
  deps: JobDeps,
  { id, token, folder }: Pick<AttemptRecord, 'id' | 'token' | 'folder'>,
  stepName: string,
): Promise<readonly string[]> {
  deps.assertInTime();
  const traces = [jobFiles.claim, jobFiles.end, outputName(stepName)];
  const isBegun = async (): Promise<boolean> => (await deps.store.attempt(id)) !== undefined;
  const { aside, names } = await setAside(folder, traces, `before-${token.slice(-8)}`, isBegun);
  if (aside !== undefined)
    deps.log.warn('a run folder of another calculation was set aside', { folder, aside });
  await files().makeFolder(folder);
  return names;
}

/** A new attempt changes records, not what bands and projections are called. */
async function labelsBefore({ attempts, step }: StepContext): Promise<unknown> {
  const before = attempts.at(-1);
  if (before === undefined) return undefined;
  try {
    return JSON.parse(await readFile(join(before.folder, keptName(step.name, 'labels.json')), 'utf8'));
  } catch {
    // Steps of crystal have none. Without them results are numbered instead of named.
    return undefined;
  }
}

const draftWriter =
  (
    { id, token, folder }: Pick<AttemptRecord, 'id' | 'token' | 'folder'>,
    options: { readonly isSynced: boolean },
  ) =>
  async (role: string, path: string, text: string): Promise<ArtifactRecord> => {
    const sha256 = await writeNew(draftOf(join(folder, path), token), text, options);
    return { attemptId: id, role, path, sizeBytes: Buffer.byteLength(text), sha256 };
  };

/** The structure as it was enqueued, checked when it was. */
const initialOf = ({ geometry, deckText }: StepContext['material']): StepInputs['initial'] => ({
  structure: geometry as StartingStructure,
  deckText,
});

interface StagedName {
  readonly from: string;
  readonly to: string;
}

async function stageWavefunction(
  deps: WorkerDeps,
  context: StepContext,
  definition: StepDefinition,
  folder: string,
): Promise<StagedName[]> {
  const incoming = context.incoming.find(({ edge }) => edge.kinds.includes('wavefunction'));
  const recorded = incoming?.artifacts.find(({ role }) => role === 'wavefunction');
  if (!incoming || !recorded || definition.wavefunctionAs === undefined) return [];
  const source = inputsFolder(deps.config().paths.workDir, placeOf(context));
  const name = keptName(incoming.producer.name, 'f9');
  await stageFile(
    { from: stagedPath(source, incoming.producer.name, 'f9'), to: join(folder, name), expected: recorded },
    'link',
  );
  return [{ from: name, to: definition.wavefunctionAs }];
}

async function carryOver(plan: AttemptPlan | undefined, folder: string): Promise<StagedName[]> {
  const names: StagedName[] = [];
  for (const file of plan?.carry ?? []) {
    const from = join(file.folder, file.path);
    const name = `previous-${file.path}`;
    await stageFile({ from, to: join(folder, name), expected: await onRecorded(from, digestFile) }, 'link');
    names.push({ from: name, to: file.to });
  }
  return names;
}

/** Files of an attempt by role, as the next one is to find them. */
export const carriedFrom = (
  attempt: AttemptRecord,
  artifacts: readonly ArtifactRecord[],
  wanted: readonly { readonly role: string; readonly to: string }[],
): AttemptPlan['carry'] =>
  wanted.flatMap(({ role, to }) => {
    const artifact = artifacts.find((one) => one.role === role);
    return artifact ? [{ folder: attempt.folder, path: artifact.path, to }] : [];
  });
