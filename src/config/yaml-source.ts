import { readFile } from 'node:fs/promises';
import type { Fault } from './faults.js';

/** A YAML file as plain values, with the line of each key. */
export interface YamlFile {
  readonly file: string;
  readonly tree: unknown;
  readonly where: (path: readonly string[]) => string;
  readonly faults: readonly Fault[];
}

/** Undefined when there is no such file. Everything else that is wrong becomes a fault with its line. */
export async function loadYaml(file: string): Promise<YamlFile | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    return brokenFile(file, [{ key: '', where: file, message: `the file cannot be read: ${reason}` }]);
  }
  return parseYaml(text, file);
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

async function parseYaml(text: string, file: string): Promise<YamlFile> {
  // Loaded only where there is a file to read: most starts of the command line have none.
  const { LineCounter, isMap, isNode, isScalar, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0)
    return brokenFile(
      file,
      document.errors.map((error) => ({
        key: '',
        where: at(error.pos[0]),
        message: `not YAML: ${error.message}`,
      })),
    );

  const where = (path: readonly string[]): string => {
    for (let length = path.length; length > 0; length--) {
      const parent: unknown =
        length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
      if (!isMap(parent)) continue;
      const key = parent.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === path[length - 1],
      )?.key;
      if (isNode(key) && key.range) return at(key.range[0]);
    }
    return file;
  };
  try {
    return { file, tree: document.toJS({ maxAliasCount: 100 }) as unknown, where, faults: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return brokenFile(file, [{ key: '', where: file, message: `not YAML: ${message}` }]);
  }
}

const brokenFile = (file: string, faults: readonly Fault[]): YamlFile => ({
  file,
  tree: undefined,
  where: () => file,
  faults,
});
