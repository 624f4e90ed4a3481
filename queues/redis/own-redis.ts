import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import { withMachineLock } from './machine-lock.js';
import { makePrivateFolder } from './private-folder.js';
import { readOwner, refuseElsewhere, removeOwner, saveOwner } from './redis-owner.js';
import { ensureRedisServer } from './redis-server.js';
import { socketPlace } from './socket-place.js';

export interface OwnRedisOptions {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Install a server where we are root on Debian. Only for demo and tests. */
  readonly mayInstall?: boolean;
  /** `process`: it is told to end when this process exits. `beyond`: it stays until `stop`. */
  readonly lifetime: 'process' | 'beyond';
  readonly maxMemoryMiB?: number;
}

export interface OwnRedis {
  /** `unix:/path/redis.sock` */
  readonly url: string;
  readonly socket: string;
  readonly pid: number;
  /** False: it ran already. */
  readonly isNew: boolean;
  /** Whether others are connected, such as a worker that was started another way. */
  readonly isUsed: () => Promise<boolean>;
  /** Ends the server, whoever started it, and waits for its end. What it holds is on disk. */
  readonly stop: () => Promise<void>;
}

/** Address of the own server of a data folder, whether it runs or not. Throws REDIS_ELSEWHERE. */
export function ownRedisUrl(dataDir: string, env: OwnRedisOptions['env']): string {
  refuseElsewhere(join(dataDir, 'redis'));
  return `unix:${socketPlace(dataDir, env, process.getuid?.() ?? 0).socket}`;
}

/**
 * A Redis of our own for one data folder: on a unix socket in a private folder, no TCP, AOF every second, noeviction.
 * One that runs already is taken. Throws REDIS_MISSING, REDIS_ELSEWHERE or REDIS_UNREACHABLE.
 */
export async function startOwnRedis(options: OwnRedisOptions): Promise<OwnRedis> {
  makePrivateFolder(options.dataDir);
  const data = join(options.dataDir, 'redis');
  makePrivateFolder(data);
  const place = socketPlace(options.dataDir, options.env, process.getuid?.() ?? 0);
  makePrivateFolder(place.folder);
  return withMachineLock(data, 30_000, async () => {
    refuseElsewhere(data);
    const running = await pidBehind(place.socket);
    if (running !== undefined) return lend(place.socket, running, false, options);
    await endUnreachable(data, place.socket);
    const pid = await start(place.socket, data, options);
    return lend(place.socket, pid, true, options);
  });
}

function lend(socket: string, pid: number, isNew: boolean, { lifetime, dataDir }: OwnRedisOptions): OwnRedis {
  const endWithUs = (): void => endProcess(pid, 'SIGTERM');
  if (isNew && lifetime === 'process') process.once('exit', endWithUs);
  return {
    url: `unix:${socket}`,
    socket,
    pid,
    isNew,
    isUsed: async () => (await asked(socket, 'clients', /connected_clients:(\d+)/)) > 1,
    stop: async () => {
      await stop(socket, pid, join(dataDir, 'redis'));
      process.off('exit', endWithUs);
    },
  };
}

/** Cleaners of /tmp remove sockets of servers that run: such a one still writes the files, and must end first. */
async function endUnreachable(data: string, socket: string): Promise<void> {
  const owner = readOwner(data);
  if (owner && isServerOf(socket, owner.pid)) await stop(socket, owner.pid, data);
}

/** Process id of the server that answers at the socket; undefined when none does. */
async function pidBehind(socket: string): Promise<number | undefined> {
  if (!existsSync(socket)) return undefined;
  try {
    const pid = await asked(socket, 'server', /process_id:(\d+)/);
    return pid > 0 ? pid : undefined;
  } catch (error) {
    // Busy with loading its data: it runs, and will answer.
    if (error instanceof Error && error.message.startsWith('LOADING')) return await loadedPid(socket);
    return undefined;
  }
}

/** A number from INFO; 0 where it is not told. */
async function asked(socket: string, section: string, number: RegExp): Promise<number> {
  const redis = new Redis({
    path: socket,
    lazyConnect: true,
    connectTimeout: 3000,
    retryStrategy: null,
  });
  // Told by the rejection of `connect` or `info`.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return Number(number.exec(await redis.info(section))?.[1] ?? 0);
  } finally {
    redis.disconnect();
  }
}

async function loadedPid(socket: string): Promise<number | undefined> {
  await sleep(100);
  return pidBehind(socket);
}

async function start(socket: string, data: string, options: OwnRedisOptions): Promise<number> {
  const server = await ensureRedisServer({
    mayInstall: options.mayInstall ?? false,
    searchPath: options.env['PATH'],
  });
  const logFile = join(data, 'redis.log');
  const child = spawn(server, serverArguments(socket, data, logFile, options.maxMemoryMiB ?? 512), {
    cwd: data,
    // A session of its own: Ctrl-C in the terminal must not end Redis before the workers have ended.
    detached: true,
    stdio: 'ignore',
  });
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `it ended with ${signal ?? `exit code ${code}`}`));
  child.unref();
  const deadline = Date.now() + 20_000;
  while (ended === undefined && Date.now() < deadline) {
    const pid = await pidBehind(socket);
    if (pid !== undefined) {
      saveOwner(data, pid);
      return pid;
    }
    await sleep(20);
  }
  throw new CrystalqError(
    'REDIS_UNREACHABLE',
    `${server} did not come up: ${ended ?? 'no answer within 20 s'}; last line of ${logFile}: ${lastLine(logFile)}`,
    { hint: `Look at ${logFile}; is the disk full, or does another Redis use ${data}?` },
  );
}

const serverArguments = (socket: string, data: string, logFile: string, maxMemoryMiB: number): string[] => [
  ...['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700'],
  ...['--dir', data, '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
  ...['--maxmemory', `${maxMemoryMiB}mb`, '--maxmemory-policy', 'noeviction'],
  ...['--daemonize', 'no', '--logfile', logFile, '--loglevel', 'notice'],
];

const lastLine = (file: string): string =>
  existsSync(file) ? (readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '') : '(no log)';

async function stop(socket: string, pid: number, data: string): Promise<void> {
  if ((await pidBehind(socket)) !== pid && !isServerOf(socket, pid)) return;
  endProcess(pid, 'SIGTERM');
  const deadline = Date.now() + 10_000;
  while (isAlive(pid) && Date.now() < deadline) await sleep(20);
  if (isAlive(pid)) throw new CrystalqError('REDIS_UNREACHABLE', `Redis (process ${pid}) does not end`);
  removeOwner(data);
}

/** A server whose socket was removed answers nobody, but its title still names the socket. */
function isServerOf(socket: string, pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(socket);
  } catch {
    // It has ended, or there is no /proc.
    return false;
  }
}

function endProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
