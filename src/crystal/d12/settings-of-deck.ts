import type { SettingsPatch } from '../settings/settings.js';
import type { Deck, DeckEntry } from './deck.js';
import { hasKeyword, nameOf, numberOf, recordOf, taskOf } from './entries.js';
import { hamiltonianOf } from './hamiltonian-of.js';
import { optimizationTypes } from './keywords/optgeom.js';
import { grids } from './tables/grids.js';

/**
 * What a deck says of the method, as settings for any material. Cell, atoms, group, k mesh, spins, ghosts and
 * an external basis set belong to the deck's own material and are left behind.
 */
export function settingsOfDeck(deck: Deck): SettingsPatch {
  const optimization = optimizationOf(deck);
  return {
    method: methodOf(deck.method),
    ...(deck.basis.kind === 'internal' ? { basis: { internal: deck.basis.name } } : {}),
    scf: scfOf(deck.method),
    ...(optimization === undefined ? {} : { optimization }),
  };
}

function methodOf(method: readonly DeckEntry[]): NonNullable<SettingsPatch['method']> {
  const { dft, functional, dispersion } = hamiltonianOf(method);
  const grid = grids.find((name) => dft !== undefined && hasKeyword(dft.entries, name)) ?? null;
  const name = functional?.keyword.replace(/-D3$/, '') ?? (dft === undefined ? 'HF' : 'custom');
  const word = (keyword: string): string | null => {
    const value = recordOf(dft?.entries ?? [], keyword)?.[0];
    return typeof value === 'string' ? value : null;
  };
  const parts =
    name === 'custom'
      ? {
          exchange: word('EXCHANGE'),
          correlation: word('CORRELAT'),
          hybridPercent: numberOf(dft?.entries ?? [], 'HYBRID') ?? null,
        }
      : {};
  return { functional: name, ...parts, dispersion: dispersion === 'D3' ? 'D3' : 'none', grid };
}

type Scf = NonNullable<SettingsPatch['scf']>;

function scfOf(method: readonly DeckEntry[]): Scf {
  const integrals = recordOf(method, 'TOLINTEG')?.map(Number) ?? [];
  const [first, second, third, fourth, fifth] = integrals;
  const [shift, lock] = (recordOf(method, 'LEVSHIFT') ?? []).map(Number);
  return known<Scf>({
    integralTolerances:
      first !== undefined &&
      second !== undefined &&
      third !== undefined &&
      fourth !== undefined &&
      fifth !== undefined
        ? [first, second, third, fourth, fifth]
        : undefined,
    energyExponent: numberOf(method, 'TOLDEE'),
    maxCycles: numberOf(method, 'MAXCYCLE'),
    fmixingPercent: numberOf(method, 'FMIXING'),
    smearHartree: numberOf(method, 'SMEAR'),
    diisHistory: numberOf(method, 'HISTDIIS'),
    bufferWords: numberOf(method, 'BIPOSIZE'),
    accelerator: (['NODIIS', 'ANDERSON', 'BROYDEN', 'DIIS'] as const).find((name) =>
      hasKeyword(method, name),
    ),
    levelShift: shift === undefined ? undefined : { shift, lock: lock === 1 ? 1 : 0 },
    populations: hasKeyword(method, 'PPAN'),
  });
}

type Optimization = NonNullable<SettingsPatch['optimization']>;

function optimizationOf(deck: Deck): Optimization | undefined {
  const task = taskOf(deck);
  if (task?.keyword !== 'OPTGEOM') return undefined;
  const { entries } = task;
  return known<Optimization>({
    // The last one: CVOLOPT stands beside FULLOPTG.
    type: optimizationTypes.findLast((type) => entries.some((entry) => nameOf(entry) === type)),
    maxCycles: numberOf(entries, 'MAXCYCLE'),
    gradientTolerance: numberOf(entries, 'TOLDEG'),
    displacementTolerance: numberOf(entries, 'TOLDEX'),
    energyExponent: numberOf(entries, 'TOLDEE'),
    finalRun: numberOf(entries, 'FINALRUN'),
    maxTrustRadius: numberOf(entries, 'MAXTRADIUS'),
  });
}

/** Without the keys that the deck does not speak of. */
function known<Group extends object>(group: Group): Group {
  return Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined)) as Group;
}
