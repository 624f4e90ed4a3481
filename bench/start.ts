/**
 * `npm run bench:start [-- --json]`: what a command costs before it does anything, against a bare Node, and what
 * processes that stay hold in memory. Processor time, medians: other work on the machine hardly matters. Reads dist/.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './root.js';

const runs = 11;
const program = join(root, 'bin', 'crystalq.js');
const home = mkdtempSync(join(tmpdir(), 'cq-bench-start-'));
const env = {
  PATH: process.env['PATH'],
  HOME: home,
  CRYSTALQ_DATA_DIR: join(home, 'data'),
  CRYSTALQ_DASHBOARD_PORT: '0',
  CRYSTALQ_LOG_LEVEL: 'error',
};

interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms CPU' | 'times node' | 'MB';
  readonly goal: number | null;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** User and system time of a command, in milliseconds, as bash measures it. */
function cpuMs(args: readonly string[]): number {
  const timed = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1';
  const { stderr } = spawnSync('bash', ['-c', timed, 'bash', process.execPath, ...args], {
    env,
    encoding: 'utf8',
  });
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
  return (user + system) * 1000;
}

const medianCpuMs = (args: readonly string[]): number =>
  median(Array.from({ length: runs }, () => cpuMs(args)));

/** Resident memory of one process, in MB (10^6 bytes), Linux. */
function residentMb(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kib) * 1024) / 1e6;
}

/** The process that `crystalq up` started for this command. Throws where it is not there (any more). */
function companionOf(up: ChildProcess, command: string): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      if (Number(parent) !== up.pid) continue;
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(command)) return Number(pid);
    } catch {
      // It ended while we looked.
    }
  }
  throw new Error(`no ${command} runs`);
}

/** The median of some looks a second apart. */
async function watch(pid: number, looks: number): Promise<number> {
  const values: number[] = [];
  for (let look = 0; look < looks; look++) {
    await delay(1000);
    values.push(residentMb(pid));
  }
  return median(values);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

function startTimes(): Row[] {
  const bare = medianCpuMs(['-e', '0']);
  const version = medianCpuMs([program, '--version']);
  const status = medianCpuMs([program, 'status']);
  return [
    { what: 'node -e 0', value: bare, unit: 'ms CPU', goal: null },
    { what: 'crystalq --version', value: version, unit: 'ms CPU', goal: null },
    { what: 'crystalq --version', value: version / bare, unit: 'times node', goal: 3 },
    { what: 'crystalq status', value: status, unit: 'ms CPU', goal: null },
    { what: 'crystalq status', value: status / bare, unit: 'times node', goal: 8 },
  ];
}

/** Structures enough to keep a worker busy for some seconds; each has a cell of its own, or they would be duplicates. */
function writeManyStructures(): string {
  const folder = join(root, 'examples');
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.cif'));
  const text = readFileSync(join(folder, name), 'utf8');
  const target = mkdtempSync(join(home, 'many-'));
  for (let index = 0; index < 40; index++) {
    const stretched = text.replaceAll(
      /(_cell_length_[abc]\s+)([\d.]+)/g,
      (_line, key: string, length: string) => key + (Number(length) * (1 + index / 1000)).toFixed(5),
    );
    writeFileSync(join(target, `m${index}.cif`), stretched);
  }
  return target;
}

async function memory(): Promise<Row[]> {
  const up = spawn(process.execPath, [program, 'up'], { env, cwd: home, stdio: 'ignore' });
  try {
    await delay(8000);
    const [worker, dashboard] = [companionOf(up, 'worker'), companionOf(up, 'dashboard')];
    const idle = await watch(worker, 3);
    const pages = await watch(dashboard, 3);
    const args = ['enqueue', writeManyStructures(), '--workflow', 'OPT,SP'];
    const { status, stderr } = spawnSync(process.execPath, [program, ...args], { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`nothing to do for the worker: ${stderr}`);
    const busy = await watch(worker, 6);
    const row = (what: string, value: number): Row => ({ what, value, unit: 'MB', goal: 150 });
    return [row('worker, idle', idle), row('worker, busy', busy), row('dashboard', pages)];
  } finally {
    await stop(up);
  }
}

try {
  // The first run of all prepares the store.
  cpuMs([program, 'status']);
  const rows = [...startTimes(), ...(await memory())];
  if (process.argv.includes('--json')) console.log(JSON.stringify({ runs, rows }, undefined, 2));
  else
    for (const { what, value, unit, goal } of rows)
      console.log(
        `${what.padEnd(20)} ${value.toFixed(1).padStart(8)} ${unit.padEnd(10)}` +
          (goal === null ? '' : ` goal ${goal}: ${value <= goal ? 'met' : 'missed'}`),
      );
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
