import type { MaterialRecord } from '../workflow/records.js';
import type { Author, Store } from './store.js';
import { createEvent } from './apply/plan-changes.js';
import type { Database, Sql } from './sql/database.js';
import { fromJsonRow } from './sql/json-row.js';
import { events, materials } from './sql/tables.js';
import { shareWindow } from './share-window.js';

export function createReleaseMaterials(database: Database): Store['releaseMaterials'] {
  return (count, by, window = Infinity) =>
    count <= 0
      ? Promise.resolve([])
      : database.transaction((sql) => release(sql, database, { count: Math.floor(count), window }, by));
}

async function release(
  sql: Sql,
  database: Database,
  { count, window }: { readonly count: number; readonly window: number },
  by: Author,
): Promise<MaterialRecord[]> {
  const candidates = (await sql.query(candidatesText, [count])).map(([id, priority, inWindow, pending]) => ({
    id: String(id),
    priority: Number(priority),
    inWindow: Number(inWindow),
    pending: Number(pending),
  }));
  const released: MaterialRecord[] = [];
  for (const { id, share } of shareWindow(window, count, candidates)) {
    const rows = await sql.query(releaseText(database), [id, share]);
    released.push(...rows.map(([json]) => fromJsonRow(materials, json)));
  }
  released.sort((a, b) => (a.id < b.id ? -1 : 1));
  const at = new Date().toISOString();
  await database.dialect.insert(
    sql,
    events,
    released.map(({ id, batchId }) =>
      createEvent({ batchId, materialId: id, entity: 'material' }, 'pending', 'released', by, at),
    ),
  );
  return released;
}

/** Pending ones are counted only as far as they could matter: there may be a hundred thousand. */
const candidatesText =
  'SELECT b.id, b.priority, ' +
  `(SELECT count(*) FROM materials m WHERE m."batchId" = b.id AND m.state = 'released'), ` +
  `(SELECT count(*) FROM (SELECT 1 FROM materials m WHERE m."batchId" = b.id AND m.state = 'pending' ` +
  'AND m.hold = false AND b.hold = false LIMIT $1) AS p) ' +
  "FROM batches b WHERE b.state = 'open'";

/** No alias for the table: SQLite does not know it in RETURNING. */
const releaseText = ({ dialect }: Database): string =>
  `UPDATE materials SET state = 'released', generation = materials.generation + 1 WHERE materials.id IN (` +
  `SELECT p.id FROM materials p WHERE p."batchId" = $1 AND p.state = 'pending' AND p.hold = false ` +
  `ORDER BY p.position LIMIT $2${dialect.forUpdateSkipLocked}) RETURNING ${dialect.jsonRow(materials, 'materials')}`;
