import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Transaction } from '@prisma/driver-adapter-utils';
import { CrystalqError } from '../../errors/crystalq-error.js';
import type { Database, Sql } from './database.js';
import { withoutPassword } from './database-url.js';
import { postgresqlDialect } from './postgresql-dialect.js';
import { createSql } from './run-statements.js';
import { translateDatabaseError } from './translate-error.js';

const connectPatienceMs = 10_000;
/** Per process: one writes, the others read. */
const maxConnections = 4;

export async function openPostgresql(url: string): Promise<Database> {
  const factory = new PrismaPg(
    {
      connectionString: url,
      max: maxConnections,
      connectionTimeoutMillis: connectPatienceMs,
      application_name: 'crystalq',
    },
    // A connection that breaks while it is idle is replaced by the pool when it is needed.
    { statementNameGenerator: ({ sql }) => statementName(sql), onPoolError: () => undefined },
  );
  const adapter = await factory.connect();
  const sql = createSql(adapter);
  try {
    await sql.query('SELECT 1');
  } catch (thrown) {
    await adapter.dispose();
    const error = translateDatabaseError(thrown);
    throw new CrystalqError(
      error.code === 'UNEXPECTED' ? 'STORE_UNREACHABLE' : error.code,
      `cannot connect to ${withoutPassword(url)}: ${error.message}`,
      { cause: thrown },
    );
  }
  return {
    ...sql,
    dialect: postgresqlDialect,
    transaction: async (work) => transaction(await begin(), work),
    close: () => adapter.dispose(),
  };

  async function begin(): Promise<Transaction> {
    try {
      return await adapter.startTransaction();
    } catch (thrown) {
      throw translateDatabaseError(thrown);
    }
  }
}

/** `commit` and `rollback` of the adapter only give the connection back; the words are ours to say. */
async function transaction<T>(held: Transaction, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = createSql(held);
  let result: T;
  try {
    result = await work(sql);
    await sql.run('COMMIT');
  } catch (thrown) {
    // Fails only where the connection is gone, and the transaction with it.
    await sql.run('ROLLBACK').catch(() => undefined);
    await held.rollback();
    throw thrown;
  }
  await held.commit();
  return result;
}

const names = new Map<string, string>();

/** There are some dozens of statements; each is prepared once per connection. */
function statementName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `cq_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  names.set(text, name);
  return name;
}
