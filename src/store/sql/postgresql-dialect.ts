import { columnList, quoted, type Dialect, type OnConflict, type Row, type Sql } from './database.js';
import { plainJson, plainText } from './plain-text.js';
import type { Kind, AnyTable } from './tables.js';

/**
 * PostgreSQL is a round trip away: all rows of a statement travel as one JSON parameter, so that the text of the
 * statement stays the same for any number of rows and is prepared once.
 */
export const postgresqlDialect: Dialect = {
  provider: 'postgresql',
  forUpdate: ' FOR NO KEY UPDATE',
  forUpdateSkipLocked: ' FOR NO KEY UPDATE SKIP LOCKED',
  now: (seconds) =>
    seconds === undefined ? utcNow : `(${utcNow} + make_interval(secs => (${seconds})::double precision))`,
  timeValue: (time) => new Date(time).toISOString(),
  jsonRow: (table, alias, columns = Object.keys(table.columns)) =>
    `json_build_object(${columns.map((name) => `'${name}', ${alias}.${quoted(name)}`).join(', ')})::text`,
  isOneOf: (column, parameter) =>
    `${column} = ANY (ARRAY(SELECT jsonb_array_elements_text(${parameter}::jsonb)))`,
  // As a join it would read whole tables as long as nobody has analysed them.
  isAmong: (column, select) => `${column} = ANY (ARRAY(${select}))`,
  matches: (column, parameter) => `${column} LIKE ${parameter}`,
  pattern: (text) =>
    plainText(text)
      .replace(/[\\%_]/g, '\\$&')
      .replaceAll('*', '%'),
  insert,
  update,
};

/** clock_timestamp(), not now(): now() stands still within a transaction that may have waited for a lock. */
const utcNow = "(clock_timestamp() AT TIME ZONE 'UTC')::timestamp(3)";

async function insert(
  sql: Sql,
  table: AnyTable,
  rows: readonly Row[],
  onConflict?: OnConflict,
): Promise<void> {
  const first = rows[0];
  if (first === undefined) return;
  const columns = Object.keys(first).filter((name) => name in table.columns);
  await sql.run(
    `INSERT INTO ${table.name} (${columnList(columns)}) SELECT ${columnList(columns)} ` +
      `FROM ${recordSet(table, columns)}${conflictClause(table, onConflict)}`,
    [plainJson(rows)],
  );
}

function conflictClause(table: AnyTable, onConflict: OnConflict | undefined): string {
  if (onConflict === undefined) return '';
  return onConflict === 'nothing'
    ? ` ON CONFLICT (${columnList(table.key)}) DO NOTHING`
    : ` ON CONFLICT (${columnList(table.key)}) DO UPDATE SET ${onConflict.set}`;
}

async function update(
  sql: Sql,
  table: AnyTable,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const assignments = columns.map((name) => `${quoted(name)} = r.${quoted(name)}`).join(', ');
  await sql.run(
    `UPDATE ${table.name} AS t SET ${assignments} FROM ${recordSet(table, ['id', ...columns])} WHERE t.id = r.id`,
    [plainJson(rows)],
  );
}

const recordSet = (table: AnyTable, columns: readonly string[]): string =>
  `jsonb_to_recordset($1::jsonb) AS r(${columns
    .map((name) => `${quoted(name)} ${columnType(table.columns[name])}`)
    .join(', ')})`;

function columnType(kind: Kind | undefined): string {
  if (kind?.startsWith('enum:')) return quoted(kind.slice('enum:'.length));
  return columnTypes[kind ?? 'text'] ?? 'text';
}

const columnTypes: Partial<Record<string, string>> = {
  int: 'integer',
  bigint: 'bigint',
  real: 'double precision',
  bool: 'boolean',
  time: 'timestamp(3)',
  json: 'jsonb',
};
