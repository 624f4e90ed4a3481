import type { SqlQuery, SqlQueryable } from '@prisma/driver-adapter-utils';
import type { Sql, SqlValue } from './database.js';
import { translateDatabaseError } from './translate-error.js';

/** Our way of running statements on a Prisma driver adapter or on one of its transactions. */
export function createSql(queryable: Pick<SqlQueryable, 'queryRaw' | 'executeRaw'>): Sql {
  return {
    query: (text, values = []) =>
      translated(async () => (await queryable.queryRaw(statement(text, values))).rows),
    run: (text, values = []) => translated(() => queryable.executeRaw(statement(text, values))),
  };
}

const unknownType = { scalarType: 'unknown', arity: 'scalar' } as const;

function statement(text: string, values: readonly SqlValue[]): SqlQuery {
  return { sql: text, args: [...values], argTypes: values.map(() => unknownType) };
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw translateDatabaseError(thrown);
  }
}
