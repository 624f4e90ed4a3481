import type { Store } from './store.js';
import type { Database } from './sql/database.js';

/** The row stays when a lease is given back, so that the fence only ever grows. The database's clock decides. */
export function createLeases(
  database: Database,
): Pick<Store, 'acquireLease' | 'releaseLease' | 'leaseHolder'> {
  const { dialect } = database;
  const acquire =
    `INSERT INTO leases (name, holder, fence, "expiresAt") VALUES ($1, $2, 1, ${dialect.now('$3')}) ` +
    'ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, "expiresAt" = excluded."expiresAt", ' +
    'fence = leases.fence + CASE WHEN leases.holder = excluded.holder THEN 0 ELSE 1 END ' +
    `WHERE leases.holder = excluded.holder OR leases."expiresAt" <= ${dialect.now()} RETURNING fence`;
  const release = `UPDATE leases SET "expiresAt" = ${dialect.now()} WHERE name = $1 AND holder = $2`;
  return {
    // `soon`: a power cut that takes a lease back ends its holder, too.
    acquireLease: (name, holder, seconds) =>
      database.transaction(async (sql) => {
        const [row] = await sql.query(acquire, [name, holder, String(seconds)]);
        return row === undefined ? undefined : { fence: Number(row[0]) };
      }, 'soon'),
    releaseLease: async (name, holder) => {
      await database.run(release, [name, holder]);
    },
    leaseHolder: async (name) => {
      const [row] = await database.query(
        `SELECT holder FROM leases WHERE name = $1 AND "expiresAt" > ${dialect.now()}`,
        [name],
      );
      return row && String(row[0]);
    },
  };
}
