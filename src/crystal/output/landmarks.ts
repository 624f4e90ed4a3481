import type { RunDraft } from './run-draft.js';

/** Reads the lines that follow a landmark; false gives the line back and closes the table. */
export type Table = (text: string, line: number) => boolean;

/**
 * A line that means something. `prefix` is what the line begins with after its leading blanks; `read` notes what it says
 * in the draft of the run and may return the reader of the lines below it.
 */
export interface Landmark {
  readonly prefix: string;
  readonly read: (draft: RunDraft, text: string, line: number) => Table | undefined;
  /** Also read before the banner and after the end of the program, where wrappers and schedulers write. */
  readonly anywhere?: true;
}

export const landmark = (
  prefix: string,
  read: (draft: RunDraft, text: string, line: number) => Table | undefined,
): Landmark => ({ prefix, read });

/** A landmark that is one line. */
export const oneLine = (
  prefix: string,
  read: (draft: RunDraft, text: string, line: number) => void,
): Landmark => ({
  prefix,
  read: (draft, text, line) => {
    read(draft, text, line);
    return undefined;
  },
});

export const anywhere = (entry: Landmark): Landmark => ({ ...entry, anywhere: true });

/** Finds the landmark of a line by its first two characters and then by prefix: most lines cost two array look-ups. */
export interface LandmarkIndex {
  readonly find: (text: string, start: number) => Landmark | undefined;
}

const ASCII = 128;

export function indexLandmarks(landmarks: readonly Landmark[]): LandmarkIndex {
  const buckets = new Array<Landmark[] | undefined>(ASCII * ASCII).fill(undefined);
  const longestFirst = [...landmarks].sort((a, b) => b.prefix.length - a.prefix.length);
  for (const entry of longestFirst) {
    const key = entry.prefix.charCodeAt(0) * ASCII + entry.prefix.charCodeAt(1);
    (buckets[key] ??= []).push(entry);
  }
  const find = (text: string, start: number): Landmark | undefined => {
    const first = text.charCodeAt(start);
    const second = text.charCodeAt(start + 1);
    if (first >= ASCII || !(second < ASCII)) return undefined;
    const bucket = buckets[first * ASCII + second];
    return bucket?.find((entry) => text.startsWith(entry.prefix, start));
  };
  return { find };
}
