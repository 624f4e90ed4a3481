import type { Database } from '../sql/database.js';
import type { Store } from '../store.js';

export const createWindow =
  (database: Database): Store['window'] =>
  async () => {
    const [[released, isAnyWaiting] = []] = await database.query(text);
    return { released: Number(released), isAnyWaiting: Boolean(isAnyWaiting) };
  };

/** Only open batches have any; a cross join is looped in this order, along the index by batch and state. */
const materials =
  'FROM batches b CROSS JOIN materials m WHERE m."batchId" = b.id AND b.state = \'open\' AND m.state =';

const text =
  `SELECT (SELECT count(*) ${materials} 'released'), ` +
  `EXISTS (SELECT 1 ${materials} 'pending' AND m.hold = false AND b.hold = false)`;
