import { readFile } from 'node:fs/promises';
import { LineCounter, parseDocument } from 'yaml';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import { faultsOf } from '../../src/errors/schema-faults.js';
import { errnoOf } from '../../src/workdir/disk-errors.js';
import { BatchFile, Recipe } from '../../src/workflow/recipe.js';
import * as z from 'zod';

export const loadBatchFile = (path: string): Promise<BatchFile> => loadYaml(path, BatchFile);
export const loadRecipe = (path: string): Promise<Recipe> => loadYaml(path, Recipe);

/** Settings for all calculations: checked step by step when they are planned. */
export const loadSettingsFile = (path: string): Promise<Record<string, unknown>> =>
  loadYaml(path, z.record(z.string(), z.unknown()));

/** A batch put together from a file and options. */
export function checkBatch(raw: unknown): BatchFile {
  const parsed = BatchFile.safeParse(raw, { reportInput: true });
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error, BatchFile).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
  throw new CrystalqError('BATCH_FILE_INVALID', faults.join('\n'), { details: { faults } });
}

async function loadYaml<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
  return parseYaml(await readNamed(path), path, schema);
}

/** The text of a file that somebody named. Throws INPUT_NOT_FOUND. */
export const readNamed = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CrystalqError(
      'INPUT_NOT_FOUND',
      `${path} cannot be read: ${told[errnoOf(cause) ?? ''] ?? String(cause)}.`,
      { cause },
    );
  });

const told: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
};

/** YAML against a schema; every fault is told at once, with its line and key. */
export function parseYaml<Schema extends z.ZodType>(
  text: string,
  fileName: string,
  schema: Schema,
): z.infer<Schema> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): string =>
    offset === undefined ? fileName : `${fileName}:${lines.linePos(offset).line}`;
  const [syntax] = document.errors;
  if (syntax) {
    throw new CrystalqError('BATCH_FILE_INVALID', `${at(syntax.pos[0])}: ${syntax.message}`, {
      cause: syntax,
    });
  }
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 100 }), { reportInput: true });
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error, schema).map(({ path, message }) => {
    const node: unknown = document.getIn(path, true);
    return `${at(offsetOf(node))}: ${path.join('.') || 'file'}: ${message}`;
  });
  throw new CrystalqError('BATCH_FILE_INVALID', faults.join('\n'), { details: { faults } });
}

function offsetOf(node: unknown): number | undefined {
  const range = (node as { range?: readonly number[] } | undefined)?.range;
  return range?.[0];
}
