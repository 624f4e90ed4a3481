import { createHash, randomUUID } from 'node:crypto';
import { CrystalqError } from '../errors/crystalq-error.js';
import type { Database, Sql } from './sql/database.js';
import { loadMigrations, type Migration } from './load-migrations.js';

/**
 * Brings the database to the schema of this program. Migrations are plain SQL in Prisma's folder form and are recorded
 * as Prisma records them (`_prisma_migrations`, sha256 of the file), so that `prisma migrate status` agrees where its
 * native engine can be had. Each runs in one transaction of its own; of two processes the second finds it done.
 *
 * @returns the name of the newest migration: the schema version.
 * @throws STORE_SCHEMA when the database is newer than this program, or a migration was altered after it was applied.
 */
export async function migrate(database: Database): Promise<string> {
  const migrations = await loadMigrations(database.dialect.provider);
  const known = await appliedMigrations(database);
  check(known, migrations);
  for (const migration of migrations)
    if (!known.has(migration.name)) await database.transaction((sql) => applyOnce(sql, database, migration));
  return migrations.at(-1)?.name ?? 'none';
}

async function applyOnce(sql: Sql, { dialect }: Database, migration: Migration): Promise<void> {
  // Held until the transaction ends; in SQLite a writing transaction is such a lock by itself.
  if (dialect.provider === 'postgresql')
    await sql.query(`SELECT pg_advisory_xact_lock(${migrationLock})::text`);
  await sql.run(createLedger[dialect.provider]);
  if ((await appliedMigrations(sql)).has(migration.name)) return;
  const statements = statementsOf(migration.text);
  for (const statement of statements) await sql.run(statement);
  await sql.run(
    'INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) ' +
      `VALUES ($1, $2, $3, ${ledgerNow[dialect.provider]}, ${ledgerNow[dialect.provider]}, 1)`,
    [randomUUID(), checksum(migration.text), migration.name],
  );
}

/** Any number, as long as it is ours: "crystalq" as bytes, shortened to what a bigint holds. */
const migrationLock = '7165077904';

const ledgerNow = { sqlite: "CAST(unixepoch('subsec') * 1000 AS INTEGER)", postgresql: 'now()' } as const;

/** As Prisma creates it. */
const createLedger = {
  sqlite: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`,
  postgresql: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`,
} as const;

/** Name -> checksum of what was applied; empty for a new database. */
async function appliedMigrations(sql: Sql): Promise<Map<string, string>> {
  try {
    const rows = await sql.query(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL',
    );
    return new Map(rows.map(([name, sum]) => [String(name), String(sum)]));
  } catch (thrown) {
    // A new database has no ledger yet.
    if (thrown instanceof CrystalqError && thrown.code === 'STORE_SCHEMA') return new Map();
    throw thrown;
  }
}

function check(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const own = new Map(migrations.map(({ name, text }) => [name, checksum(text)]));
  for (const [name, sum] of applied) {
    const expected = own.get(name);
    if (expected === sum) continue;
    throw new CrystalqError(
      'STORE_SCHEMA',
      expected === undefined
        ? `the database has migration ${name}, which this version of crystalq does not know`
        : `migration ${name} was applied to the database with another text than this version of crystalq has`,
      {
        details: { migration: name },
        hint: 'Upgrade crystalq on this machine; all workers of a store need the same version.',
      },
    );
  }
}

const checksum = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Statements of a migration end with a semicolon at the end of a line; comment lines stand by themselves. */
function statementsOf(text: string): string[] {
  return text
    .replace(/^--.*$/gm, '')
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
