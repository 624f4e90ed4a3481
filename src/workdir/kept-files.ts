/** What `workflow.keepFiles` says of a step type: its own list, or that of `default`. */
export const keptPatterns = (
  keepFiles: Readonly<Record<string, readonly string[]>>,
  stepType: string,
): readonly string[] => keepFiles[stepType] ?? keepFiles['default'] ?? [];

interface Wanted {
  /** With `*` and `?` as wild cards. */
  readonly patterns: readonly string[];
  /** What the job script puts before each name, e.g. `OPT.`. */
  readonly prefix: string;
  /** Files that are known under another role. */
  readonly except: readonly string[];
}

/** Of the names in a run folder, the files that the job script brought back because of a pattern. In alphabetical order. */
export function keptAmong(names: readonly string[], { patterns, prefix, except }: Wanted): string[] {
  const taken = new Set(except);
  const fits = patterns.map(toRegExp);
  return names
    .filter((name) => name.startsWith(prefix) && !taken.has(name) && !name.endsWith('.part'))
    .filter((name) => fits.some((pattern) => pattern.test(name.slice(prefix.length))))
    .sort();
}

const toRegExp = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll(/[.]/g, '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
