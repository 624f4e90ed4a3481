import * as z from 'zod';
import { didYouMean } from './did-you-mean.js';

export interface SchemaFault {
  /** Where it is; of an unknown key the path ends with the key. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is wrong with a value, one fault for each unknown key; wants `safeParse(value, { reportInput: true })`. */
export function faultsOf(error: z.ZodError, schema: z.ZodType): SchemaFault[] {
  return error.issues.flatMap((issue): SchemaFault[] => {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    if (issue.code !== 'unrecognized_keys') return [{ path, message: tellInput(issue.message, issue.input) }];
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: tellUnknown(key, keysAt(schema, path)),
    }));
  });
}

const tellInput = (message: string, input: unknown): string =>
  ['string', 'number', 'boolean'].includes(typeof input) ? `${JSON.stringify(input)}: ${message}` : message;

function tellUnknown(key: string, known: readonly string[]): string {
  const guess = didYouMean(key, known);
  if (guess !== undefined) return `there is no such key; did you mean ${guess}?`;
  return known.length > 0 ? `there is no such key; there are ${known.join(', ')}` : 'there is no such key';
}

/** Keys that a schema allows at a place; none where that cannot be told (a union, a record). */
function keysAt(schema: unknown, path: readonly (string | number)[]): readonly string[] {
  const inner = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? schema.unwrap() : schema;
  if (inner !== schema) return keysAt(inner, path);
  const [key, ...rest] = path;
  if (inner instanceof z.ZodArray) return keysAt(inner.element, rest);
  if (!(inner instanceof z.ZodObject)) return [];
  return key === undefined ? Object.keys(inner.shape) : keysAt(inner.shape[key], rest);
}
