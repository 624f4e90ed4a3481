import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../src/store/open-store.js';
import type { Change, Store } from '../src/store/store.js';
import { startPostgres } from '../test/support/postgres.js';
import { by, createAttempt, createBatch, createMaterial } from '../test/support/store-examples.js';

/**
 * How much the store carries: a campaign's calls as the workers make them, 32 steps side by side.
 * `--materials N` sets the size, `--json` prints one object.
 */
const materialCount = Number(process.argv[process.argv.indexOf('--materials') + 1]) || 500;
const stepNames = ['OPT', 'SP', 'BAND', 'DOSS'];
const sideBySide = 32;

interface Figures {
  readonly addedStepsPerSecond: number;
  readonly stepsPerSecond: number;
  readonly appliesPerSecond: number;
  readonly cpuMillisecondsPerApply: number;
  readonly stepContextsPerSecond: number;
  readonly releasesPerSecond: number;
  readonly countsMilliseconds: number;
  readonly residentMiB: number;
}

const folder = await mkdtemp(join(tmpdir(), 'crystalq-bench-'));
const postgres = await startPostgres();
try {
  const figures = {
    sqlite: await measure(`file:${join(folder, 'store.db')}`),
    postgresql: await measure(await postgres.createDatabase()),
  };
  if (process.argv.includes('--json')) console.log(JSON.stringify(figures));
  else console.table(figures);
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true });
}

async function measure(url: string): Promise<Figures> {
  const store = await openStore({ url });
  try {
    const adding = await timed(() => addBatch(store));
    const releasing = await timed(() => releaseAll(store));
    const stepIds = (await store.steps({ batch: 'bench' })).map(({ id, materialId, name }) => ({
      id,
      materialId,
      name,
    }));
    let applies = 0;
    const running = await timed(() =>
      eachSideBySide(stepIds, async (step) => {
        for (const changes of changesOf(step)) {
          applies++;
          const { applied } = await store.apply(changes, by);
          if (!applied) throw new Error(`${step.id} was refused`);
        }
      }),
    );
    const reading = await timed(() => eachSideBySide(stepIds, ({ id }) => store.stepContext(id)));
    const counting = await timed(() => store.counts());
    return rounded({
      addedStepsPerSecond: stepIds.length / adding.seconds,
      stepsPerSecond: stepIds.length / running.seconds,
      appliesPerSecond: applies / running.seconds,
      cpuMillisecondsPerApply: (1000 * running.cpuSeconds) / applies,
      stepContextsPerSecond: stepIds.length / reading.seconds,
      releasesPerSecond: materialCount / releasing.seconds,
      countsMilliseconds: 1000 * counting.seconds,
      residentMiB: process.memoryUsage.rss() / 2 ** 20,
    });
  } finally {
    await store.close();
  }
}

async function addBatch(store: Store): Promise<void> {
  await store.beginBatch(createBatch('bench'), by);
  const all = Array.from({ length: materialCount }, (_, index) =>
    createMaterial('bench', index + 1, {}, stepNames),
  );
  for (let start = 0; start < all.length; start += 200)
    await store.addMaterials('bench', all.slice(start, start + 200), by);
  await store.apply([{ kind: 'batch', id: 'bench', to: 'open' }], by);
}

/** As a material settles: one place free, one material in. */
async function releaseAll(store: Store): Promise<void> {
  while ((await store.releaseMaterials(1, by)).length > 0);
}

/** The six calls of a step that goes well at the first attempt. */
function changesOf({ id, materialId, name }: { id: string; materialId: string; name: string }): Change[][] {
  const attempt = createAttempt(materialId, name);
  const carrier = {
    kind: 'job',
    cluster: 'here',
    jobName: attempt.token,
    schedulerJobId: attempt.token.slice(-8),
    arrayIndex: null,
    submittedAt: null,
  } as const;
  const next = stepNames[stepNames.indexOf(name) + 1];
  const whose = { batchId: 'bench', materialId, stepId: id, attemptId: attempt.id };
  return [
    [
      { kind: 'step', id, to: 'running' },
      { kind: 'newAttempt', attempt },
    ],
    [{ kind: 'attempt', id: attempt.id, to: 'submitting' }],
    [{ kind: 'attempt', id: attempt.id, to: 'queued', carrier }],
    [{ kind: 'attempt', id: attempt.id, to: 'running', set: { schedulerState: 'RUNNING' } }],
    [{ kind: 'attempt', id: attempt.id, to: 'ended', set: { schedulerState: 'COMPLETED', exitCode: 0 } }],
    [
      {
        kind: 'attempt',
        id: attempt.id,
        to: 'concluded',
        set: { verdict: 'succeeded', evidence: { cycles: 12 } },
      },
      { kind: 'step', id, to: 'succeeded' },
      ...(next === undefined
        ? []
        : [{ kind: 'edge', id: `${materialId}-${next}~${name}`, to: 'delivered' } as const]),
      {
        kind: 'artifacts',
        artifacts: ['deck', 'script', 'output', 'wavefunction'].map((role) => ({
          attemptId: attempt.id,
          role,
          path: `${name}.${role}`,
          sizeBytes: 12345,
          sha256: 'f'.repeat(64),
        })),
      },
      {
        kind: 'properties',
        properties: Array.from({ length: 8 }, (_, index) => ({
          ...whose,
          name: `property${index}`,
          value: -275.12345678901 / (index + 1),
          text: null,
          json: null,
          unit: 'hartree',
          source: `${name}.out:${index}`,
          isRehearsal: true,
        })),
      },
    ],
  ];
}

async function eachSideBySide<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items].reverse();
  const one = async (): Promise<void> => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: sideBySide }, one));
}

async function timed(work: () => Promise<unknown>): Promise<{ seconds: number; cpuSeconds: number }> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - start) / 1000, cpuSeconds: (user + system) / 1e6 };
}

function rounded(figures: Figures): Figures {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Number((value as number).toPrecision(3))]),
  ) as unknown as Figures;
}
