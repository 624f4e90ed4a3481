import type { Change } from '../store.js';
import type { Dialect, Sql } from '../sql/database.js';
import { fromJsonRow } from '../sql/json-row.js';
import { attempts, batches, edges, materials, steps, type AnyTable } from '../sql/tables.js';
import { entityKinds, noRows, type EntityKind, type Rows } from './rows.js';

/**
 * Loads and locks what the changes name, table by table and by id: two transactions that want the same rows ask for
 * them in the same order, so that one waits for the other and none is killed.
 */
export async function loadRows(sql: Sql, dialect: Dialect, changes: readonly Change[]): Promise<Rows> {
  const ids = idsOf(changes);
  const rows = noRows();
  for (const kind of entityKinds) {
    if (ids[kind].size === 0) continue;
    const found = await sql.query(select(dialect, kind), [JSON.stringify([...ids[kind]])]);
    const table: AnyTable = tables[kind];
    const into: Map<string, unknown> = rows[kind];
    for (const [json, batchId] of found) {
      const row = fromJsonRow(table, json);
      into.set(String(row['id']), kind === 'edge' ? { ...row, batchId } : row);
    }
  }
  return rows;
}

const tables = { batch: batches, material: materials, step: steps, edge: edges, attempt: attempts } as const;

const columns: Record<EntityKind, readonly string[]> = {
  batch: ['id', 'state', 'hold', 'priority'],
  material: ['id', 'batchId', 'state', 'hold', 'generation', 'reason', 'failureCode', 'settledAt'],
  step: [
    'id',
    'batchId',
    'materialId',
    'state',
    'hold',
    'cancelRequested',
    'reason',
    'failureCode',
    'attemptBase',
    'goesOn',
    'endedAt',
  ],
  edge: ['id', 'materialId', 'consumerId', 'state'],
  attempt: [
    'id',
    'batchId',
    'materialId',
    'stepId',
    'state',
    'carrierId',
    'schedulerState',
    'exitCode',
    'verdict',
    'failureCode',
    'isRehearsal',
    'intentAt',
    'submittedAt',
    'startedAt',
    'endedAt',
  ],
};

function select(dialect: Dialect, kind: EntityKind): string {
  const table: AnyTable = tables[kind];
  const batchOfEdge = ', (SELECT m."batchId" FROM materials m WHERE m.id = t."materialId")';
  return (
    `SELECT ${dialect.jsonRow(table, 't', columns[kind])}${kind === 'edge' ? batchOfEdge : ''} FROM ${table.name} t ` +
    `WHERE ${dialect.isOneOf('t.id', '$1')} ORDER BY t.id${dialect.forUpdate}`
  );
}

function idsOf(changes: readonly Change[]): Record<EntityKind, Set<string>> {
  const ids = {
    batch: new Set<string>(),
    material: new Set<string>(),
    step: new Set<string>(),
    edge: new Set<string>(),
    attempt: new Set<string>(),
  };
  for (const change of changes)
    if (change.kind === 'newAttempt') ids.attempt.add(change.attempt.id);
    else if ('id' in change) ids[change.kind].add(change.id);
  return ids;
}
