import type { StepState } from '../../workflow/states.js';
import type { Counts, Store } from '../store.js';
import type { Database } from '../sql/database.js';

/**
 * Counted by the database along its indexes, which begin with the batch or with the failure code; so batches are
 * summed here. Failures are those of steps, and of materials that were refused before they had any.
 */
export function createCounts(database: Database): Store['counts'] {
  return async ({ batch } = {}): Promise<Counts> => {
    const ofBatch = batch === undefined ? '' : 'WHERE "batchId" = $1';
    const byBatch = (table: string, columns: string): Promise<unknown[][]> =>
      database.query(
        `SELECT ${columns}, count(*) FROM ${table} ${ofBatch} GROUP BY "batchId", ${columns}`,
        batch === undefined ? [] : [batch],
      );
    const failures = async (table: string, condition: string): Promise<unknown[][]> => {
      const rows = await database.query(
        `SELECT "batchId", "failureCode", count(*) FROM ${table} WHERE "failureCode" IS NOT NULL${condition} ` +
          'GROUP BY "failureCode", "batchId"',
      );
      return rows.filter(([id]) => batch === undefined || id === batch).map(([, ...row]) => row);
    };
    const [materials, steps, attempts, failedSteps, refused] = await Promise.all([
      byBatch('materials', 'state'),
      byBatch('steps', 'type, state'),
      byBatch('attempts', 'state'),
      failures('steps', ''),
      failures('materials', ` AND state = 'refused'`),
    ]);
    return {
      materials: Object.fromEntries(summed(materials)),
      steps: [...summed(steps)].map(([key, count]) => {
        const [type = '', state] = key.split(' ');
        return { type, state: state as StepState, count };
      }),
      attempts: Object.fromEntries(summed(attempts)),
      failures: [...summed([...failedSteps, ...refused])]
        .map(([failureCode, count]) => ({ failureCode, count }))
        .sort((a, b) => b.count - a.count || (a.failureCode < b.failureCode ? -1 : 1)),
    };
  };
}

/** The last column, summed for each combination of the others, which are single words. */
function summed(rows: readonly unknown[][]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const key = row.slice(0, -1).join(' ');
    sums.set(key, (sums.get(key) ?? 0) + Number(row.at(-1)));
  }
  return sums;
}
