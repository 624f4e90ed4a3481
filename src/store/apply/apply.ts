import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorCode } from '../../errors/codes.js';
import { CrystalqError } from '../../errors/crystalq-error.js';
import type { ApplyResult, Author, Change, Store } from '../store.js';
import type { Database, Sql } from '../sql/database.js';
import { createGroupCommit } from './group-commit.js';
import { loadRows } from './load-rows.js';
import { planChanges, type Plan } from './plan-changes.js';
import { entityKinds, type Rows } from './rows.js';
import { writePlans } from './write-plans.js';

const maxCallsPerTransaction = 200;
/** Two transactions may want the same rows, or add the same attempt: one is sent back and looks again. */
const maxTries = 6;

interface Call {
  readonly changes: readonly Change[];
  readonly by: Author;
}

export function createApply(database: Database): Store['apply'] {
  const commit = createGroupCommit<Call, ApplyResult>(
    (calls) => applyTogether(database, calls),
    maxCallsPerTransaction,
    (thrown) => !isEverybodys(thrown),
  );
  return (changes, by) => commit({ changes, by });
}

function isEverybodys(thrown: unknown): boolean {
  const codes: ErrorCode[] = ['STORE_UNREACHABLE', 'STORE_LOCKED', 'STORE_SCHEMA', 'DISK_FULL'];
  return thrown instanceof CrystalqError && codes.includes(thrown.code);
}

async function applyTogether(database: Database, calls: readonly Call[]): Promise<ApplyResult[]> {
  for (let tries = 1; ; tries++) {
    try {
      const durability = calls.some(({ changes }) => changes.some(mustBeOnDisk)) ? 'now' : 'soon';
      return await database.transaction((sql) => applyIn(sql, database, calls), durability);
    } catch (thrown) {
      const isConflict = thrown instanceof CrystalqError && thrown.code === 'STORE_CONFLICT';
      if (!isConflict || tries === maxTries) throw thrown;
      await delay(Math.random() * 10 * tries);
    }
  }
}

/**
 * What a power cut must not take back: the intent to submit, without which a job would be submitted twice, and what
 * people asked for. All else can be seen again in run folders and the scheduler.
 */
function mustBeOnDisk(change: Change): boolean {
  switch (change.kind) {
    case 'attempt':
      return change.to === 'submitting';
    case 'batch':
    case 'material':
      return true;
    case 'step':
      return [change.set?.hold, change.set?.cancelRequested, change.set?.resources].some(
        (one) => one !== undefined,
      );
    default:
      return false;
  }
}

/** Each call is planned on what the calls before it in the group leave; a refused one leaves nothing. */
async function applyIn(sql: Sql, { dialect }: Database, calls: readonly Call[]): Promise<ApplyResult[]> {
  const at = new Date().toISOString();
  const loaded = await loadRows(
    sql,
    dialect,
    calls.flatMap(({ changes }) => changes),
  );
  const rows = copyOf(loaded);
  const plans: { plan: Plan; by: Author }[] = [];
  const results = calls.map(({ changes, by }): ApplyResult => {
    const outcome = planChanges(changes, rows, by, at);
    if ('conflict' in outcome) return { applied: false, conflict: outcome.conflict };
    plans.push({ plan: outcome.plan, by });
    takeOver(rows, outcome.plan.rows);
    return { applied: true };
  });
  if (plans.length > 0) await writePlans(sql, dialect, loaded, rows, plans, at);
  return results;
}

const copyOf = (rows: Rows): Rows => ({
  batch: new Map(rows.batch),
  material: new Map(rows.material),
  step: new Map(rows.step),
  edge: new Map(rows.edge),
  attempt: new Map(rows.attempt),
});

function takeOver(into: Rows, from: Rows): void {
  for (const kind of entityKinds) {
    const target: Map<string, unknown> = into[kind];
    for (const [id, row] of from[kind]) target.set(id, row);
  }
}
