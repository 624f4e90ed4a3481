import { firstProbeSeconds, longestProbeSeconds } from '../workflow/halts.js';
import type { Store } from './store.js';
import type { Database } from './sql/database.js';
import { fromJsonRow } from './sql/json-row.js';
import { halts } from './sql/tables.js';

type Halts = Pick<Store, 'halts' | 'openHalt' | 'claimProbe' | 'hastenProbe' | 'closeHalt' | 'forgetHalt'>;

/** Longer than a worker needs to fall asleep on a halt that it saw just before it closed. */
const closingSeconds = 10;

/** Few rows: one per kind of trouble that stands. The database's clock decides about probes. */
export function createHalts(database: Database): Halts {
  const { dialect } = database;
  const isOpenAndDue = `state = 'open' AND "probeAt" <= ${dialect.now()}`;
  const claim =
    `UPDATE halts SET "probeAt" = ${dialect.now('"probeSeconds"')}, ` +
    `"probeSeconds" = CASE WHEN "probeSeconds" * 2 > ${longestProbeSeconds} THEN ${longestProbeSeconds} ` +
    `ELSE "probeSeconds" * 2 END WHERE id = $1 AND ${isOpenAndDue}`;
  const again = ['code', 'message', 'hint'].map((name) => `${name} = excluded.${name}`).join(', ');
  return {
    halts: async () => {
      const rows = await database.query(
        `SELECT ${dialect.jsonRow(halts, 'h')} FROM halts h ORDER BY h."openedAt", h.id`,
      );
      return rows.map(([row]) => fromJsonRow(halts, row));
    },
    openHalt: (halt) =>
      database.transaction(async (sql) => {
        const at = new Date().toISOString();
        const times = { openedAt: at, probeAt: at, probeSeconds: firstProbeSeconds };
        // People were told that it is over: this is another one.
        await sql.run(`DELETE FROM halts WHERE id = $1 AND state = 'closing'`, [halt.id]);
        const set = `times = halts.times + 1, ${again}`;
        await dialect.insert(sql, halts, [{ ...halt, state: 'open', times: 1, ...times }], { set });
        const soon = `UPDATE halts SET "probeAt" = ${dialect.now('$2')} WHERE id = $1 AND times = 1`;
        return (await sql.run(soon, [halt.id, String(firstProbeSeconds)])) > 0;
      }),
    claimProbe: async (id) => (await database.run(claim, [id])) > 0,
    hastenProbe: async (id) => {
      await database.run(
        `UPDATE halts SET "probeAt" = ${dialect.now()}, "probeSeconds" = ${firstProbeSeconds} WHERE id = $1 AND state = 'open'`,
        [id],
      );
    },
    closeHalt: async (id) =>
      (await database.run(
        `UPDATE halts SET state = 'closing', "probeAt" = ${dialect.now('$2')} WHERE id = $1 AND state = 'open'`,
        [id, String(closingSeconds)],
      )) > 0,
    forgetHalt: async (id) => {
      await database.run(
        `DELETE FROM halts WHERE id = $1 AND state = 'closing' AND "probeAt" <= ${dialect.now()}`,
        [id],
      );
    },
  };
}
