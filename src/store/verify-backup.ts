import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import LibSql from 'libsql';
import { CrystalqError } from '../errors/crystalq-error.js';
import { digestFile } from '../workdir/sha256.js';
import { checksumPathOf } from './backup-store.js';
import { loadMigrations } from './load-migrations.js';

export interface Verification {
  readonly sha256: string;
  /** `none`: no checksum lies beside the file. */
  readonly checksum: 'agrees' | 'differs' | 'none';
  /** Why this file is not a store to go back to; empty where it is one. */
  readonly faults: readonly string[];
  /** Name of its newest migration; undefined where it has none. */
  readonly schemaVersion: string | undefined;
  readonly batches: number;
  readonly materials: number;
}

/**
 * Reads a backup of a SQLite store from end to end: its checksum, the structure of the database, references between
 * rows, and whether this program knows its schema. The file is not changed.
 *
 * @throws INPUT_NOT_FOUND
 */
export async function verifyBackup(path: string): Promise<Verification> {
  await refuseMissing(path);
  const { sha256 } = await digestFile(path);
  const written = await checksumBeside(path);
  const checksum = written === undefined ? 'none' : written === sha256 ? 'agrees' : 'differs';
  const read = readDatabase(path);
  const known = (await loadMigrations('sqlite')).map(({ name }) => name);
  const faults = [
    ...(checksum === 'differs' ? [`its checksum is not the one in ${basename(checksumPathOf(path))}`] : []),
    ...read.faults,
    ...(read.schemaVersion !== undefined && !known.includes(read.schemaVersion)
      ? [`its schema ${read.schemaVersion} is newer than this crystalq`]
      : []),
  ];
  return { ...read, sha256, checksum, faults };
}

type Read = Pick<Verification, 'faults' | 'schemaVersion' | 'batches' | 'materials'>;

/** Without the settings of a store in use (write-ahead log, locks), which would change the file. */
function readDatabase(path: string): Read {
  const nothing = { schemaVersion: undefined, batches: 0, materials: 0 };
  let database: LibSql.Database | undefined;
  try {
    database = new LibSql(path);
    database.exec('PRAGMA query_only = ON');
    const ask = (text: string): unknown[][] => database?.prepare(text).raw().all() as unknown[][];
    const damage = ask('PRAGMA integrity_check')
      .flat()
      .filter((line) => line !== 'ok');
    const dangling = ask('PRAGMA foreign_key_check').length;
    const [[schemaVersion] = []] = ask(
      'SELECT max(migration_name) FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const count = (table: string): number => Number(ask(`SELECT count(*) FROM ${table}`)[0]?.[0]);
    return {
      faults: [
        ...damage.slice(0, 5).map((line) => `damaged: ${String(line)}`),
        ...(dangling > 0 ? [`${dangling} rows belong to rows that are not there`] : []),
        // Nobody could bring it to another schema.
        ...(schemaVersion === null ? ['it does not say which schema it has'] : []),
      ],
      schemaVersion: typeof schemaVersion === 'string' ? schemaVersion : undefined,
      batches: count('batches'),
      materials: count('materials'),
    };
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : String(thrown);
    return { ...nothing, faults: [`it cannot be read as a store of crystalq: ${said}`] };
  } finally {
    database?.close();
  }
}

async function checksumBeside(path: string): Promise<string | undefined> {
  try {
    return /^[0-9a-f]{64}/.exec(await readFile(checksumPathOf(path), 'utf8'))?.[0] ?? 'unreadable';
  } catch {
    // Copied without it, perhaps: the caller tells that there is none.
    return undefined;
  }
}

async function refuseMissing(path: string): Promise<void> {
  // Whatever stands in the way, it is no file that could be read.
  const about = await stat(path).catch(() => undefined);
  if (about?.isFile()) return;
  throw new CrystalqError('INPUT_NOT_FOUND', `There is no file ${path}.`, { details: { path } });
}
