import { readdir, readFile } from 'node:fs/promises';

export interface Model {
  readonly name: string;
  readonly table: string;
  readonly key: readonly string[];
  /** `kind` as in src/store/sql/tables.ts. */
  readonly columns: readonly { readonly name: string; readonly kind: string; readonly nullable: boolean }[];
  /** `unique(a, b)`, `index(a, b)`. */
  readonly indexes: readonly string[];
  /** `column -> table CASCADE`. */
  readonly foreignKeys: readonly string[];
}

const kinds: Readonly<Record<string, string>> = {
  String: 'text',
  Int: 'int',
  BigInt: 'bigint',
  Float: 'real',
  Boolean: 'bool',
  DateTime: 'time',
  Json: 'json',
};

/** As much of prisma/models as our models use: one field or attribute per line. */
export async function readModels(): Promise<Model[]> {
  const folder = new URL('../../prisma/models/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.prisma'));
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')));
  const blocks = [...texts.join('\n').matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)];
  const tableOf = new Map(
    blocks.map(([, name = '', body = '']) => [name, /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name]),
  );
  return blocks.map(([, name = '', body = '']) => parseModel(name, body, tableOf));
}

function parseModel(name: string, body: string, tableOf: ReadonlyMap<string, string>): Model {
  const lines = body.split('\n').map((line) => line.trim());
  const fields = lines.flatMap((line) => {
    const [, field, type, marks = '', rest = ''] = /^(\w+) +(\w+)(\?|\[\])?(.*)$/.exec(line) ?? [];
    return field === undefined || type === undefined ? [] : [{ field, type, marks, rest }];
  });
  const columns = fields
    .filter(({ type }) => !tableOf.has(type))
    .map(({ field, type, marks }) => ({
      name: field,
      kind: kinds[type] ?? `enum:${type}`,
      nullable: marks === '?',
    }));
  const lists = (attribute: string): string[] =>
    lines.flatMap((line) => new RegExp(`^@@${attribute}\\(\\[(.+)\\]\\)`).exec(line)?.[1] ?? []);
  const single = (attribute: string): string[] =>
    fields.filter(({ rest }) => new RegExp(`@${attribute}\\b`).test(rest)).map(({ field }) => field);
  return {
    name,
    table: tableOf.get(name) ?? name,
    key: [...single('id'), ...lists('id').flatMap((list) => list.split(', '))],
    columns,
    indexes: [
      ...[...single('unique'), ...lists('unique')].map((list) => `unique(${list})`),
      ...lists('index').map((list) => `index(${list})`),
    ],
    foreignKeys: fields.flatMap(({ type, rest }) => {
      const [, column, onDelete] = /fields: \[(\w+)\].*onDelete: (\w+)/.exec(rest) ?? [];
      if (column === undefined) return [];
      return [`${column} -> ${tableOf.get(type) ?? type} ${onDelete === 'SetNull' ? 'SET NULL' : 'CASCADE'}`];
    }),
  };
}
