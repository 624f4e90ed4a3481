import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { NamedText } from '../../src/crystal/structure/read-structures.js';

const external = /^\s*(EXTERNAL|DLVINPUT)\s*$/im;

/** The geometry file beside a deck that takes its geometry from there: named after the deck, or as CRYSTAL names it. */
export async function fort34Beside(file: string, text: string): Promise<NamedText | undefined> {
  if (!/\.d12$/i.test(file) || !external.test(text)) return undefined;
  const stem = file.replace(/\.[^.]*$/, '');
  for (const name of [`${stem}.gui`, `${stem}.f34`, path.join(path.dirname(file), 'fort.34')]) {
    // Not being there is the rule; the deck is then refused with the names that are looked for.
    const found = await readFile(name, 'utf8').catch(() => undefined);
    if (found !== undefined) return { name, text: found };
  }
  return undefined;
}
