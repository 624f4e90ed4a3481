import type { BlockEntry, Deck, DeckEntry, DeckRecord } from './deck.js';
import {
  hasKeyword,
  keyword,
  mapTask,
  numberOf,
  recordOf,
  replaceKeywords,
  taskOf,
  withoutKeywords,
} from './entries.js';
import { optimizationTypes } from './keywords/optgeom.js';

/*
 * Small changes of a finished deck, for recovery and restarts. Each returns a new deck that differs in the
 * named records and nowhere else.
 */

const withMethod = (deck: Deck, names: readonly string[], ...entries: readonly DeckEntry[]): Deck => ({
  ...deck,
  method: replaceKeywords(deck.method, names, entries),
});

const withoutMethod = (deck: Deck, ...names: readonly string[]): Deck => ({
  ...deck,
  method: withoutKeywords(deck.method, ...names),
});

/** MAXCYCLE of the SCF; the one in OPTGEOM counts optimisation steps. */
export const withScfMaxcycle = (deck: Deck, cycles: number): Deck =>
  withMethod(deck, ['MAXCYCLE'], keyword('MAXCYCLE', [cycles]));

/** Percent of the previous matrix that is kept, 0-99. */
export const withFmixing = (deck: Deck, percent: number): Deck =>
  withMethod(deck, ['FMIXING'], keyword('FMIXING', [percent]));

export const withSmear = (deck: Deck, widthHartree: number): Deck =>
  withMethod(deck, ['SMEAR'], keyword('SMEAR', [widthHartree]));

/** Words of accelerators: one of them is in force. */
const accelerators = ['DIIS', 'NODIIS', 'DIISALLK', 'SLOSHING', 'ANDERSON', 'BROYDEN'];
/** What only means something while DIIS runs. */
const diisOptions = ['HISTDIIS', 'THREDIIS', 'THRKDIIS', 'SLOSHFAC', 'PRTDIIS'];

/** LEVSHIFT in units of 0.1 hartree. DIIS, BROYDEN and ANDERSON switch it off in silence, so NODIIS goes with it. */
export function withNoDiisLevshift(deck: Deck, shift: number, lock: 0 | 1 = 0): Deck {
  const plain = withoutMethod(deck, ...diisOptions);
  const undisturbed = withMethod(plain, accelerators, keyword('NODIIS'));
  return withMethod(undisturbed, ['LEVSHIFT'], keyword('LEVSHIFT', [shift, lock]));
}

export function withBroyden(deck: Deck, w0 = 0.0001, imix = 50, istart = 2): Deck {
  const plain = withoutMethod(deck, ...diisOptions, 'LEVSHIFT');
  return withMethod(plain, accelerators, keyword('BROYDEN', [w0, imix, istart]));
}

/** One factor for all directions, the largest of the three: never coarser, and no symmetry is broken. */
export function withUniformShrink(deck: Deck): Deck {
  const factors = recordOf(deck.method, 'SHRINK', 1);
  const gilat = recordOf(deck.method, 'SHRINK')?.[1];
  if (factors === undefined || typeof gilat !== 'number') return deck;
  const largest = Math.max(...factors.filter((factor) => typeof factor === 'number'));
  return withShrink(deck, [[largest, Math.max(gilat, largest)]]);
}

/** A net `ratio` times as dense in each direction, rounded up. */
export function withDenserShrink(deck: Deck, ratio: number): Deck {
  const [head = [], factors] = [recordOf(deck.method, 'SHRINK'), recordOf(deck.method, 'SHRINK', 1)];
  if (head.length === 0) return deck;
  const denser = (record: DeckRecord): DeckRecord =>
    record.map((factor) => (typeof factor === 'number' && factor > 1 ? Math.ceil(factor * ratio) : factor));
  return withShrink(deck, factors === undefined ? [denser(head)] : [denser(head), denser(factors)]);
}

const withShrink = (deck: Deck, records: readonly DeckRecord[]): Deck =>
  withMethod(deck, ['SHRINK'], keyword('SHRINK', ...records));

/** Start from the density matrix in fort.20. */
export const withGuessp = (deck: Deck): Deck =>
  hasKeyword(deck.method, 'GUESSP') ? deck : withMethod(deck, ['GUESSP'], keyword('GUESSP'));

export const withoutGuessp = (deck: Deck): Deck => withoutMethod(deck, 'GUESSP');

/** BIPOSIZE and EXCHSIZE, in words of 8 bytes. */
export const withBuffers = (deck: Deck, words: number): Deck =>
  withMethod(
    withMethod(deck, ['BIPOSIZE'], keyword('BIPOSIZE', [words])),
    ['EXCHSIZE'],
    keyword('EXCHSIZE', [words]),
  );

/** Integral and energy tolerances at least as tight as given; tighter ones of the deck stay. */
export function withTighterTolerances(
  deck: Deck,
  integrals: readonly number[],
  energyExponent: number,
): Deck {
  const present = recordOf(deck.method, 'TOLINTEG') ?? [];
  const tighter = integrals.map((value, index) => Math.max(value, Number(present[index] ?? 0)));
  const energy = Math.max(energyExponent, numberOf(deck.method, 'TOLDEE') ?? 0);
  const sharper = withMethod(deck, ['TOLINTEG'], keyword('TOLINTEG', tighter));
  return withMethod(sharper, ['TOLDEE'], keyword('TOLDEE', [energy]));
}

/** RESTART of OPTGEOM right after the type, of FREQCALC in front; a deck of another kind stays as it is. */
export function withOptRestart(deck: Deck): Deck {
  return mapTask(deck, (task) => {
    if (hasKeyword(task.entries, 'RESTART')) return task;
    const after = task.entries.findLastIndex(
      (entry) => entry.kind === 'keyword' && optimizationTypes.some((name) => name === entry.keyword),
    );
    return { ...task, entries: task.entries.toSpliced(after + 1, 0, keyword('RESTART')) };
  });
}

/** Without RESTART in the task block, for a start from the beginning. */
export const withoutRestart = (deck: Deck): Deck =>
  mapTask(deck, (task) => ({ ...task, entries: withoutKeywords(task.entries, 'RESTART', 'RESTART2') }));

const withOptimization = (deck: Deck, name: string, value: number): Deck =>
  mapTask(deck, (task: BlockEntry) =>
    task.keyword === 'OPTGEOM'
      ? { ...task, entries: replaceKeywords(task.entries, [name], [keyword(name, [value])]) }
      : task,
  );

/** MAXCYCLE of OPTGEOM. */
export const withOptMaxcycle = (deck: Deck, steps: number): Deck => withOptimization(deck, 'MAXCYCLE', steps);

/** MAXTRADIUS of OPTGEOM, bohr. */
export const withMaxTrustRadius = (deck: Deck, radiusBohr: number): Deck =>
  withOptimization(deck, 'MAXTRADIUS', radiusBohr);

/**
 * The deck that goes on where a killed run stopped: OPTINFO.DAT or FREQINFO.DAT through RESTART, for a single
 * point the density matrix through GUESSP. Everything else is as it was.
 */
export function restartDeck(deck: Deck): Deck {
  return taskOf(deck) === undefined ? withGuessp(deck) : withOptRestart(deck);
}
