import { CrystalqError } from '../errors/crystalq-error.js';
import type { BatchRecord } from '../workflow/records.js';
import type { NewMaterial, Store } from './store.js';
import { createEvent } from './apply/plan-changes.js';
import type { Database, Row, Sql } from './sql/database.js';
import { fromJsonRow } from './sql/json-row.js';
import { batches, edges, errors, events, materials, settingsSnapshots, steps } from './sql/tables.js';

export function createAddBatch(database: Database): Pick<Store, 'beginBatch' | 'addMaterials'> {
  const { dialect } = database;
  return {
    beginBatch: ({ settingsSnapshot, ...batch }, by) =>
      database.transaction(async (sql) => {
        const at = new Date().toISOString();
        const row = { ...batch, state: 'receiving', hold: false, createdAt: at };
        // The fingerprint decides, too: two batches may not be the same under different ids.
        const known = await findBatch(sql, database, batch.id, batch.fingerprint);
        if (known !== undefined) return { batch: known, added: false };
        await dialect.insert(sql, batches, [row]);
        await dialect.insert(sql, settingsSnapshots, [{ batchId: batch.id, at, settings: settingsSnapshot }]);
        await dialect.insert(sql, events, [
          createEvent({ batchId: batch.id, entity: 'batch' }, null, 'receiving', by, at),
        ]);
        const added = await findBatch(sql, database, batch.id, batch.fingerprint);
        if (added === undefined)
          throw new CrystalqError('UNEXPECTED', `batch ${batch.id} is not there after it was added`);
        return { batch: added, added: true };
      }),

    addMaterials: (batchId, added, by) =>
      database.transaction(async (sql) => {
        const at = new Date().toISOString();
        // Locked, so that two processes that add the same materials come one after the other.
        const [batch] = await sql.query(`SELECT b.id FROM batches b WHERE b.id = $1${dialect.forUpdate}`, [
          batchId,
        ]);
        if (batch === undefined)
          throw new CrystalqError(
            'STORE_CONFLICT',
            `materials cannot be added: there is no batch ${batchId}`,
          );
        const missing = await withoutKnown(sql, database, added);
        await dialect.insert(
          sql,
          materials,
          missing.map(({ material }) => materialRow(batchId, material, at)),
        );
        await dialect.insert(
          sql,
          steps,
          missing.flatMap((one) => stepRows(batchId, one, at)),
        );
        await dialect.insert(sql, edges, missing.flatMap(edgeRows));
        await dialect.insert(
          sql,
          errors,
          missing.flatMap((one) => one.errors).map((error) => ({ at, ...error })),
        );
        await dialect.insert(
          sql,
          events,
          missing.map(({ material, remarks }) =>
            createEvent(
              { batchId, materialId: material.id, entity: 'material' },
              null,
              material.state,
              { ...by, reason: [by.reason, ...remarks].join('; ') },
              at,
            ),
          ),
        );
        return { added: missing.length };
      }),
  };
}

async function findBatch(
  sql: Sql,
  { dialect }: Database,
  id: string,
  fingerprint: string,
): Promise<BatchRecord | undefined> {
  const [row] = await sql.query(
    `SELECT ${dialect.jsonRow(batches, 'b')} FROM batches b WHERE b.id = $1 OR b.fingerprint = $2`,
    [id, fingerprint],
  );
  return row && fromJsonRow(batches, row[0]);
}

async function withoutKnown(
  sql: Sql,
  { dialect }: Database,
  added: readonly NewMaterial[],
): Promise<readonly NewMaterial[]> {
  const ids = JSON.stringify(added.map(({ material }) => material.id));
  const rows = await sql.query(`SELECT m.id FROM materials m WHERE ${dialect.isOneOf('m.id', '$1')}`, [ids]);
  const known = new Set(rows.map(([id]) => id));
  return added.filter(({ material }) => !known.has(material.id));
}

function materialRow(batchId: string, material: NewMaterial['material'], at: string): Row {
  const settledAt = material.state === 'refused' ? at : null;
  return { ...material, batchId, hold: false, generation: 0, createdAt: at, settledAt };
}

const stepRows = (batchId: string, { steps: added }: NewMaterial, at: string): Row[] =>
  added.map((step) => ({
    ...step,
    batchId,
    state: 'waiting',
    hold: false,
    cancelRequested: false,
    reason: null,
    failureCode: null,
    attemptBase: 0,
    goesOn: false,
    createdAt: at,
    endedAt: null,
  }));

const edgeRows = ({ material, edges: added }: NewMaterial): Row[] =>
  added.map((edge) => ({ ...edge, materialId: material.id, state: 'waiting' }));
