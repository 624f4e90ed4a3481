import type { AttemptRecord } from '../../workflow/records.js';
import type { Dialect } from '../sql/database.js';
import { fromJsonRow } from '../sql/json-row.js';
import { attempts, carriers } from '../sql/tables.js';

/** JSON columns: the attempt, its carrier or NULL, and `more`. */
export function selectAttempts(dialect: Dialect, rest: string, more: readonly string[] = []): string {
  const carrier = `CASE WHEN c.id IS NULL THEN NULL ELSE ${dialect.jsonRow(carriers, 'c')} END`;
  return (
    `SELECT ${[dialect.jsonRow(attempts, 'a'), carrier, ...more].join(', ')} ` +
    `FROM attempts a LEFT JOIN carriers c ON c.id = a."carrierId" ${rest}`
  );
}

export function toAttempt([attempt, carrier]: readonly unknown[]): AttemptRecord {
  const { carrierId: _, ...row } = fromJsonRow(attempts, attempt);
  return { ...row, carrier: carrier === null ? null : fromJsonRow(carriers, carrier) };
}
