import { frequencyTolerances, presets, tightness, type CrystalTask } from '../settings/presets.js';
import { mergePatches, resolveSettings } from '../settings/resolve-settings.js';
import type { SettingsPatch } from '../settings/settings.js';
import { applySettings } from './apply-settings.js';
import { taskEntries } from './build-deck.js';
import type { Deck, DeckEntry } from './deck.js';
import { deckTitle } from './deck-title.js';
import { hasKeyword, nameOf, taskOf, withoutKeywords } from './entries.js';
import { extraEntries } from './from-settings/extra.js';
import { optgeomKeywords } from './keywords/optgeom.js';
import { dimensionalityOf } from './read-deck.js';
import { optimizationRules } from './from-settings/optimization.js';
import { replaceByRules } from './from-settings/replace-by-rules.js';
import type { DeckGeometry, Vector3 } from './geometry.js';
import { renderGeometry } from './render-deck.js';
import { taskNames } from './keywords/other-tasks.js';
import { geometryKeywords, structuralEdits } from './keywords/geometry-edits.js';
import { numberedLike } from './atom-numbers.js';

export interface FollowUp {
  readonly parent: Deck;
  /** The geometry the parent's run ended with. */
  readonly finalGeometry: DeckGeometry;
  readonly task: CrystalTask;
  /** What the recipe says of this step; only these keys change. */
  readonly overrides: SettingsPatch;
  readonly title: string;
  /** Primitive vectors of the final geometry, rows, Angstrom: needed where the overrides ask for another k net. */
  readonly primitiveVectors?: readonly Vector3[];
  /** Index of the asymmetric atom for each atom of the primitive cell: needed where the overrides set spins. */
  readonly primitiveAtoms?: readonly number[];
}

/**
 * The deck of a step that builds on a finished one. Geometry from the run, everything else from the parent's
 * deck record by record, overrides last. Edits of the geometry have done their work and are left out; the
 * density matrix of the parent is not taken for granted (GUESSP goes unless asked for).
 * @throws BASIS_NOT_COVERED, SETTINGS_INVALID
 */
export function followUpDeck(follow: FollowUp): Deck {
  const { parent, task } = follow;
  const patch = askedFor(follow);
  const geometry = numberedLike(follow.finalGeometry, parent);
  const isAsGiven = renderGeometry(follow.finalGeometry).join() === renderGeometry(parent.geometry).join();
  const inherited: Deck = {
    ...parent,
    title: deckTitle(follow.title),
    geometry,
    edits: [
      ...keptEdits(follow, isAsGiven),
      ...addedEdits(geometry, patch),
      ...taskOfFollowUp(follow, patch),
    ],
    method: withoutKeywords(parent.method, 'GUESSP'),
    // Only FIXINDEX reads on after the last END.
    rest: hasKeyword(parent.method, 'FIXINDEX') ? parent.rest : [],
  };
  const supercell = task === 'FREQ' ? (patch.frequencies?.dispersionSupercell ?? null) : null;
  return applySettings(inherited, patch, { ...follow, supercell });
}

/** Overrides; under them the preset they name, the sharp SCF that frequencies need, the level they name. */
function askedFor({ parent, task, overrides }: FollowUp): SettingsPatch {
  const level = overrides.level === undefined ? {} : tightness[overrides.level];
  const preset = overrides.preset === undefined ? {} : presets[overrides.preset];
  const sharp = task === 'FREQ' && !keepsTask(parent, task) ? frequencyTolerances : {};
  return mergePatches(level, sharp, preset, overrides);
}

/** The parent does the same task: its block goes on, records that no setting of ours stands for included. */
function keepsTask(parent: Deck, task: CrystalTask): boolean {
  const block = taskOf(parent)?.keyword;
  return (task === 'OPT' && block === 'OPTGEOM') || (task === 'FREQ' && block === 'FREQCALC');
}

/**
 * Edits that made the geometry of the run are not done twice. Where the geometry is still the one of the
 * parent's own header (a deck that has not run yet), they are still to be done.
 */
function keptEdits({ parent, task, overrides }: FollowUp, isAsGiven: boolean): DeckEntry[] {
  return parent.edits.filter((entry) => {
    const name = nameOf(entry);
    if (taskNames.has(name)) return false;
    if (name === 'SCELPHONO')
      return isAsGiven && keepsTask(parent, task) && overrides.frequencies === undefined;
    return isAsGiven || !structuralEdits.has(name);
  });
}

function addedEdits(geometry: DeckGeometry, { extra }: SettingsPatch): DeckEntry[] {
  return extraEntries(extra?.geometry ?? [], geometryKeywords, 'extra.geometry', dimensionalityOf(geometry));
}

function taskOfFollowUp({ parent, task, overrides }: FollowUp, patch: SettingsPatch): DeckEntry[] {
  const before = taskOf(parent);
  const settings = resolveSettings(task, patch);
  if (before === undefined || !keepsTask(parent, task)) return taskEntries(settings, task);
  if (task === 'FREQ') {
    if (overrides.frequencies !== undefined) return taskEntries(settings, task);
    return [{ ...before, entries: withoutKeywords(before.entries, 'RESTART') }];
  }
  const entries = replaceByRules(
    withoutKeywords(before.entries, 'RESTART'),
    optimizationRules,
    patch.optimization,
    settings.optimization,
  );
  const added = extraEntries(patch.extra?.optimization ?? [], optgeomKeywords, 'extra.optimization');
  return [{ ...before, entries: [...entries, ...added] }];
}
