import type { AnyTable } from './tables.js';

export type Provider = 'sqlite' | 'postgresql';
export type SqlValue = string | number | boolean | null;

/** Runs statements. Parameters are written `$1`, `$2`, ... in the order of their first appearance. */
export interface Sql {
  /** Rows as lists of values, in the order of the selected columns. */
  readonly query: (text: string, values?: readonly SqlValue[]) => Promise<unknown[][]>;
  /** Returns the number of rows changed. */
  readonly run: (text: string, values?: readonly SqlValue[]) => Promise<number>;
}

/** Column name -> value; what is missing is left to the database (its default, or NULL). */
export type Row = Readonly<Record<string, unknown>>;

/** What the two databases write differently. */
export interface Dialect {
  readonly provider: Provider;
  /** Locks the rows a SELECT finds against other writers, until the transaction ends. */
  readonly forUpdate: string;
  /** The same, leaving out rows that somebody else has locked. */
  readonly forUpdateSkipLocked: string;
  /** The database's clock, as a time value; `secondsParameter` is added to it. */
  readonly now: (secondsParameter?: string) => string;
  /** A time as it is given to the database as a parameter. */
  readonly timeValue: (time: string) => string;
  /** A row as one JSON text (see json-row.ts for the way back). */
  readonly jsonRow: (table: AnyTable, alias: string, columns?: readonly string[]) => string;
  /** `column` is one of the texts in the parameter, which holds a JSON list (`jsonList`). */
  readonly isOneOf: (column: string, parameter: string) => string;
  /** `column` is one of what the SELECT finds, which is little: an index on the column is used. */
  readonly isAmong: (column: string, select: string) => string;
  /** `column` matches the parameter, which holds a `pattern`. Case counts. */
  readonly matches: (column: string, parameter: string) => string;
  /** Text in which `*` stands for anything, as the database writes it; all other characters mean themselves. */
  readonly pattern: (text: string) => string;
  readonly insert: (
    sql: Sql,
    table: AnyTable,
    rows: readonly Row[],
    onConflict?: OnConflict,
  ) => Promise<void>;
  /** Sets the columns in the rows named by their `id`; all rows carry the same columns. */
  readonly update: (
    sql: Sql,
    table: AnyTable,
    columns: readonly string[],
    rows: readonly Row[],
  ) => Promise<void>;
}

/** `nothing`: the row that is there stays. Otherwise: these assignments; `excluded.x` is the new value. */
export type OnConflict = 'nothing' | { readonly set: string };

/**
 * `now` (where nothing is said): on disk when it returns. `soon`: a power cut may take it back, together with all `soon`
 * ones after the last `now` one, never a part of it; a crash of the process takes nothing back.
 */
export type Durability = 'now' | 'soon';

export interface Database extends Sql {
  readonly dialect: Dialect;
  /** One writing transaction: everything, or nothing when `work` throws. */
  readonly transaction: <T>(work: (sql: Sql) => Promise<T>, durability?: Durability) => Promise<T>;
  readonly close: () => Promise<void>;
}

export const quoted = (name: string): string => `"${name}"`;
export const columnList = (names: readonly string[]): string => names.map(quoted).join(', ');
