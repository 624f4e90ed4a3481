import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { loadConfig } from '../../src/config/load-config.js';
import { openConfiguredStore } from '../../queues/open-configured-store.js';
import { startOwnRedis } from '../../queues/redis/own-redis.js';
import type { Store } from '../../src/store/store.js';
import { root } from '../root.js';

export interface CampaignOptions {
  readonly folder: string;
  readonly materials: number;
  readonly scheduler: 'local' | 'slurm';
}

export interface CampaignResult {
  /** From the start of `crystalq enqueue` to the last material settled. */
  readonly seconds: number;
  /**
   * Processor time, in seconds, of the worker from its start on, of the processes that it started (its starter, and what
   * that one waited for), and of `crystalq enqueue`.
   */
  readonly processor: ProcessorTime & { readonly enqueue: number };
  /** Calls of each Slurm command; empty for the local scheduler. */
  readonly calls: Readonly<Record<string, number>>;
}

interface ProcessorTime {
  readonly worker: number;
  readonly children: number;
}

/** A campaign whose jobs do nothing, with one worker, as a user would run it. */
export async function runCampaign({
  folder,
  materials,
  scheduler,
}: CampaignOptions): Promise<CampaignResult> {
  const place = join(folder, scheduler);
  const structures = writeStructures(place, materials);
  const configFile = writeConfig(place, scheduler, join(folder, 'outputs'));
  const calls = scheduler === 'slurm' ? countCalls(place) : undefined;
  const { config } = await loadConfig({ env: {}, cwd: place, home: place, configFile });
  const redis = await startOwnRedis({ dataDir: config.paths.dataDir, env: {}, lifetime: 'process' });
  const store = await openConfiguredStore(config);
  const program = join(root, 'bin', 'crystalq.js');
  const path = [calls?.folder, process.env['PATH']].filter((part) => part !== undefined).join(':');
  const env = { ...process.env, HOME: place, PATH: path };
  const worker = spawn(process.execPath, [program, 'worker', '--config', configFile], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(worker, 'exit');
  try {
    // The worker is a daemon: its start is not part of a campaign.
    await wait(2500);
    const start = performance.now();
    const endedBefore = processorTime(process.pid).children;
    const workflow = 'OPT,SP,BAND,DOSS';
    const enqueue = spawn(
      process.execPath,
      [program, 'enqueue', structures, '--workflow', workflow, '--config', configFile],
      { env, stdio: 'ignore' },
    );
    let enqueueSeconds = 0;
    await Promise.race([
      once(enqueue, 'exit').then(([code]) => {
        if (code !== 0) throw new Error(`crystalq enqueue ended with ${String(code)}`);
        enqueueSeconds = processorTime(process.pid).children - endedBefore;
        return settled(store, materials);
      }),
      ended.then(() => {
        throw new Error('the worker ended before the campaign did');
      }),
    ]);
    const seconds = (performance.now() - start) / 1000;
    const own = processorTime(worker.pid);
    const children = childrenOf(worker.pid)
      .map(processorTime)
      .reduce((sum, child) => sum + child.worker + child.children, own.children);
    const processor = { worker: own.worker, children, enqueue: enqueueSeconds };
    return { seconds, processor, calls: calls?.read() ?? {} };
  } finally {
    worker.kill('SIGTERM');
    await ended;
    await store.close();
    await redis.stop();
  }
}

/** proc(5), stat: fields 14 to 17, in hundredths of a second. */
function processorTime(pid: number | undefined): ProcessorTime {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const [user, system, childrenUser, childrenSystem] = fields
    .slice(11, 15)
    .map((ticks) => Number(ticks) / 100);
  return {
    worker: (user ?? 0) + (system ?? 0),
    children: (childrenUser ?? 0) + (childrenSystem ?? 0),
  };
}

/** Those that run; /proc names them for the thread that started them. */
function childrenOf(pid: number | undefined): number[] {
  return readdirSync(`/proc/${pid}/task`)
    .flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' '))
    .filter((child) => child.trim() !== '')
    .map(Number);
}

async function settled(store: Store, materials: number): Promise<void> {
  for (;;) {
    const counts = await store.counts();
    const over = materials - (counts.materials.pending ?? 0) - (counts.materials.released ?? 0);
    if (over === materials && Object.keys(counts.materials).length > 0) {
      const succeeded = counts.materials.succeeded ?? 0;
      if (succeeded !== materials)
        throw new Error(
          `only ${succeeded} of ${materials} materials succeeded: ${JSON.stringify(counts.failures)}`,
        );
      return;
    }
    await wait(100);
  }
}

/** Rock salt, each a little larger than the one before: structures of their own, the same work. */
function writeStructures(place: string, count: number): string {
  const folder = join(place, 'structures');
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index += 1) {
    const a = (4 + index * 0.01).toFixed(4);
    const text = `data_m${index}
_cell_length_a ${a}
_cell_length_b ${a}
_cell_length_c ${a}
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 90
_space_group_name_H-M_alt 'F m -3 m'
loop_
_atom_site_label
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
Mg 0 0 0
O 0.5 0.5 0.5
`;
    writeFileSync(join(folder, `m${index}.cif`), text);
  }
  return folder;
}

function writeConfig(place: string, scheduler: string, outputs: string): string {
  const file = join(place, 'config.yaml');
  const program = join(root, 'bench', 'no-op', 'program.pl');
  const config = {
    cluster: 'bench',
    paths: { dataDir: join(place, 'data'), workDir: join(place, 'work') },
    clusters: {
      bench: {
        scheduler,
        rehearsal: true,
        launcher: [],
        crystalBinary: program,
        propertiesBinary: program,
        environment: { CRYSTALQ_BENCH_OUTPUTS: outputs },
        limits: {
          concurrentJobs: 6,
          maxQueued: 10_000,
          maxSubmitPerMinute: 100_000,
          maxCallsPerMinute: 100_000,
        },
        resources: { default: { tasks: 1, cpusPerTask: 1, nodes: 1, memoryMiB: 16, walltimeSeconds: 300 } },
      },
    },
    advanced: {
      log: { level: 'warn', console: 'readable' },
      pollIntervalSeconds: { slurm: 5 },
      endRecordIntervalSeconds: 0.5,
    },
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/**
 * How often each Slurm command was called: wrappers note it, but for sbatch, which the controller counts. A shell before
 * each sbatch took a fortieth of the processor time of a job, and the plain loop has none.
 */
function countCalls(place: string): { folder: string; read: () => Record<string, number> } {
  const folder = join(place, 'bin');
  const names = ['squeue', 'sacct', 'scancel', 'scontrol', 'sinfo'];
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const wrapper = join(folder, name);
    writeFileSync(
      wrapper,
      `#!/bin/sh\necho >> ${join(place, `${name}.calls`)}\nexec /usr/bin/${name} "$@"\n`,
    );
    chmodSync(wrapper, 0o755);
  }
  const before = submissions();
  return {
    folder,
    read: () => ({
      sbatch: submissions() - before,
      ...Object.fromEntries(
        names.map((name) => {
          const file = join(place, `${name}.calls`);
          return [name, existsSync(file) ? readFileSync(file, 'utf8').length : 0];
        }),
      ),
    }),
  };
}

/** What sbatch has asked of slurmctld since it started, or since midnight. */
function submissions(): number {
  const report = execFileSync('sdiag', { encoding: 'utf8' });
  return Number(/^\s*REQUEST_SUBMIT_BATCH_JOB\b.*\bcount:(\d+)/m.exec(report)?.[1] ?? 0);
}
