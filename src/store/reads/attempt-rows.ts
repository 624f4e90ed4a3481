import type { AttemptRecord } from '../../workflow/records.js';
import type { Dialect } from '../sql/database.js';
import { fromJsonRow } from '../sql/json-row.js';
import { attempts, carriers } from '../sql/tables.js';

/** Two JSON columns: the attempt and its carrier, or NULL. */
export function selectAttempts(dialect: Dialect, rest: string): string {
  return (
    `SELECT ${dialect.jsonRow(attempts, 'a')}, CASE WHEN c.id IS NULL THEN NULL ELSE ${dialect.jsonRow(carriers, 'c')} END ` +
    `FROM attempts a LEFT JOIN carriers c ON c.id = a."carrierId" ${rest}`
  );
}

export function toAttempt([attempt, carrier]: readonly unknown[]): AttemptRecord {
  const { carrierId: _, ...row } = fromJsonRow(attempts, attempt);
  return { ...row, carrier: carrier === null ? null : fromJsonRow(carriers, carrier) };
}
