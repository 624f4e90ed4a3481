import { attemptMoves, materialMoves } from '../../workflow/states.js';
import type { Page, Selector, Store } from '../store.js';
import type { Database } from '../sql/database.js';
import { fromJsonRow } from '../sql/json-row.js';
import { errors, events, materials, properties, steps, type Table } from '../sql/tables.js';
import { selectAttempts, toAttempt } from './attempt-rows.js';
import { isInState, pageClause, whereSelected, type Selectable, type Where } from './where-selected.js';

type Lists = Pick<Store, 'materials' | 'steps' | 'attempts' | 'properties' | 'errors' | 'events'>;

/** What people select with `--batch --material --step --state --failure`. */
export function createLists(database: Database): Lists {
  const { dialect } = database;

  async function rowsOf<R>(
    table: Table<R>,
    alias: string,
    where: Where,
    order: string,
    page: Page | undefined,
  ): Promise<R[]> {
    const rows = await database.query(
      `SELECT ${dialect.jsonRow(table, alias)} FROM ${table.name} ${alias} ${where.text} ORDER BY ${order}${pageClause(page)}`,
      where.values,
    );
    return rows.map(([row]) => fromJsonRow(table, row));
  }

  return {
    materials: (selector, page) =>
      rowsOf(materials, 'x', whereSelected(dialect, ofMaterial, selector), 'x."batchId", x.position', page),
    steps: (selector, page) =>
      rowsOf(steps, 's', whereSelected(dialect, ofStep, selector), 's."materialId", s.ordinal', page),
    attempts: async ({ attemptState, afterId, ...selector }, page) => {
      const hasState = (): string => isInState('x.state', attemptState ?? [], attemptStates);
      const isAfter = (parameter: Parameter): string => `x.id > ${parameter(afterId ?? '')}`;
      const where = whereSelected(dialect, ofAttempt, selector, [
        ...(attemptState === undefined ? [] : [hasState]),
        ...(afterId === undefined ? [] : [isAfter]),
      ]);
      const order = afterId === undefined ? 'a."batchId", a."stepId", a.number' : 'a.id';
      const rows = await database.query(
        selectAttempts(
          dialect,
          `WHERE a.id IN (SELECT x.id FROM attempts x ${where.text}) ` +
            `ORDER BY ${order}${pageClause(page)}`,
        ),
        where.values,
      );
      return rows.map(toAttempt);
    },
    properties: async ({ names, ...selector }, page) => {
      const isNamed = (parameter: Parameter): string =>
        dialect.isOneOf('x.name', parameter(JSON.stringify(names)));
      const where = whereSelected(dialect, ofRow, selector, names === undefined ? [] : [isNamed]);
      const rows = await database.query(
        `SELECT ${dialect.jsonRow(properties, 'x', propertyColumns)}, x.value FROM properties x ${where.text} ` +
          `ORDER BY x."batchId", x."stepId", x."attemptId", x.name${pageClause(page)}`,
        where.values,
      );
      return rows.map(([row, value]) => ({
        ...fromJsonRow(properties, row),
        value: value === null ? null : Number(value),
      }));
    },
    errors: ({ since, ...selector }, page) => {
      const isSince = (parameter: Parameter): string =>
        `x.at >= ${parameter(dialect.timeValue(since ?? ''))}`;
      const where = whereSelected(dialect, ofError, selector, since === undefined ? [] : [isSince]);
      return rowsOf(errors, 'x', where, 'x.id DESC', page);
    },
    events: (selector: Selector, page) =>
      rowsOf(events, 'x', whereSelected(dialect, ofRow, selector), 'x.id DESC', page),
  };
}

/** Without the number, which comes by itself: as JSON it would lose its last digits in SQLite. */
const propertyColumns = Object.keys(properties.columns).filter((name) => name !== 'value');

const attemptStates: readonly string[] = Object.keys(attemptMoves);

type Parameter = Parameters<NonNullable<Parameters<typeof whereSelected>[3]>[number]>[0];

const ofMaterial: Selectable = {
  alias: 'x',
  material: 'x.id',
  state: { column: 'x.state', known: Object.keys(materialMoves) },
  failure: 'x."failureCode"',
  ofStep: (conditions) => `x.id IN (SELECT s."materialId" FROM steps s WHERE ${conditions})`,
};
const ofStep: Selectable = {
  // As conditions on steps are written.
  alias: 's',
  material: 's."materialId"',
  ofStep: (conditions) => conditions,
};
const ofRow: Selectable = {
  alias: 'x',
  material: 'x."materialId"',
  ofStep: (conditions) => `x."stepId" IN (SELECT s.id FROM steps s WHERE ${conditions})`,
  ofStepId: (parameter) => `x."stepId" = ${parameter}`,
};
const ofAttempt: Selectable = { ...ofRow, failure: 'x."failureCode"' };
const ofError: Selectable = { ...ofRow, failure: 'x.code' };
