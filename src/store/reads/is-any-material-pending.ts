import type { Database } from '../sql/database.js';
import type { Store } from '../store.js';

export const createIsAnyMaterialPending =
  (database: Database): Store['isAnyMaterialPending'] =>
  async () => {
    const [[isAny] = []] = await database.query(text);
    return Boolean(isAny);
  };

/** Only open batches have any; a cross join is looped in this order, along the index by batch and state. */
const text =
  'SELECT EXISTS (SELECT 1 FROM batches b CROSS JOIN materials m WHERE m."batchId" = b.id ' +
  "AND b.state = 'open' AND m.state = 'pending' AND m.hold = false AND b.hold = false)";
