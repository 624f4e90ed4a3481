import {
  columnList,
  quoted,
  type Dialect,
  type OnConflict,
  type Row,
  type Sql,
  type SqlValue,
} from './database.js';
import { plainJson, plainText } from './plain-text.js';
import type { Kind, AnyTable } from './tables.js';

/** SQLite lives in this process: many small statements are cheap, and bound numbers keep their last bit. */
export const sqliteDialect: Dialect = {
  provider: 'sqlite',
  // A writing transaction holds the only write lock there is.
  forUpdate: '',
  forUpdateSkipLocked: '',
  now: (seconds) =>
    `strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'${seconds === undefined ? '' : `, ${seconds} || ' seconds'`})`,
  timeValue,
  jsonRow: (table, alias, columns = Object.keys(table.columns)) =>
    `json_object(${columns.map((name) => `'${name}', ${asJson(table, alias, name)}`).join(', ')})`,
  isOneOf: (column, parameter) => `${column} IN (SELECT value FROM json_each(${parameter}))`,
  isAmong: (column, select) => `${column} IN (${select})`,
  matches: (column, parameter) => `${column} GLOB ${parameter}`,
  pattern: (text) => plainText(text).replace(/[[?]/g, '[$&]'),
  insert,
  update,
};

function asJson(table: AnyTable, alias: string, name: string): string {
  const column = `${alias}.${quoted(name)}`;
  const kind = table.columns[name];
  if (kind === 'json') return `json(${column})`;
  if (kind === 'bool') return `json(iif(${column}, 'true', 'false'))`;
  return column;
}

/** Row by row, with a statement that is prepared already: quicker than one long statement that is new each time. */
async function insert(
  sql: Sql,
  table: AnyTable,
  rows: readonly Row[],
  onConflict?: OnConflict,
): Promise<void> {
  const first = rows[0];
  if (first === undefined) return;
  const columns = Object.keys(first).filter((name) => name in table.columns);
  const places = columns.map((_, index) => `$${index + 1}`).join(', ');
  const text = `INSERT INTO ${table.name} (${columnList(columns)}) VALUES (${places})${conflictClause(table, onConflict)}`;
  for (const row of rows)
    await sql.run(
      text,
      columns.map((name) => bound(table.columns[name], row[name])),
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
  const assignments = columns.map((name, index) => `${quoted(name)} = $${index + 1}`).join(', ');
  const text = `UPDATE ${table.name} SET ${assignments} WHERE id = $${columns.length + 1}`;
  for (const row of rows)
    await sql.run(
      text,
      [...columns, 'id'].map((name) => bound(table.columns[name], row[name])),
    );
}

/** Text that sorts by time, in the form Prisma writes. Most times come as `toISOString` gives them. */
function timeValue(time: string): string {
  const utc = isoTime.test(time) ? time : new Date(time).toISOString();
  return utc.replace('Z', '+00:00');
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** JSON is text here, and times are. */
function bound(kind: Kind | undefined, value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (kind === 'json') return plainJson(value);
  if (kind === 'time') return timeValue(value as string);
  if (typeof value === 'string') return plainText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return value as SqlValue;
}
