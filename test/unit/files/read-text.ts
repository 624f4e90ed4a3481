import { createDataReader, type DataParser } from '../../../src/crystal/files/data-reader.js';

/** Reads a text as a data file, in pieces of `size` characters. */
export function readText<T>(parse: DataParser<T>, text: string, fileName: string, size = Infinity): T {
  const reader = createDataReader(parse, fileName, text.length);
  for (let from = 0; from < text.length; from += size) reader.push(text.slice(from, from + size));
  return reader.finish();
}
