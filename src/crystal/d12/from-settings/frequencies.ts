import type { CalculationSettings } from '../../settings/settings.js';
import type { BlockEntry, DeckEntry } from '../deck.js';
import { block, keyword } from '../entries.js';
import { freqcalcKeywords } from '../keywords/freqcalc.js';
import { extraEntries } from './extra.js';

type Frequencies = CalculationSettings['frequencies'];

/** FREQCALC as the settings ask for it; it has to be the last keyword of block 1. */
export function frequenciesBlock({ frequencies, extra }: CalculationSettings): BlockEntry {
  return block('FREQCALC', 'ENDFREQ', [
    ...(frequencies.restart ? [keyword('RESTART')] : []),
    // The default inside FREQCALC moves the atoms only; the cell is part of an optimised structure.
    ...(frequencies.preOptimization ? [block('PREOPTGEOM', 'END', [keyword('FULLOPTG')])] : []),
    keyword('NUMDERIV', [frequencies.derivatives]),
    ...(frequencies.stepSize === null ? [] : [keyword('STEPSIZE', [frequencies.stepSize])]),
    ...isotopes(frequencies),
    ...thermodynamics(frequencies),
    ...intensities(frequencies),
    ...dispersion(frequencies),
    ...extraEntries(extra.frequencies, freqcalcKeywords, 'extra.frequencies'),
  ]);
}

/** The supercell of a phonon dispersion stands before FREQCALC, never inside. */
export function phononSupercell({ dispersionSupercell }: Frequencies): DeckEntry[] {
  return dispersionSupercell === null ? [] : [keyword('SCELPHONO', ...dispersionSupercell)];
}

function isotopes({ isotopes: masses }: Frequencies): DeckEntry[] {
  if (masses.length === 0) return [];
  return [keyword('ISOTOPES', [masses.length], ...masses.map(({ atom, mass }) => [atom, mass]))];
}

function thermodynamics({ temperaturesKelvin, pressuresMPa }: Frequencies): DeckEntry[] {
  return [
    ...(temperaturesKelvin === null ? [] : [keyword('TEMPERAT', range(temperaturesKelvin))]),
    ...(pressuresMPa === null ? [] : [keyword('PRESSURE', range(pressuresMPa))]),
  ];
}

const range = ({ points, from, to }: { points: number; from: number; to: number }): number[] => [
  points,
  from,
  to,
];

/** Order of the manual: INTENS, INTRAMAN, the technique, spectra. */
function intensities(frequencies: Frequencies): DeckEntry[] {
  if (frequencies.intensities === 'none') return [];
  const { ramanExperiment, dielectricConstant } = frequencies;
  return [
    keyword('INTENS'),
    ...(frequencies.raman ? [keyword('INTRAMAN')] : []),
    frequencies.intensities === 'INTCPHF'
      ? block('INTCPHF', 'ENDCPHF', [])
      : keyword(frequencies.intensities),
    ...(ramanExperiment === null
      ? []
      : [keyword('RAMANEXP', [ramanExperiment.temperatureKelvin, ramanExperiment.wavelengthNm])]),
    ...(dielectricConstant === null ? [] : [keyword('DIELISO', [dielectricConstant])]),
    ...(frequencies.irSpectrum ? [block('IRSPEC', 'END', [])] : []),
    ...(frequencies.ramanSpectrum ? [block('RAMSPEC', 'END', [])] : []),
  ];
}

function dispersion({ dispersionSupercell, dispersionBands }: Frequencies): DeckEntry[] {
  if (dispersionSupercell === null) return [];
  const bands =
    dispersionBands === null
      ? []
      : [
          keyword(
            'BANDS',
            [dispersionBands.denominator, dispersionBands.points],
            [dispersionBands.segments.length],
            ...dispersionBands.segments,
          ),
        ];
  return [keyword('DISPERSION'), ...bands];
}
