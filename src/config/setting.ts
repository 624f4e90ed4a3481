import type { Kind } from './kinds.js';

/** One key of the configuration. */
export interface Setting<T> {
  readonly node: 'setting';
  readonly kind: Kind<T>;
  readonly initial: T;
  /** One line for the reference. */
  readonly doc: string;
  /** Short name of its variable; every key outside of a map also has `CRYSTALQ_<SECTION>_<KEY>`. */
  readonly variable?: string;
  /** `password`: the password inside a URL is a secret. `whole`: all of it is. */
  readonly secret?: 'password' | 'whole';
  /** A running worker takes a new value on SIGHUP. */
  readonly live?: boolean;
}

/** A section with fixed keys. */
export interface Group {
  readonly node: 'group';
  readonly doc: string;
  readonly keys: Readonly<Record<string, SchemaNode>>;
}

/** A section whose keys are names chosen by the user: clusters, step types, variables. */
export interface MapOf {
  readonly node: 'map';
  readonly doc: string;
  readonly name: Kind<string>;
  /** Stands for a key in the reference: `<cluster>`. */
  readonly placeholder: string;
  readonly item: SchemaNode;
}

export type SchemaNode = Setting<unknown> | Group | MapOf;

type SettingOptions = Pick<Setting<unknown>, 'variable' | 'secret' | 'live'>;

export const setting = <T>(kind: Kind<T>, initial: T, doc: string, options: SettingOptions = {}) => ({
  node: 'setting' as const,
  kind,
  initial,
  doc,
  ...options,
});

export const group = <const K extends Readonly<Record<string, SchemaNode>>>(doc: string, keys: K) => ({
  node: 'group' as const,
  doc,
  keys,
});

export const mapOf = <const I extends SchemaNode>(
  doc: string,
  name: Kind<string>,
  placeholder: string,
  item: I,
) => ({ node: 'map' as const, doc, name, placeholder, item });

/** The values that a part of the schema describes. */
export type ValuesOf<N> = N extends { node: 'setting'; kind: Kind<infer T> }
  ? T
  : N extends { node: 'group'; keys: infer K }
    ? { readonly [Key in keyof K]: ValuesOf<K[Key]> }
    : N extends { node: 'map'; item: infer I }
      ? Readonly<Record<string, ValuesOf<I>>>
      : never;
