import type { CrystalTask } from '../settings/presets.js';
import type { CalculationSettings } from '../settings/settings.js';
import { numberedForBasis } from './atom-numbers.js';
import { readBasisText } from './read-basis.js';
import type { Deck, DeckEntry } from './deck.js';
import { deckTitle } from './deck-title.js';
import { basisFor } from './from-settings/basis.js';
import { frequenciesBlock, phononSupercell } from './from-settings/frequencies.js';
import { extraEntries } from './from-settings/extra.js';
import { hamiltonianEntries } from './from-settings/hamiltonian.js';
import { optimizationBlock } from './from-settings/optimization.js';
import { scfEntries } from './from-settings/scf.js';
import { shrinkEntries } from './from-settings/shrink.js';
import { isOpenShell, spinEntries } from './from-settings/spin.js';
import type { DeckGeometry, Vector3 } from './geometry.js';
import { nameOf } from './entries.js';
import { geometryKeywords, unverifiedEdits } from './keywords/geometry-edits.js';
import { methodKeywords, unverifiedMethod } from './keywords/method.js';
import { dimensionalityOf } from './read-deck.js';

export interface DeckOrder {
  /** Free text; made one printable line. */
  readonly title: string;
  readonly geometry: DeckGeometry;
  /** Rows, Angstrom: the primitive cell that CRYSTAL will build. */
  readonly primitiveVectors: readonly Vector3[];
  readonly settings: CalculationSettings;
  readonly task: CrystalTask;
  /**
   * For each atom of the primitive cell, in CRYSTAL's order, the index of its asymmetric atom. Needed for the
   * labels of ATOMSPIN and the number of electrons; without it each atom is taken to stand alone.
   */
  readonly primitiveAtoms?: readonly number[];
}

export interface BuiltDeck {
  readonly deck: Deck;
  /** What the user should know before it costs core-hours. */
  readonly warnings: readonly string[];
}

/**
 * A deck for a structure and settings.
 * @throws BASIS_NOT_COVERED, SETTINGS_INVALID, DECK_UNREADABLE (an external basis text).
 */
export function buildDeck(asked: DeckOrder): BuiltDeck {
  const { settings, task } = asked;
  const geometry =
    settings.basis.external === null
      ? asked.geometry
      : numberedForBasis(asked.geometry, readBasisText(settings.basis.external, 'external basis set'));
  const order = { ...asked, geometry };
  const warnings: string[] = [];
  const atoms = 'atoms' in geometry ? geometry.atoms : [];
  const basis = basisFor(settings.basis, atoms);
  const openShell = isOpenShell(order, basis, warnings);
  const supercell = task === 'FREQ' ? settings.frequencies.dispersionSupercell : null;
  const method: DeckEntry[] = [
    ...hamiltonianEntries(settings, openShell),
    ...spinEntries(order, openShell, warnings),
    ...shrinkEntries(settings, order.primitiveVectors, dimensionalityOf(geometry), supercell),
    ...scfEntries(settings.scf),
    ...extraEntries(settings.extra.method, methodKeywords, 'extra.method'),
  ];
  const edits: DeckEntry[] = [
    ...extraEntries(settings.extra.geometry, geometryKeywords, 'extra.geometry', dimensionalityOf(geometry)),
    ...taskEntries(settings, task),
  ];
  const deck: Deck = {
    title: deckTitle(order.title),
    geometry,
    edits,
    geometryEnd: basis.kind === 'internal' ? null : 'END',
    basis,
    method,
    methodEnd: 'END',
    rest: [],
  };
  warnings.push(...unverifiedWords(deck));
  return { deck, warnings };
}

/** Words that the user asked for by name and that no public text vouches for. */
function unverifiedWords(deck: Deck): string[] {
  const doubtful = [...deck.edits, ...deck.method]
    .map(nameOf)
    .filter((name) => unverifiedEdits.has(name) || unverifiedMethod.has(name));
  return doubtful.map(
    (name) => `the records of ${name} are not established: try the deck with TESTPDIM first`,
  );
}

/** What block 1 ends with: nothing for a single point. */
export function taskEntries(settings: CalculationSettings, task: CrystalTask): DeckEntry[] {
  switch (task) {
    case 'OPT':
      return [optimizationBlock(settings)];
    case 'SP':
      return [];
    case 'FREQ':
      return [...phononSupercell(settings.frequencies), frequenciesBlock(settings)];
  }
}
