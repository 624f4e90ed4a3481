import { CrystalqError, toCrystalqError } from '../../../errors/crystalq-error.js';
import type { Finding } from '../../finding.js';
import type { ExpandedGeometry } from '../../structure/expanded-geometry.js';
import { expandDeckGeometry } from '../../structure/from-deck-geometry.js';
import type { SymmetryLibrary } from '../../symmetry/symmetry-library.js';
import type { Deck } from '../deck.js';
import { dimensionalityAfter, nameOf, taskOf } from '../entries.js';
import { hamiltonianOf } from '../hamiltonian-of.js';
import { structuralEdits } from '../keywords/geometry-edits.js';
import { readDeckWithSource, type DeckSource } from '../read-deck.js';
import { renderDeck } from '../render-deck.js';
import { atomPositions } from './atom-positions.js';
import { basisCoverage } from './basis-coverage.js';
import { blockEnds } from './block-ends.js';
import { cellAndGroup } from './cell-and-group.js';
import { compositeMethod } from './composite-method.js';
import { deckComplete } from './deck-complete.js';
import { diffuseFunctions } from './diffuse-functions.js';
import { freqcalc } from './freqcalc.js';
import { freqcalcWords } from './freqcalc-words.js';
import { functional } from './functional.js';
import { functionalWords } from './functional-words.js';
import { keywords } from './keywords.js';
import { neededFiles } from './needed-files.js';
import { neutrality } from './neutrality.js';
import { optgeom } from './optgeom.js';
import { release } from './release.js';
import type { DeckRule, DeckView } from './rule.js';
import { scf } from './scf.js';
import { shrink } from './shrink.js';
import { spin } from './spin.js';
import { supercellMatrix } from './supercell-matrix.js';
import { taskBlock } from './task-block.js';
import { tolerances } from './tolerances.js';
import { twoComponents } from './two-components.js';

export interface CheckOptions {
  /** Names of the files that will lie beside the deck (fort.20, OPTINFO.DAT ...). */
  readonly otherFiles?: ReadonlySet<string>;
  /** Expands the asymmetric unit: distances, electrons and SHRINK against the group need it. */
  readonly symmetry?: SymmetryLibrary;
  /** The CRYSTAL that will run, for what one of them does not know. */
  readonly release?: 17 | 23;
}

const rules: readonly DeckRule[] = [
  deckComplete,
  cellAndGroup,
  atomPositions,
  supercellMatrix,
  taskBlock,
  optgeom,
  freqcalc,
  freqcalcWords,
  basisCoverage,
  neutrality,
  diffuseFunctions,
  functional,
  functionalWords,
  compositeMethod,
  spin,
  shrink,
  tolerances,
  scf,
  twoComponents,
  release,
  neededFiles,
  keywords,
  blockEnds,
];

/** Reads and checks a deck; a text that cannot be read is one finding. */
export function checkDeckText(text: string, fileName: string, options: CheckOptions = {}): Finding[] {
  try {
    const { deck, source } = readDeckWithSource(text, fileName);
    return findingsOf(deck, source, options);
  } catch (thrown) {
    const failure = toCrystalqError(thrown);
    if (failure.code !== 'DECK_UNREADABLE') throw thrown;
    const line = Number(failure.details['line'] ?? 1);
    const message = failure.message.replace(/^.*?:\d+: /s, '');
    return [{ line, severity: 'error', rule: 'readable', message, instead: failure.hint }];
  }
}

/** Checks a deck of the model; lines are those of the text that `renderDeck` writes. */
export function checkDeck(deck: Deck, options: CheckOptions = {}): Finding[] {
  const { deck: written, source } = readDeckWithSource(renderDeck(deck), 'deck');
  return findingsOf(written, source, options);
}

function findingsOf(deck: Deck, source: DeckSource, options: CheckOptions): Finding[] {
  const view = viewOf(deck, options);
  const placed = rules.flatMap((rule) => rule(view));
  const findings = placed.map(({ at, ...remark }) => ({
    ...remark,
    line: at === undefined ? 1 : source.lineOf(at),
  }));
  const surplus = source.remarks.map(({ line, message }): Finding => ({
    line,
    severity: 'warning',
    rule: 'surplus-numbers',
    message,
    instead: 'remove them',
  }));
  return [...findings, ...surplus].sort((one, other) => one.line - other.line);
}

function viewOf(deck: Deck, { otherFiles, symmetry, release: number }: CheckOptions): DeckView {
  const { expanded, refusal } = expansionOf(deck, symmetry);
  return {
    deck,
    atoms: 'atoms' in deck.geometry ? deck.geometry.atoms : [],
    dimensionality: dimensionalityAfter(deck),
    task: taskOf(deck),
    hamiltonian: hamiltonianOf(deck.method),
    expanded,
    refusal,
    otherFiles,
    release: number,
  };
}

function expansionOf(
  deck: Deck,
  symmetry: SymmetryLibrary | undefined,
): { expanded: ExpandedGeometry | undefined; refusal: CrystalqError | undefined } {
  const nothing = { expanded: undefined, refusal: undefined };
  if (symmetry === undefined || !('atoms' in deck.geometry)) return nothing;
  try {
    const expanded = expandDeckGeometry(deck.geometry, symmetry, deck.title);
    const edited = deck.edits.some((entry) => structuralEdits.has(nameOf(entry)));
    return edited ? nothing : { expanded, refusal: undefined };
  } catch (thrown) {
    if (!(thrown instanceof CrystalqError)) throw thrown;
    return { expanded: undefined, refusal: thrown };
  }
}
