import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import LibSql from 'libsql';
import { CrystalqError } from '../../errors/crystalq-error.js';
import type { Database, Sql, SqlValue } from './database.js';
import { createLogSync } from './sqlite-log-sync.js';
import { sqliteDialect } from './sqlite-dialect.js';
import { translateDatabaseError } from './translate-error.js';

/** How long a writer waits for the others' transactions, which take milliseconds, before STORE_LOCKED. */
const lockPatienceMs = 15_000;
/** The driver waits inside the process and nothing else runs meanwhile: let it wait shortly, and ask again. */
const driverPatienceMs = 25;

/**
 * SQLite through libSQL's driver itself, with statements that are prepared once: Prisma's adapter prepares each one
 * anew, which costs five times the work of the statement (docs/decisions/020-prisma.md).
 *
 * One connection, whose page cache every commit of its own leaves valid: a second one for reading would read the
 * changed pages again after each commit. While a transaction is open readers wait for its end, since they must not see
 * what is not committed; it only ever waits for SQLite, which answers at once.
 */
export async function openSqlite(url: string): Promise<Database> {
  const path = fileURLToPath(url);
  const connection = await connect(path);
  const turn = createTurns();
  const log = createLogSync(`${path}-wal`, () => turn(() => moveLog(connection)));
  let isInTransaction = false;

  async function transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    // Immediate: a transaction that first reads and then finds that somebody else has written cannot go on.
    await whileLocked(path, () => connection.run('BEGIN IMMEDIATE'));
    isInTransaction = true;
    try {
      const result = await work(connection);
      await connection.run('COMMIT');
      return result;
    } catch (thrown) {
      // Fails only where the failure has ended the transaction already.
      await connection.run('ROLLBACK').catch(() => undefined);
      throw thrown;
    } finally {
      isInTransaction = false;
    }
  }

  return {
    dialect: sqliteDialect,
    query: (text, values) => {
      const ask = () => whileLocked(path, () => connection.query(text, values));
      return isInTransaction ? turn(ask) : ask();
    },
    run: (text, values) => turn(() => whileLocked(path, () => connection.run(text, values))),
    transaction: async (work, durability = 'now') => {
      const result = await turn(() => transaction(work));
      // Where this fails it is committed all the same, as when a connection breaks in a commit: callers look again.
      if (durability === 'now') await log.sync();
      return result;
    },
    close: async () => {
      await turn(() => connection.close());
      await log.close();
    },
  };
}

type Connection = Sql & Pick<Database, 'close'>;

async function connect(path: string): Promise<Connection> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const connection = createConnection(new LibSql(path, { timeout: driverPatienceMs }));
    // WAL: readers and the writer do not wait for each other.
    await whileLocked(path, () => connection.query('PRAGMA journal_mode = WAL'));
    // A commit is written and not synced: createLogSync does that, where it has to be, without stopping the process.
    await connection.run('PRAGMA synchronous = NORMAL');
    await connection.run('PRAGMA foreign_keys = ON');
    await connection.run('PRAGMA cache_size = -16000');
    // 16 MiB of log, four times SQLite's own: pages that are written again and again go into the database less often,
    // and the process waits for the disk while they do.
    await connection.query('PRAGMA wal_autocheckpoint = 4000');
    await connection.query('PRAGMA journal_size_limit = 67108864');
    return connection;
  } catch (thrown) {
    if (isLocked(thrown)) throw thrown;
    const { code, message } = translateDatabaseError(thrown);
    throw new CrystalqError(
      code === 'UNEXPECTED' ? 'STORE_UNREACHABLE' : code,
      `cannot open ${path}: ${message}`,
      {
        hint: 'Check that you may write to the folder, and that the file is a crystalq store.',
        cause: thrown,
      },
    );
  }
}

/** Statements are few, but long lists of conditions make new ones. */
const maxPrepared = 500;

function createConnection(driver: LibSql.Database): Connection {
  const prepared = new Map<string, LibSql.Statement>();
  const statement = (text: string): LibSql.Statement => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    if (prepared.size >= maxPrepared) prepared.clear();
    // SQLite looks `$1` up by name, `?1` is a number.
    const fresh = driver.prepare(text.replace(/\$(\d+)/g, '?$1'));
    if (fresh.reader) fresh.raw();
    prepared.set(text, fresh);
    return fresh;
  };
  return {
    query: (text, values = []) => translated(() => statement(text).all(values.map(bindable)) as unknown[][]),
    run: (text, values = []) => translated(() => statement(text).run(values.map(bindable)).changes),
    close: () => translated(() => void driver.close()),
  };
}

const bindable = (value: SqlValue): SqlValue => (typeof value === 'boolean' ? Number(value) : value);

/** The driver answers at once; it is a promise because PostgreSQL's does not. */
function translated<T>(work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (thrown) {
    return Promise.reject(translateDatabaseError(thrown));
  }
}

/** Into the database, which is synced with that; the log is empty then. */
async function moveLog(connection: Connection): Promise<void> {
  const [row] = await connection.query('PRAGMA wal_checkpoint(TRUNCATE)');
  if (row?.[0] !== 0) throw new CrystalqError('STORE_LOCKED', 'others read from the log');
}

async function whileLocked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + lockPatienceMs;
  for (;;) {
    try {
      return await work();
    } catch (thrown) {
      if (!isLocked(thrown)) throw thrown;
      if (Date.now() > deadline) throw lockedForLong(path, thrown);
      await delay(2 + Math.random() * 10);
    }
  }
}

const isLocked = (thrown: unknown): boolean =>
  thrown instanceof CrystalqError && thrown.code === 'STORE_LOCKED';

const lockedForLong = (path: string, cause: unknown): CrystalqError =>
  new CrystalqError(
    'STORE_LOCKED',
    `${path} has been locked by another program for ${lockPatienceMs / 1000} s`,
    {
      hint: `Workers try again by themselves. Else: end what holds it (\`fuser -v ${path}\` tells), and type the command again.`,
      cause,
    },
  );

/** One after another: there is one writing connection. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
