import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PrismaPg } from '@prisma/adapter-pg';
import { freePort } from './redis-process.js';

const run = promisify(execFile);

export interface TestPostgres {
  /** A new, empty database. */
  readonly createDatabase: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

export interface OwnPostgres extends TestPostgres {
  /** Ends the server at once, as a crash does. */
  readonly halt: () => Promise<void>;
  readonly resume: () => Promise<void>;
}

/** The server that CRYSTALQ_TEST_POSTGRES_URL names, or a private one. */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env['CRYSTALQ_TEST_POSTGRES_URL'];
  if (given === undefined) return startOwnPostgres();
  return { createDatabase: () => createDatabase(given), stop: () => Promise.resolve() };
}

/** A private server in a temporary folder. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'crystalq-pg-'));
  const call = await programs(folder);
  const data = join(folder, 'data');
  const port = await freePort();
  const options = `-c listen_addresses=127.0.0.1 -p ${port} -k ${folder} -c max_connections=60`;
  const start = (): Promise<void> =>
    call('pg_ctl', '-D', data, '-w', '-t', '60', '-l', join(folder, 'log'), '-o', options, 'start');
  const halt = (): Promise<void> => call('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop');
  await call('initdb', '-D', data, '-U', 'crystalq', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync');
  await start();
  return {
    createDatabase: () => createDatabase(`postgresql://crystalq@127.0.0.1:${port}/postgres`),
    halt,
    resume: start,
    stop: async () => {
      await halt();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: then it runs as nobody, to whom the folder is given. */
async function programs(folder: string): Promise<(program: string, ...args: string[]) => Promise<void>> {
  const bin = programFolder();
  if (bin === undefined)
    throw new Error(
      'PostgreSQL is not installed: apt-get install postgresql, or set CRYSTALQ_TEST_POSTGRES_URL',
    );
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chown(folder, nobody, nobody);
  return async (program, ...args) => {
    const command = [join(bin, program), ...args];
    if (isRoot) command.unshift('setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups');
    const [file = '', ...rest] = command;
    await run(file, rest, { cwd: folder });
  };
}

/** uid and gid of `nobody` on Linux. */
const nobody = 65534;

/** Debian keeps the server's programs off the PATH, in a folder per version. */
function programFolder(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return folders.find((folder) => existsSync(join(folder, 'pg_ctl')) && existsSync(join(folder, 'initdb')));
}

let databases = 0;

async function createDatabase(url: string): Promise<string> {
  const name = `crystalq_test_${process.pid}_${Date.now()}_${databases++}`;
  const adapter = await new PrismaPg(url).connect();
  try {
    await adapter.executeRaw({ sql: `CREATE DATABASE ${name}`, args: [], argTypes: [] });
  } finally {
    await adapter.dispose();
  }
  const created = new URL(url);
  created.pathname = `/${name}`;
  return created.href;
}
