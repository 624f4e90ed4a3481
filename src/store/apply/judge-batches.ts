import type { Author } from '../store.js';
import type { Dialect, Sql } from '../sql/database.js';
import { events } from '../sql/tables.js';
import { createEvent } from './plan-changes.js';

/**
 * An open batch without a pending or released material is settled; a settled batch that has one is open again.
 * The batches are locked first, in a statement of their own: of two transactions that settle the last two materials
 * the later one then sees what the earlier one has written.
 */
export async function judgeBatches(
  sql: Sql,
  dialect: Dialect,
  authors: ReadonlyMap<string, Author>,
  at: string,
): Promise<void> {
  if (authors.size === 0) return;
  const ids = JSON.stringify([...authors.keys()]);
  const named = dialect.isOneOf('batches.id', '$1');
  await sql.query(`SELECT batches.id FROM batches WHERE ${named} ORDER BY batches.id${dialect.forUpdate}`, [
    ids,
  ]);
  const unsettled = `EXISTS (SELECT 1 FROM materials m WHERE m."batchId" = batches.id AND m.state IN ('pending', 'released'))`;
  const settled = await sql.query(
    `UPDATE batches SET state = 'settled' WHERE ${named} AND batches.state = 'open' AND NOT ${unsettled} RETURNING batches.id`,
    [ids],
  );
  const opened = await sql.query(
    `UPDATE batches SET state = 'open' WHERE ${named} AND batches.state = 'settled' AND ${unsettled} RETURNING batches.id`,
    [ids],
  );
  const told = [
    ...settled.map(([id]) => ({ id: String(id), from: 'open', to: 'settled' })),
    ...opened.map(([id]) => ({ id: String(id), from: 'settled', to: 'open' })),
  ];
  await dialect.insert(
    sql,
    events,
    told.flatMap(({ id, from, to }) => {
      const by = authors.get(id);
      return by === undefined ? [] : [createEvent({ batchId: id, entity: 'batch' }, from, to, by, at)];
    }),
  );
}
