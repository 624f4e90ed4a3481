/*
 * How fast crystalq reads and writes text: `npm run bench:text [-- --megabytes 500 --structures 500 --json]`.
 * Outputs and their memory (bench/text-output.ts); CIF -> first .d12, with the symmetry checked. The goal is 200
 * structures of up to 100 atoms a second after the start. Peers (MACE, pycrystal) do the same work in the same run where
 * they are installed. Processor time does not count other work on the machine.
 */
import { buildDeck } from '../src/crystal/d12/build-deck.js';
import { renderDeck } from '../src/crystal/d12/render-deck.js';
import { resolveSettings } from '../src/crystal/settings/resolve-settings.js';
import { toDeckGeometry } from '../src/crystal/structure/deck/to-deck-geometry.js';
import { readStructures } from '../src/crystal/structure/read-structures.js';
import { loadSymmetry } from '../src/symmetry/load-symmetry.js';
import { measureMace, type PeerFigures } from './mace.js';
import { madeCifs } from './made-cifs.js';
import { measureOutputReading } from './text-output.js';

const option = (name: string, otherwise: number): number =>
  Number(process.argv[process.argv.indexOf(`--${name}`) + 1]) || otherwise;

function measureDecks(cifs: readonly string[]) {
  const count = cifs.length;
  const begun = performance.now();
  const library = loadSymmetry();
  writeDecks(cifs.slice(0, 10));
  const startSeconds = (performance.now() - begun) / 1000;
  const [wall, processor] = [performance.now(), process.cpuUsage()];
  const atoms = writeDecks(cifs);
  const { user, system } = process.cpuUsage(processor);
  return {
    structures: count,
    meanAtoms: Math.round(atoms / count),
    startSeconds,
    perSecondOfWall: count / ((performance.now() - wall) / 1000),
    perSecondOfProcessor: count / ((user + system) / 1e6),
  };

  /** Returns the number of atoms in all primitive cells. */
  function writeDecks(texts: readonly string[]): number {
    let sum = 0;
    for (const [index, text] of texts.entries()) {
      const [structure] = readStructures(text, `made-${index}.cif`, library);
      if (!structure) throw new Error(`structure ${index} cannot be read`);
      const deckStructure = toDeckGeometry(structure, { mode: 'cif' }, library);
      const settings = resolveSettings('OPT', {});
      renderDeck(buildDeck({ ...deckStructure, settings, title: structure.title, task: 'OPT' }).deck);
      sum += deckStructure.atomsInPrimitiveCell;
    }
    return sum;
  }
}

const cifs = madeCifs(option('structures', 500));
const decks = measureDecks(cifs);
const mace = measureMace(cifs);
const megabytes = option('megabytes', 500);
const outputs = measureOutputReading(megabytes);
if (process.argv.includes('--json')) {
  console.log(
    JSON.stringify({
      decks,
      mace: mace ?? 'skipped',
      outputs: { ...outputs, pycrystal: outputs.pycrystal ?? 'skipped' },
    }),
  );
} else {
  const { structures, meanAtoms, startSeconds, perSecondOfWall, perSecondOfProcessor } = decks;
  console.log(`CIF -> .d12 (${structures} structures, ${meanAtoms} atoms on average):`);
  console.log(
    `  ${perSecondOfWall.toFixed(0)} per second, ${perSecondOfProcessor.toFixed(0)} per second of processor time, after a start of ${startSeconds.toFixed(2)} s`,
  );
  console.log(`  MACE, CIF -> .d12: ${mace ? tell(mace, structures) : 'skipped: not installed'}`);
  console.log(`reading ${outputs.files} outputs:`);
  console.log(`  crystalq   ${outputs.reading}`);
  console.log(`  pycrystal  ${outputs.pycrystal ?? 'skipped: not installed'}`);
  console.log(`one output of ${megabytes} MB: ${outputs.hugeOutput}`);
}

function tell({ decks: written, startSeconds, perSecondOfProcessor }: PeerFigures, given: number): string {
  if (written === 0) return 'found, but it wrote no deck';
  const speed = `${perSecondOfProcessor.toFixed(0)} per second of processor time`;
  return `${speed} after a start of ${startSeconds.toFixed(2)} s (${written} of ${given} decks)`;
}
