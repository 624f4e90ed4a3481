import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const shared = path.resolve(import.meta.dirname, '../../../../shared/data');
const fixtures = path.resolve(import.meta.dirname, '../../fixtures/decks');

export interface NamedDeck {
  readonly name: string;
  readonly text: string;
}

export const sharedDataIsThere = existsSync(shared);

export function fixtureDecks(): NamedDeck[] {
  return readdirSync(fixtures)
    .filter((name) => name.endsWith('.d12'))
    .map((name) => ({ name, text: fixtureDeck(name) }));
}

export function fixtureDeck(name: string): string {
  return readFileSync(path.join(fixtures, name), 'utf8');
}

/** Decks of real calculations: files, and those that outputs repeat at their head. */
export function sharedDecks(): { files: NamedDeck[]; echoed: NamedDeck[] } {
  const files: NamedDeck[] = [];
  const echoed: NamedDeck[] = [];
  for (const entry of readdirSync(shared, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(shared, file);
    if (entry.isFile() && entry.name.endsWith('.d12'))
      files.push({ name, text: readFileSync(file, 'latin1') });
    if (entry.isFile() && /(\.outp?|OUTPUT)$/.test(entry.name)) {
      const text = echoedDeck(readFileSync(file, 'latin1'));
      if (text !== undefined) echoed.push({ name, text });
    }
  }
  return { files, echoed };
}

const head = /^(CRYSTAL|SLAB|POLYMER|MOLECULE|EXTERNAL|DLVINPUT|HELIX)\s*$/;

function echoedDeck(output: string): string | undefined {
  const lines = output.split('\n').slice(0, 2000);
  const start = lines.findIndex((line) => head.test(line));
  return start < 1
    ? undefined
    : lines
        .slice(start - 1)
        .join('\n')
        .replaceAll('\0', '');
}
