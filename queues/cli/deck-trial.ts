import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { renderDeck } from '../../src/crystal/d12/render-deck.js';
import { findingsOfTestRun, testDeck, type TestKeyword } from '../../src/crystal/d12/test-run.js';
import type { Deck } from '../../src/crystal/d12/deck.js';
import type { Finding } from '../../src/crystal/finding.js';
import { CrystalqError } from '../../src/errors/crystalq-error.js';

const limitSeconds = 300;
const mostOutputBytes = 32 * 1024 * 1024;

/** Lets the serial CRYSTAL program read a deck, in a folder of its own that is removed afterwards. */
export async function tryDeck(deck: Deck, binary: string, test: TestKeyword): Promise<Finding[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'crystalq-check-'));
  try {
    const input = renderDeck(testDeck(deck, test));
    await writeFile(path.join(folder, 'INPUT'), input);
    const run = await execa(binary, [], {
      cwd: folder,
      input,
      all: true,
      reject: false,
      timeout: limitSeconds * 1000,
      maxBuffer: mostOutputBytes,
    });
    if (run.code === 'ENOENT' || run.code === 'EACCES') {
      throw new CrystalqError('INPUT_NOT_FOUND', `${binary} cannot be started (${run.code})`, {
        hint: 'Name the serial crystal program with its path.',
      });
    }
    // Some aborts are told in fort.87 and nowhere else.
    const fort87 = await readFile(path.join(folder, 'fort.87'), 'latin1').catch(() => '');
    return findingsOfTestRun(`${run.all}\n${fort87}`, test);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
