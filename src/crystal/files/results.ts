import type { BandDat } from './band-dat.js';
import { bandSummary } from './band-summary.js';
import { integrateCube, type Cube } from './cube.js';
import { dosSummary } from './dos-summary.js';
import type { DossDat } from './doss-dat.js';
import type { Fort25Block } from './fort25.js';
import { type PotcDat, workFunctions } from './potc-dat.js';
import type { TransportTable } from './transport-dat.js';
import { transportSummary } from './transport-summary.js';

/** A number or word of a step that its data files say and its output does not. */
export interface DataResult {
  readonly name: string;
  readonly value: unknown;
  readonly unit: string;
  /** Name of the file. */
  readonly source: string;
}

const result =
  (source: string) =>
  (name: string, value: unknown, unit: string): DataResult[] =>
    value === null || value === undefined ? [] : [{ name, value, unit, source }];

const CONDUCTING = { metal: 'yes', insulator: 'no', unknown: null } as const;

type OccupiedBands = { readonly alpha: number; readonly beta: number } | null;

/**
 * Gap and edges along the path of BAND.DAT; the true edges may lie elsewhere. `firstBand` is the number of the file's first
 * band in the calculation, as the output says.
 */
export function bandResults(
  bands: BandDat,
  fileName: string,
  occupied: OccupiedBands,
  firstBand?: number,
): readonly DataResult[] {
  const summary = bandSummary(bands, { occupied, firstBand });
  const say = result(fileName);
  const edges = summary.spins.map(({ spin, valenceTop, conductionBottom, crossing }) => ({
    spin,
    valenceTop,
    conductionBottom,
    crossing,
  }));
  return [
    ...say('conductingAlongPath', CONDUCTING[summary.kind], ''),
    ...say('bandGapAlongPath', summary.gapElectronvolt, 'eV'),
    ...say('bandGapTypeAlongPath', summary.type, ''),
    ...say('directGapAlongPath', summary.directGapElectronvolt, 'eV'),
    ...say('bandEdgesAlongPath', edges, 'hartree relative to the Fermi energy, 1/bohr'),
    ...say('bandFermiEnergy', bands.fermiHartree, 'hartree'),
  ];
}

/** Window, states at the Fermi energy and electrons below it, by spin and projection. */
export function dosResults(
  dos: DossDat,
  fileName: string,
  labels: readonly string[] = [],
): readonly DataResult[] {
  const { windowElectronvolt, spins } = dosSummary(dos);
  const say = result(fileName);
  const nameOf = (index: number) =>
    index === dos.projectionCount - 1 ? 'total' : (labels[index] ?? `projection ${index + 1}`);
  return [
    ...say(
      'dosWindow',
      windowElectronvolt,
      dos.energyReference === 'fermi' ? 'eV relative to the Fermi energy' : 'eV',
    ),
    ...spins.flatMap(({ spin, atFermiPerElectronvolt, electronsBelowFermi }) => {
      const suffix = spin === null ? '' : spin === 'alpha' ? 'Alpha' : 'Beta';
      const electrons = electronsBelowFermi?.map((value, index) => [nameOf(index), value] as const);
      return [
        ...say(`dosAtFermi${suffix}`, atFermiPerElectronvolt, 'states/eV/cell'),
        ...say(
          `dosElectrons${suffix}`,
          electrons && Object.fromEntries(electrons),
          'electrons/cell in the window',
        ),
      ];
    }),
    ...say('dosFermiEnergy', dos.fermiHartree, 'hartree'),
  ];
}

interface TransportTables {
  readonly seebeck: TransportTable;
  readonly sigma?: TransportTable | undefined;
  readonly kappa?: TransportTable | undefined;
}

/** Peaks over temperatures and chemical potentials. */
export function transportResults(tables: TransportTables): readonly DataResult[] {
  const peaks = transportSummary(tables);
  const say = result('SEEBECK.DAT, SIGMA.DAT, KAPPA.DAT');
  return [
    ...say('peakSeebeck', peaks.peakSeebeckMicrovoltPerKelvin, 'microvolt/K'),
    ...say('peakPowerFactor', peaks.peakPowerFactor, 'W/m/K^2'),
    ...say('peakElectronicZt', peaks.peakElectronicZt, '1, upper bound: without the heat of the lattice'),
  ];
}

/** Grid, extremes and integral of a cube. */
export function cubeResults(
  cube: Cube,
  fileName: string,
  dimensionality: 0 | 1 | 2 | 3,
): readonly DataResult[] {
  const say = result(fileName);
  const { low, high } = extremes(cube.values);
  const isPotential = /POT/i.test(fileName);
  const unit = isPotential ? 'hartree/e' : 'e/bohr^3';
  return [
    ...say('gridPoints', cube.counts, '1'),
    ...say('gridMinimum', low, unit),
    ...say('gridMaximum', high, unit),
    ...say('gridIntegral', isPotential ? null : integrateCube(cube, dimensionality), 'electrons'),
  ];
}

/** Points and extremes of the maps in fort.25, in the order of the file. */
export function mapResults(blocks: readonly Fort25Block[], fileName: string): readonly DataResult[] {
  const maps = blocks.flatMap((block) => (block.kind === 'MAPN' ? [block] : []));
  const found = maps.map(({ rows, columns, low, high }) => ({ rows, columns, low, high }));
  return result(fileName)('maps', found.length > 0 ? found : null, 'atomic units');
}

/** Work functions on both sides of a slab from the plane averages of POTC.DAT. */
export function workFunctionResults(
  potc: PotcDat,
  fileName: string,
  fermiHartree: number,
): readonly DataResult[] {
  const work = workFunctions(potc, fermiHartree);
  const say = result(fileName);
  return [
    ...say('workFunctionLower', work?.lowerElectronvolt, 'eV'),
    ...say('workFunctionUpper', work?.upperElectronvolt, 'eV'),
  ];
}

function extremes(values: Float64Array): { readonly low: number; readonly high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}
