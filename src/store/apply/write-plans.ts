import type { ArtifactRecord, PropertyRecord } from '../../workflow/records.js';
import type { Dialect, OnConflict, Row, Sql } from '../sql/database.js';
import {
  artifacts,
  attempts,
  batches,
  carriers,
  edges,
  errors,
  events,
  materials,
  notifications,
  properties,
  steps,
  type AnyTable,
} from '../sql/tables.js';
import { judgeBatches } from './judge-batches.js';
import type { Plan } from './plan-changes.js';
import { entityKinds, type EntityKind, type Rows } from './rows.js';
import type { Author, NewAttempt } from '../store.js';

/** Writes what the plans of a group come to, each table with as few statements as there are kinds of change. */
export async function writePlans(
  sql: Sql,
  dialect: Dialect,
  loaded: Rows,
  rows: Rows,
  plans: readonly { readonly plan: Plan; readonly by: Author }[],
  at: string,
): Promise<void> {
  const all = plans.map(({ plan }) => plan);
  const newAttempts = all.flatMap((plan) => plan.newAttempts);
  const write = (table: AnyTable, rowsToAdd: readonly object[], onConflict?: OnConflict): Promise<void> =>
    dialect.insert(
      sql,
      table,
      rowsToAdd.map((row) => ({ ...row })),
      onConflict,
    );
  const newCarriers = all.flatMap((plan) => plan.carriers);
  const newArtifacts = all.flatMap((plan) => plan.artifacts);
  const newProperties = all.flatMap((plan) => plan.properties);

  // Before the attempts that name them.
  await write(
    carriers,
    lastOf(newCarriers, ({ id }) => id),
    keepSubmitTime,
  );
  await write(
    attempts,
    newAttempts.map((attempt) => attemptRow(attempt, rows, at)),
  );
  const isNew = new Set(newAttempts.map(({ id }) => id));
  for (const kind of entityKinds) await updateChanged(sql, dialect, kind, loaded, rows, isNew);
  await write(artifacts, lastOf(newArtifacts, artifactKey), replace(['role', 'sizeBytes', 'sha256']));
  await write(properties, lastOf(newProperties, propertyKey).map(propertyRow), replace(propertyColumns));
  await write(
    errors,
    all.flatMap((plan) => plan.errors).map((error) => ({ at, ...error })),
  );
  await write(
    notifications,
    all.flatMap((plan) => plan.notifications).map((one) => ({ at, ...one })),
  );
  await write(
    events,
    all.flatMap((plan) => plan.events),
  );
  await judgeBatches(sql, dialect, authorsOfBatches(plans), at);
}

const keepSubmitTime = { set: '"submittedAt" = COALESCE(carriers."submittedAt", excluded."submittedAt")' };

const replace = (columns: readonly string[]): OnConflict => ({
  set: columns.map((name) => `"${name}" = excluded."${name}"`).join(', '),
});

const tables = { batch: batches, material: materials, step: steps, edge: edges, attempt: attempts } as const;

function attemptRow(attempt: NewAttempt, rows: Rows, at: string): Row {
  return { ...attempt, createdAt: at, evidence: null, ...rows.attempt.get(attempt.id) };
}

/** Rows in which the same columns changed share a statement. */
async function updateChanged(
  sql: Sql,
  dialect: Dialect,
  kind: EntityKind,
  loaded: Rows,
  rows: Rows,
  isNew: ReadonlySet<string>,
): Promise<void> {
  const table: AnyTable = tables[kind];
  const groups = new Map<string, { columns: string[]; rows: Row[] }>();
  const before: ReadonlyMap<string, object> = loaded[kind];
  for (const [id, after] of rows[kind]) {
    if (isNew.has(id)) continue;
    const columns = changedColumns(table, before.get(id) ?? {}, after);
    if (columns.length === 0) continue;
    const group = groups.get(columns.join()) ?? { columns, rows: [] };
    group.rows.push(
      Object.fromEntries(['id', ...columns].map((name) => [name, (after as unknown as Row)[name]])),
    );
    groups.set(columns.join(), group);
  }
  for (const group of groups.values()) await dialect.update(sql, table, group.columns, group.rows);
}

function changedColumns(table: AnyTable, before: object, after: object): string[] {
  const old = before as Row;
  return Object.entries(after)
    .filter(([name, value]) => name in table.columns && value !== undefined && value !== old[name])
    .map(([name]) => name);
}

/** A statement may name a row only once; the last word counts. */
function lastOf<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

const artifactKey = (artifact: ArtifactRecord): string => JSON.stringify([artifact.attemptId, artifact.path]);
const propertyKey = (property: PropertyRecord): string => JSON.stringify([property.attemptId, property.name]);

const propertyColumns = ['value', 'text', 'unit', 'source', 'isRehearsal', 'json'] as const;

function propertyRow(property: PropertyRecord): Row {
  const { attemptId, batchId, materialId, stepId, name, value, text, json, unit, source, isRehearsal } =
    property;
  return {
    attemptId,
    batchId,
    materialId,
    stepId,
    name,
    value,
    text,
    json: json ?? null,
    unit,
    source,
    isRehearsal,
  };
}

/** Whoever changed a material of the batch last is the one who settled or reopened it. */
function authorsOfBatches(
  plans: readonly { readonly plan: Plan; readonly by: Author }[],
): Map<string, Author> {
  return new Map(
    plans.flatMap(({ plan, by }) => [...plan.batchesToJudge].map((id): [string, Author] => [id, by])),
  );
}
