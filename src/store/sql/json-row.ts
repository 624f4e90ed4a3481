import type { Kind, Table } from './tables.js';

/** The way back from `Dialect.jsonRow` of all columns: times become ISO 8601 in UTC. */
export function fromJsonRow<R>(table: Table<R>, json: unknown): R {
  const row = JSON.parse(String(json)) as Record<string, unknown>;
  for (const name of timesOf(table)) if (typeof row[name] === 'string') row[name] = isoTime(row[name]);
  return row as R;
}

const times = new WeakMap<Table, readonly string[]>();

function timesOf(table: Table): readonly string[] {
  const known = times.get(table);
  if (known !== undefined) return known;
  const columns: readonly (readonly [string, Kind])[] = Object.entries(table.columns);
  const found = columns.filter(([, kind]) => kind === 'time').map(([name]) => name);
  times.set(table, found);
  return found;
}

/**
 * SQLite gives `...123+00:00` as it was written, PostgreSQL `...12` without zone and trailing zeros; both are UTC.
 * A row has up to five of them, and a Date takes ten times as long as the text alone.
 */
function isoTime(text: string): string {
  const [, seconds, fraction = ''] = utcTime.exec(text) ?? [];
  return seconds === undefined ? new Date(text).toISOString() : `${seconds}.${fraction.padEnd(3, '0')}Z`;
}

const utcTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?(?:Z|\+00:00)?$/;
