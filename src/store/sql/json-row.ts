import type { Table } from './tables.js';

/** The way back from `Dialect.jsonRow` of all columns: times become ISO 8601 in UTC. */
export function fromJsonRow<R>(table: Table<R>, json: unknown): R {
  const row = JSON.parse(String(json)) as Record<string, unknown>;
  for (const [name, kind] of Object.entries(table.columns))
    if (kind === 'time' && typeof row[name] === 'string') row[name] = isoTime(row[name]);
  return row as R;
}

/** SQLite gives `...123+00:00` as it was written, PostgreSQL `...12` without zone and trailing zeros; both are UTC. */
function isoTime(text: string): string {
  return new Date(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`).toISOString();
}
