import { readFileSync } from 'node:fs';
import { toDeckGeometry } from '../../../src/crystal/structure/deck/to-deck-geometry.js';
import { createOutputReader } from '../../../src/crystal/output/output-reader.js';
import type { OutputReport } from '../../../src/crystal/output/report.js';
import { readStructures } from '../../../src/crystal/structure/read-structures.js';
import type { Act } from '../../../src/rehearsal/act.js';
import { rehearseCrystal } from '../../../src/rehearsal/crystal-run.js';
import { rehearseProperties } from '../../../src/rehearsal/properties-run.js';
import type { RehearsalInput, RehearsalOptions } from '../../../src/rehearsal/run-context.js';
import type { StartingStructure } from '../../../src/steps/define-step.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';

/** What a run left behind. */
export interface Played {
  readonly output: string;
  readonly errors: string;
  readonly files: ReadonlyMap<string, string>;
  /** Exit code, or how it ended without one. */
  readonly end: number | 'hang' | 'killSelf' | 'killGroup';
  readonly waitedSeconds: number;
  readonly report: OutputReport;
}

export const options: RehearsalOptions = {
  version: 23,
  rules: [],
  failureShare: 0,
  attempt: 1,
  startedAt: new Date('2026-03-01T12:00:00Z'),
  durationSeconds: 10,
};

export type PlayOptions = Partial<RehearsalOptions> & { readonly files?: ReadonlyMap<string, string> };

export const playCrystal = (deckText: string | undefined, given: PlayOptions = {}): Played =>
  perform(rehearseCrystal(inputOf(deckText, given), loadSymmetry()), given);

export const playProperties = (deckText: string | undefined, given: PlayOptions = {}): Played =>
  perform(rehearseProperties(inputOf(deckText, given)), given);

const inputOf = (deckText: string | undefined, { files, ...changed }: PlayOptions): RehearsalInput => ({
  deckText,
  readFile: (name) => files?.get(name),
  options: { ...options, ...changed },
});

/** Carries the acts out on values instead of a folder. */
function perform(acts: Iterable<Act>, { files: given }: PlayOptions): Played {
  const files = new Map(given);
  const texts = { print: '', printError: '' };
  let waitedSeconds = 0;
  let end: Played['end'] = 0;
  for (const act of acts) {
    if (act.kind === 'print' || act.kind === 'printError') texts[act.kind] += act.text;
    else if (act.kind === 'file') files.set(act.name, act.content);
    else if (act.kind === 'wait') waitedSeconds += act.seconds;
    else {
      end = act.kind === 'exit' ? act.code : act.kind;
      break;
    }
  }
  return {
    output: texts.print,
    errors: texts.printError,
    files,
    end,
    waitedSeconds,
    // A job script sends both to one file.
    report: readOutput(texts.print + texts.printError),
  };
}

export function readOutput(text: string): OutputReport {
  const reader = createOutputReader('rehearsal.out');
  reader.push(text);
  return reader.finish();
}

export function exampleStructure(name: string): StartingStructure {
  const file = new URL(`../../../examples/${name}`, import.meta.url);
  const [structure] = readStructures(readFileSync(file, 'utf8'), name, loadSymmetry());
  return toDeckGeometry(structure!, { mode: 'cif' }, loadSymmetry());
}

/** A deck for magnesium oxide; `task` and `method` are lines of their blocks. */
export const magnesia = (
  task: readonly string[] = [],
  method: readonly string[] = [],
  title = 'MgO',
): string =>
  [
    title,
    'CRYSTAL',
    '0 0 0',
    '225',
    '4.217',
    '2',
    '12 0. 0. 0.',
    '8 0.5 0.5 0.5',
    ...task,
    'BASISSET',
    'POB-TZVP-REV2',
    'DFT',
    'PBE0',
    'END',
    'SHRINK',
    '8 16',
    ...method,
    'END',
    '',
  ].join('\n');

export const optimization = ['OPTGEOM', 'FULLOPTG', 'END'];
export const frequencies = ['FREQCALC', 'INTENS', 'END'];
