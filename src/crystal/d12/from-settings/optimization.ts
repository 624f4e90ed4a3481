import type { CalculationSettings } from '../../settings/settings.js';
import type { BlockEntry, DeckEntry } from '../deck.js';
import { block, keyword } from '../entries.js';
import { optgeomKeywords, optimizationTypes } from '../keywords/optgeom.js';
import type { SettingsRule } from './replace-by-rules.js';
import { extraEntries } from './extra.js';

type Optimization = CalculationSettings['optimization'];

/** hartree/bohr^3 per GPa. */
const pressureUnit = 3.3989e-5;

const value = (name: string, number: number | null): readonly DeckEntry[] =>
  number === null ? [] : [keyword(name, [number])];

/** Which setting stands for which keywords of OPTGEOM, in the order they are written. */
export const optimizationRules: readonly SettingsRule<Optimization>[] = [
  {
    keys: ['type'],
    keywords: optimizationTypes,
    // CVOLOPT constrains an optimisation of the whole structure.
    entries: ({ type }) => (type === 'CVOLOPT' ? [keyword('FULLOPTG'), keyword(type)] : [keyword(type)]),
  },
  {
    keys: ['restart'],
    keywords: ['RESTART'],
    entries: ({ restart }) => (restart ? [keyword('RESTART')] : []),
  },
  { keys: ['maxCycles'], keywords: ['MAXCYCLE'], entries: ({ maxCycles }) => value('MAXCYCLE', maxCycles) },
  {
    keys: ['gradientTolerance'],
    keywords: ['TOLDEG'],
    entries: ({ gradientTolerance }) => value('TOLDEG', gradientTolerance),
  },
  {
    keys: ['displacementTolerance'],
    keywords: ['TOLDEX'],
    entries: ({ displacementTolerance }) => value('TOLDEX', displacementTolerance),
  },
  {
    keys: ['energyExponent'],
    keywords: ['TOLDEE'],
    entries: ({ energyExponent }) => value('TOLDEE', energyExponent),
  },
  {
    keys: ['maxTrustRadius'],
    keywords: ['MAXTRADIUS'],
    entries: ({ maxTrustRadius }) => value('MAXTRADIUS', maxTrustRadius),
  },
  { keys: ['finalRun'], keywords: ['FINALRUN'], entries: ({ finalRun }) => value('FINALRUN', finalRun) },
  {
    keys: ['pressureGPa'],
    keywords: ['EXTPRESS'],
    entries: ({ pressureGPa }) => value('EXTPRESS', pressureGPa === null ? null : pressureGPa * pressureUnit),
  },
];

export function optimizationBlock({ optimization, extra }: CalculationSettings): BlockEntry {
  return block('OPTGEOM', 'ENDOPT', [
    ...optimizationRules.flatMap((rule) => rule.entries(optimization)),
    ...extraEntries(extra.optimization, optgeomKeywords, 'extra.optimization'),
  ]);
}
