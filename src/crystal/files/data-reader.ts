import { DataText } from './data-text.js';

/** A parser on its way: it stops with `yield` where the text it was given so far is used up. */
export type Reading<T> = Generator<undefined, T, undefined>;

export type DataParser<T> = (data: DataText) => Reading<T>;

export interface DataReader<T> {
  /** Text (latin-1), cut anywhere. Throws DATA_FILE_UNREADABLE as soon as the parser knows. */
  readonly push: (piece: string) => void;
  readonly finish: () => T;
}

/** Reads a plot or data file in pieces: of its text, only what the parser has not come to yet is held. */
export function createDataReader<T>(
  parse: DataParser<T>,
  fileName: string,
  sizeBytes: number,
): DataReader<T> {
  const data = new DataText(fileName, sizeBytes);
  const reading = readSound(data, parse);
  let state = reading.next();
  return {
    push(piece) {
      if (state.done) return;
      data.push(piece);
      state = reading.next();
    },
    finish() {
      data.end();
      while (!state.done) state = reading.next();
      return state.value;
    },
  };
}

function* readSound<T>(data: DataText, parse: DataParser<T>): Reading<T> {
  yield* data.refuseEmpty();
  return yield* parse(data);
}
