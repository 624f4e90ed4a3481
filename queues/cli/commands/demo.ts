import { mkdir, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../../src/config/config.js';
import { packageFolder } from '../../../src/config/package-folder.js';
import type { Store } from '../../../src/store/store.js';
import { openConfiguredStore } from '../../open-configured-store.js';
import { startOwnRedis } from '../../redis/own-redis.js';
import { startCompanion, type Companion } from '../processes.js';
import { loadSettings } from '../session.js';
import { printLine, type Terminal } from '../terminal.js';
import { renderResults } from '../views/result-table.js';
import { watchProgress } from '../views/watch-progress.js';

interface Options {
  readonly keep?: boolean;
  readonly mayInstall?: boolean;
}

/** OPT, then SP and FREQ, then BAND and DOSS, for the structures in examples/, with the rehearsal programs. */
export function define(command: Command, terminal: Terminal): void {
  command
    .option('--keep', 'leave worker and dashboard running and print the link')
    .option('--may-install', 'install redis-server where it is missing (as root on Debian)')
    .action((options: Options) => demo(options, terminal));
}

async function demo(options: Options, terminal: Terminal): Promise<void> {
  const folder = join(process.cwd(), '.crystalq', 'demo');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const settings = demoSettings(folder);
  const { config } = await loadSettings({ set: settings }, terminal);
  printLine(
    terminal,
    'The rehearsal programs stand in for CRYSTAL: decks, files and flow are real, the numbers are not physics.\n',
  );
  const redis = await startOwnRedis({
    dataDir: config.paths.dataDir,
    env: process.env,
    mayInstall: options.mayInstall ?? false,
    lifetime: options.keep ? 'beyond' : 'process',
  });
  const passedOn = settings.flatMap((setting) => ['--set', setting]);
  const companions = [
    startCompanion('worker', ['worker', ...passedOn], { quiet: true, env: demoEnvironment() }),
  ];
  if (options.keep) companions.push(startCompanion('dashboard', ['dashboard', ...passedOn]));
  try {
    await runBatch(config, terminal);
    if (options.keep) await stay(companions, terminal);
  } finally {
    await Promise.all(companions.map((companion) => companion.stop(10_000)));
    await redis.stop();
  }
}

const demoSettings = (folder: string): string[] => [
  `paths.dataDir=${folder}`,
  `paths.workDir=${join(folder, 'work')}`,
  'cluster=rehearsal',
  'advanced.pollIntervalSeconds.local=0.5',
  'advanced.endRecordIntervalSeconds=0.5',
  'advanced.redis.url=null',
  'advanced.store.url=null',
  'advanced.log.console=off',
];

/** One seeded failure, so that a recovery is seen at work. */
const demoEnvironment = (): NodeJS.ProcessEnv => ({
  CRYSTALQ_REHEARSAL_FAIL: 'scf@SP%NaCl',
  ...process.env,
});

async function runBatch(config: Config, terminal: Terminal): Promise<void> {
  const store = await openConfiguredStore(config);
  try {
    await enqueueExamples(config, store, terminal);
    const look = async () => ({
      counts: await store.counts(),
      batches: await store.batches(),
      halts: await store.halts(),
    });
    await watchProgress({ look, terminal, intervalMs: 500 });
    printLine(terminal);
    terminal.out.write(await renderResults(store, {}));
  } finally {
    await store.close();
  }
}

async function enqueueExamples(config: Config, store: Store, terminal: Terminal): Promise<void> {
  const { makePlan } = await import('../../enqueue/make-plan.js');
  const { savePlan } = await import('../../enqueue/save-plan.js');
  const { openQueues } = await import('../../open-queues.js');
  const examples = join(packageFolder(), 'examples');
  const plan = await makePlan({
    paths: [examples],
    base: examples,
    batch: {
      version: 1,
      name: 'examples',
      workflow: ['OPT', 'SP', 'BAND', 'DOSS', 'FREQ'],
      symmetry: 'cif',
      priority: 50,
    },
    config,
  });
  await savePlan(store, plan, { actor: 'user:demo', reason: 'demo', owner: 'demo', settingsSnapshot: {} });
  const opened = await openQueues(config);
  await opened.queues.request({ v: 1, task: 'release' });
  await opened.close();
  const refused = plan.materials.filter((material) => material.refused).length;
  printLine(
    terminal,
    `${plan.materials.length} structures from examples/, ${refused} refused; ${plan.batch.workflow.join(', ')} for each of the others\n`,
  );
}

async function stay(companions: readonly Companion[], terminal: Terminal): Promise<void> {
  printLine(terminal, '\nworker and dashboard stay up; the link is above. Ctrl-C ends them.');
  const ended = companions.map(({ process: child }) => once(child, 'exit'));
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), ...ended]);
}
