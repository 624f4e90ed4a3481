import { CrystalqError } from '../errors/crystalq-error.js';
import { keywordOf, type DeckBlock, type PropertyDeck } from '../crystal/d3/deck.js';
import { readPropertyDeck } from '../crystal/d3/read-deck.js';
import { exit, file, print, type Act } from './act.js';
import { createDice } from './dice.js';
import { stopWithError, suddenEnd } from './endings.js';
import { isHealed } from './healing.js';
import { bandModel } from './model/bands.js';
import { banner, information, stage, starting, termination } from './print/frame.js';
import { renderPpan } from './print/populations.js';
import { propertiesHead } from './print/properties-head.js';
import { playBand } from './properties/play-band.js';
import { playDoss } from './properties/play-doss.js';
import { playGrid } from './properties/play-grid.js';
import { playMap } from './properties/play-map.js';
import { playNewk } from './properties/play-newk.js';
import { playPotc } from './properties/play-potc.js';
import { playTransport } from './properties/play-transport.js';
import type { Play, PropertiesContext } from './properties/properties-context.js';
import { createPace, type Pace, type RehearsalInput } from './run-context.js';
import { failureFor, failureRulesOfTitle, type FailureRule } from './seeded-failures.js';
import { parseWavefunction, renderWavefunction, type Wavefunction } from './wavefunction.js';

/** The acts of the `properties` stand-in on one deck and the fort.9 beside it. */
export function* rehearseProperties(input: RehearsalInput): Generator<Act> {
  const text = input.deckText ?? '';
  const { startedAt, durationSeconds } = input.options;
  const pace = createPace(startedAt, durationSeconds * createDice(`${text} pace`).between(0.4, 1));
  yield print(...banner(input.options.version), starting(startedAt));
  const deck = readText(text);
  if ('refusal' in deck) {
    yield print(information('REHEARSAL', deck.refusal));
    yield* stopWithError('READIN', deck.routineMessage, pace.clock());
    return;
  }
  const isConverted = deck.blocks[0] !== undefined && keywordOf(deck.blocks[0]) === 'RDFMWF';
  const wavefunctionText = input.readFile(isConverted ? 'fort.98' : 'fort.9');
  if (wavefunctionText === undefined) {
    yield* stopWithError('init_properties_io', 'Wavefunction file can not be found', pace.clock());
    return;
  }
  const wavefunction = parseWavefunction(wavefunctionText);
  if (wavefunction === undefined) {
    yield* stopWithError('init_properties_io', 'Wavefunction file can not be read', pace.clock());
    return;
  }
  if (!wavefunction.converged) {
    yield* stopWithError('READFM', 'WAVEFUNCTION OF A RUN THAT DID NOT CONVERGE', pace.clock());
    return;
  }
  yield print(...propertiesHead(wavefunction));
  yield* playBlocks(input, deck, wavefunction, pace, text);
}

function* playBlocks(
  input: RehearsalInput,
  deck: PropertyDeck,
  wavefunction: Wavefunction,
  pace: Pace,
  seed: string,
): Generator<Act> {
  const wanted = failureOf(input, deck, wavefunction, seed);
  const failure = wanted && !isHealed(wanted, input.options.attempt) ? wanted : undefined;
  let context: PropertiesContext = {
    wavefunction,
    bands: bandModel(wavefunction.electrons),
    pace,
    share: 0.9 / Math.max(1, deck.blocks.length),
    hasEigenvectors: false,
    plotBlocks: [],
  };
  for (const [index, block] of deck.blocks.entries()) {
    // The last keyword is the one that the step is about.
    if (failure !== undefined && index === deck.blocks.length - 1) {
      yield* suddenEnd(failure, pace.clock());
      return;
    }
    const goesOn = yield* playBlock(block, context);
    if (!goesOn) return;
    if (block.kind === 'NEWK') context = { ...context, hasEigenvectors: true };
  }
  if (deck.end === null) {
    yield* stopWithError('READIN', 'END OF DATA IN INPUT DECK', pace.clock());
    return;
  }
  yield print(' ENDPROP   ', ...termination(pace.clock()));
  yield exit(0);
}

function* playBlock(block: DeckBlock, context: PropertiesContext): Play {
  switch (block.kind) {
    case 'NEWK':
      return yield* playNewk(block, context);
    case 'BAND':
      return yield* playBand(block, context);
    case 'DOSS':
      return yield* playDoss(block, context);
    case 'BOLTZTRA':
      return yield* playTransport(block, context);
    case 'GRID':
      return yield* playGrid(block, context);
    case 'MAP':
      return yield* playMap(block, context);
    case 'POTC':
      return yield* playPotc(block, context);
    case 'OVERLAP':
    case 'PLAIN':
      return yield* playPlain(block, context);
    case 'VERBATIM':
      yield* stopWithError('MAIN', `KEYWORD ${keywordOf(block)} NOT ALLOWED`, context.pace.clock());
      return false;
  }
}

/** Keywords that leave a file at most. */
function* playPlain(block: DeckBlock, { pace, share, wavefunction }: PropertiesContext): Play {
  const keyword = keywordOf(block);
  yield pace.wait(share);
  if (keyword === 'PPAN') yield file('PPAN.DAT', renderPpan(wavefunction.system, wavefunction.electrons));
  if (keyword === 'FMWF') yield file('fort.98', renderWavefunction(wavefunction));
  if (keyword === 'RDFMWF') {
    yield print(
      ' FORMATTED WAVE FUNCTION DATA FROM FILE fort.98',
      ' CONVERTED TO BINARY AND WRITTEN IN FILE fort.9',
    );
    yield file('fort.9', renderWavefunction(wavefunction));
  }
  yield print(stage(keyword, pace.clock()));
  return true;
}

function readText(
  text: string,
): PropertyDeck | { readonly refusal: string; readonly routineMessage: string } {
  if (text.trim() === '') {
    return { refusal: 'INPUT is empty or missing', routineMessage: 'END OF DATA IN INPUT DECK' };
  }
  try {
    return readPropertyDeck(text, 'INPUT');
  } catch (error) {
    if (!(error instanceof CrystalqError)) throw error;
    return { refusal: error.message, routineMessage: 'FORMAT ERROR IN INPUT DECK' };
  }
}

/** SCF, optimisation and basis failures mean nothing here. */
const crystalOnly = new Set<FailureRule['kind']>(['scf', 'opt', 'basis', 'atoms', 'fermi']);

function failureOf(
  input: RehearsalInput,
  deck: PropertyDeck,
  { title }: Wavefunction,
  seed: string,
): FailureRule | undefined {
  const rules = [...failureRulesOfTitle(title), ...input.options.rules];
  return failureFor({
    rules: rules.filter((rule) => !crystalOnly.has(rule.kind)),
    share: input.options.failureShare,
    step: stepOf(deck),
    attempt: input.options.attempt,
    title,
    deckSeed: `${seed} ${title}`,
  });
}

/** The calculation step that a deck is for, by its most telling keyword. */
function stepOf(deck: PropertyDeck): string {
  const keywords = deck.blocks.map(keywordOf);
  const steps = [
    ['BOLTZTRA', 'TRANSPORT'],
    ['ECH3', 'CHARGE+POTENTIAL'],
    ['POT3', 'CHARGE+POTENTIAL'],
    ['POTC', 'POTC'],
    ['ECHG', 'ECHG'],
    ['POTM', 'POTM'],
    ['DOSS', 'DOSS'],
    ['BAND', 'BAND'],
  ] as const;
  return steps.find(([keyword]) => keywords.includes(keyword))?.[1] ?? keywords[0] ?? '';
}
