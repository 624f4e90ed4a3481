import * as z from 'zod';
import { CrystalqError } from '../../../errors/crystalq-error.js';
import { toIntegerPath, type IntegerPath } from '../../kpath/integer-path.js';
import type { KPath } from '../../kpath/k-path.js';
import type { Vector3 } from '../../kpath/lattice-math.js';
import { planKPath } from '../../kpath/plan-k-path.js';
import { longestBandTitle, type BandBlock } from '../blocks/band.js';
import { propertyDeck } from '../deck.js';
import type { ParentRun } from '../parent-run.js';
import type { PropertyPlan } from '../property-plan.js';
import { printableTitle } from './printable-title.js';

const PathPoint = z.strictObject({
  label: z.string().regex(/^\S{1,16}$/),
  /** Fractions of the primitive reciprocal vectors. */
  k: z.tuple([z.number(), z.number(), z.number()]),
});

export const BandParams = z.strictObject({
  /** Convention of the path: SeeK-path (hpkot) or Setyawan and Curtarolo (sc). */
  path: z.enum(['hpkot', 'sc']).default('hpkot'),
  /** A path of one's own; each inner list is drawn without a break. */
  customPath: z.array(z.array(PathPoint).min(2)).min(1).optional(),
  /** k points of the whole path; at least 20 per segment are written. */
  points: z.int().min(20).max(20_000).default(1000),
  /** All bands, or so many below and above the highest occupied one. */
  bands: z
    .union([
      z.literal('all'),
      z.strictObject({ below: z.int().min(1), above: z.int().min(1) }),
      z.strictObject({ first: z.int().min(1), last: z.int().min(1) }),
    ])
    .default('all'),
  /** Draw -k too where the crystal has no inversion. Default: only for two-component (spin-orbit) runs. */
  oppositeK: z.boolean().optional(),
  /** Take the symmetry of the bare lattice instead of the run's operators: for runs in P1. */
  latticeSymmetry: z.boolean().default(false),
  title: z.string().optional(),
});
export type BandParams = z.infer<typeof BandParams>;

const fewestPointsPerSegment = 20;

/** The deck of a band structure along the path of the parent's lattice. */
export function bandDeck(run: ParentRun, raw: z.input<typeof BandParams> = {}): PropertyPlan {
  const params = BandParams.parse(raw);
  const path = pathOf(run, params);
  const whole = toIntegerPath(path);
  const { firstBand, lastBand } = bandRange(run, params);
  const block: BandBlock = {
    kind: 'BAND',
    title: printableTitle(params.title ?? `${path.variant} ${branchText(path)}`, longestBandTitle),
    shrink: whole.shrink,
    points: Math.max(params.points, fewestPointsPerSegment * whole.segments.length),
    firstBand,
    lastBand,
    plot: 1,
    print: 0,
    segments: whole.segments.map(({ from, to }) => ({
      start: from.steps,
      end: to.steps,
      note: `${from.label}-${to.label}`,
    })),
  };
  const ticks = whole.segments.map(({ from, to }) => ({
    from: from.label,
    to: to.label,
    start: fractions(from.steps, whole.shrink),
    end: fractions(to.steps, whole.shrink),
  }));
  return {
    runs: [{ deck: propertyDeck([block]), files: ['BAND.DAT', 'fort.25'], labels: { ticks } }],
    remarks: [
      `path ${path.convention} ${path.variant}: ${branchText(path)}`,
      ...path.remarks,
      ...roundings(whole),
    ],
  };
}

function pathOf(run: ParentRun, params: BandParams): KPath {
  if (run.dimensionality === 0) {
    throw new CrystalqError('DECK_INVALID', `${run.source}: a molecule has no band structure`, {
      hint: 'Leave BAND out for molecules.',
    });
  }
  if (params.customPath) return customPath(params.customPath);
  return planKPath({
    dimensionality: run.dimensionality,
    primitiveVectors: run.primitiveVectors,
    primitiveToConventional: run.primitiveToConventional,
    rotations: params.latticeSymmetry ? [] : run.rotations,
    convention: params.path,
    timeReversal: !(params.oppositeK ?? run.twoComponent),
  });
}

function customPath(branches: NonNullable<BandParams['customPath']>): KPath {
  const points: Record<string, { k: Vector3; fixed: boolean }> = {};
  for (const point of branches.flat()) {
    const known = points[point.label];
    if (known && known.k.some((x, i) => x !== point.k[i])) {
      throw new CrystalqError(
        'SETTINGS_INVALID',
        `the band path names two different points ${point.label}: ${known.k.join(' ')} and ${point.k.join(' ')}`,
        { hint: 'Give each point its own label.' },
      );
    }
    points[point.label] = { k: point.k, fixed: true };
  }
  return {
    convention: 'hpkot',
    variant: 'custom',
    points,
    branches: branches.map((branch) => branch.map((point) => point.label)),
    remarks: [],
  };
}

/** With two components per function there are twice as many bands. */
export const bandCount = (run: ParentRun): number => (run.twoComponent ? 2 : 1) * run.aoCount;

function bandRange(run: ParentRun, params: BandParams): { firstBand: number; lastBand: number } {
  const count = bandCount(run);
  const within = (band: number) => Math.min(Math.max(1, band), count);
  if (params.bands === 'all') return { firstBand: 1, lastBand: count };
  if ('first' in params.bands)
    return { firstBand: within(params.bands.first), lastBand: within(params.bands.last) };
  const lowest = highestOccupied(run, Math.min);
  const highest = highestOccupied(run, Math.max);
  return {
    firstBand: within(lowest - params.bands.below + 1),
    lastBand: within(highest + params.bands.above),
  };
}

/** The printed band; for conductors, which print none, half the electrons. */
function highestOccupied(run: ParentRun, choose: (a: number, b: number) => number): number {
  if (run.occupiedBands) return choose(run.occupiedBands.alpha, run.occupiedBands.beta);
  const perBand = run.twoComponent ? 1 : 2;
  return Math.ceil((run.electrons ?? run.aoCount) / perBand);
}

const fractions = (steps: Vector3, shrink: number): Vector3 => [
  steps[0] / shrink,
  steps[1] / shrink,
  steps[2] / shrink,
];

const branchText = (path: KPath): string => path.branches.map((branch) => branch.join('-')).join('|');

const roundings = (whole: IntegerPath): readonly string[] =>
  whole.rounded.map(
    ({ label, wanted, written }) =>
      `${label} is written as ${written.map((x) => x.toFixed(5)).join(' ')} ` +
      `(ISS ${whole.shrink}); its place is ${wanted.map((x) => x.toFixed(5)).join(' ')}`,
  );
