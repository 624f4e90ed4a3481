import type { Page, Selector } from '../store.js';
import { stepMoves } from '../../workflow/states.js';
import type { Dialect, SqlValue } from '../sql/database.js';

/** Where a table says whose its rows are, and which columns answer the parts of a selector. */
export interface Selectable {
  readonly alias: string;
  /** Column with the material's id. */
  readonly material: string;
  /** Columns of the row itself that are asked for state and failure; without, those of its step are. */
  readonly state?: { readonly column: string; readonly known: readonly string[] };
  readonly failure?: string;
  /** The condition for a row whose step meets the conditions on `steps s`. */
  readonly ofStep: (conditions: string) => string;
  /** The condition for a row of the step with that id, where it is simpler than a look at the table of steps. */
  readonly ofStepId?: (parameter: string) => string;
}

export interface Where {
  /** `WHERE ...`, or empty. */
  readonly text: string;
  readonly values: readonly SqlValue[];
}

type Parameter = (value: SqlValue) => string;

/** `more`: conditions of the table's own. */
export function whereSelected(
  dialect: Dialect,
  table: Selectable,
  selector: Selector,
  more: readonly ((parameter: Parameter) => string)[] = [],
): Where {
  const values: SqlValue[] = [];
  const parameter: Parameter = (value) => `$${values.push(value)}`;
  const conditions: string[] = [];
  const stepConditions: string[] = [];
  const { batch, material, step, state, failure } = selector;

  if (batch !== undefined) conditions.push(`${table.alias}."batchId" = ${parameter(batch)}`);
  if (material !== undefined) conditions.push(isOfMaterial(dialect, table.material, material, parameter));
  if (step !== undefined) {
    if (isStepId(step) && table.ofStepId) conditions.push(table.ofStepId(parameter(step)));
    else stepConditions.push(isStep(step, parameter));
  }
  if (state !== undefined) {
    if (table.state) conditions.push(isInState(table.state.column, state, table.state.known));
    else stepConditions.push(isInState('s.state', state, stepStates));
  }
  if (failure !== undefined) {
    if (table.failure) conditions.push(`${table.failure} = ${parameter(failure)}`);
    else stepConditions.push(`s."failureCode" = ${parameter(failure)}`);
  }
  if (stepConditions.length > 0) conditions.push(table.ofStep(stepConditions.join(' AND ')));
  conditions.push(...more.map((condition) => condition(parameter)));
  return { text: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values };
}

/** An id or a label finds few materials, a wild card may find all. */
function isOfMaterial(dialect: Dialect, column: string, material: string, parameter: Parameter): string {
  if (material.includes('*')) {
    const pattern = parameter(dialect.pattern(material));
    return `${column} IN (SELECT m.id FROM materials m WHERE ${dialect.matches('m.label', pattern)})`;
  }
  const named = parameter(material);
  return dialect.isAmong(column, `SELECT m.id FROM materials m WHERE m.id = ${named} OR m.label = ${named}`);
}

/** Ids are `<materialId>-<name>`; names and types have no hyphen. */
const isStepId = (step: string): boolean => step.includes('-');

function isStep(step: string, parameter: Parameter): string {
  const named = parameter(step);
  return isStepId(step) ? `s.id = ${named}` : `(s.name = ${named} OR s.type = ${named})`;
}

/** Written into the statement, where an index can be used; hence only words that are states. */
export function isInState(column: string, wanted: readonly string[], known: readonly string[]): string {
  const states = known.filter((state) => wanted.includes(state));
  return states.length === 0 ? '1 = 0' : `${column} IN (${states.map((state) => `'${state}'`).join(', ')})`;
}

export const stepStates: readonly string[] = Object.keys(stepMoves);

export function pageClause(page: Page | undefined): string {
  return page === undefined ? '' : ` LIMIT ${Math.trunc(page.limit)} OFFSET ${Math.trunc(page.offset ?? 0)}`;
}
