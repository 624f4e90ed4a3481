import type { CalculationSettings } from '../../settings/settings.js';
import type { DeckEntry } from '../deck.js';
import { keyword } from '../entries.js';
import type { SettingsRule } from './replace-by-rules.js';

type Scf = CalculationSettings['scf'];

const optional = (present: boolean, ...entries: readonly DeckEntry[]): readonly DeckEntry[] =>
  present ? entries : [];

/** Which setting stands for which keywords of block 3, in the order they are written. */
export const scfRules: readonly SettingsRule<Scf>[] = [
  {
    keys: ['integralTolerances'],
    keywords: ['TOLINTEG'],
    entries: ({ integralTolerances }) => [keyword('TOLINTEG', integralTolerances)],
  },
  {
    keys: ['energyExponent'],
    keywords: ['TOLDEE'],
    entries: ({ energyExponent }) => [keyword('TOLDEE', [energyExponent])],
  },
  {
    keys: ['smearHartree'],
    keywords: ['SMEAR'],
    entries: ({ smearHartree }) => (smearHartree === null ? [] : [keyword('SMEAR', [smearHartree])]),
  },
  {
    keys: ['levelShift'],
    keywords: ['LEVSHIFT'],
    entries: ({ levelShift }) =>
      levelShift === null ? [] : [keyword('LEVSHIFT', [levelShift.shift, levelShift.lock])],
  },
  { keys: ['guess'], keywords: ['GUESSP'], entries: ({ guess }) => optional(guess, keyword('GUESSP')) },
  {
    keys: ['bufferWords'],
    keywords: ['BIPOSIZE', 'EXCHSIZE'],
    entries: ({ bufferWords }) =>
      bufferWords === null ? [] : [keyword('BIPOSIZE', [bufferWords]), keyword('EXCHSIZE', [bufferWords])],
  },
  {
    keys: ['maxCycles'],
    keywords: ['MAXCYCLE'],
    entries: ({ maxCycles }) => [keyword('MAXCYCLE', [maxCycles])],
  },
  {
    keys: ['fmixingPercent'],
    keywords: ['FMIXING'],
    entries: ({ fmixingPercent }) => [keyword('FMIXING', [fmixingPercent])],
  },
  {
    keys: ['accelerator', 'broyden'],
    keywords: ['DIIS', 'NODIIS', 'DIISALLK', 'SLOSHING', 'ANDERSON', 'BROYDEN'],
    entries: ({ accelerator, broyden }) => [
      accelerator === 'BROYDEN' ? keyword('BROYDEN', broyden) : keyword(accelerator),
    ],
  },
  {
    keys: ['diisHistory'],
    keywords: ['HISTDIIS'],
    entries: ({ diisHistory }) => (diisHistory === null ? [] : [keyword('HISTDIIS', [diisHistory])]),
  },
  {
    keys: ['populations'],
    keywords: ['PPAN'],
    entries: ({ populations }) => optional(populations, keyword('PPAN')),
  },
];

export function scfEntries(scf: Scf): DeckEntry[] {
  return scfRules.flatMap((rule) => rule.entries(scf));
}
