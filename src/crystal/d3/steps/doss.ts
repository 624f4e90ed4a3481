import * as z from 'zod';
import { mostProjections, type DossBlock } from '../blocks/doss.js';
import type { Projection } from '../blocks/projection.js';
import { propertyDeck } from '../deck.js';
import type { ParentRun } from '../parent-run.js';
import { planProjections, Projections } from '../projections.js';
import type { PlannedRun, PropertyPlan } from '../property-plan.js';
import { bandCount } from './band.js';
import { newkBlock } from './newk-mesh.js';
import { hartreePerElectronvolt } from './units.js';

export const DossParams = z.strictObject({
  /** What the total is divided into; more than 15 parts take several runs. */
  projections: Projections.default('elements'),
  /** Only these atoms (numbers of the output, 1-based); default all. */
  atoms: z.array(z.int().min(1)).min(1).optional(),
  /** Energies from and to, eV relative to the Fermi energy (insulators: to the top of the valence bands). */
  windowElectronvolt: z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low < high, 'the window must go from low to high')
    .default([-10, 10]),
  points: z.int().min(50).max(50_000).default(1000),
  /** Order of the Legendre expansion. */
  polynomials: z.int().min(1).max(25).default(14),
  /** Mesh of NEWK as a multiple of the parent's. */
  meshFactor: z.number().min(1).max(10).default(1),
});
export type DossParams = z.infer<typeof DossParams>;

/** The decks of densities of states: total and projections. */
export function dossDeck(run: ParentRun, raw: z.input<typeof DossParams> = {}): PropertyPlan {
  const params = DossParams.parse(raw);
  const projections = planProjections(run, params.projections, params.atoms);
  const range = energyRange(run, params);
  const newk = newkBlock(run, params.meshFactor, 1);
  const runs = inGroups(projections).map((group): PlannedRun => {
    const doss: DossBlock = {
      kind: 'DOSS',
      points: params.points,
      ...range,
      plot: 2,
      polynomials: params.polynomials,
      projections: group,
      prints: [],
    };
    return {
      deck: propertyDeck([newk, doss]),
      files: ['DOSS.DAT', 'fort.25'],
      labels: { projections: group.map((projection) => projection.note) },
    };
  });
  return { runs, remarks: remarksOn(run, runs.length) };
}

/** At least one group: the total needs no projection. */
function inGroups(projections: readonly Projection[]): readonly (readonly Projection[])[] {
  const groups: (readonly Projection[])[] = [];
  for (let start = 0; start < projections.length; start += mostProjections) {
    groups.push(projections.slice(start, start + mostProjections));
  }
  return groups.length > 0 ? groups : [[]];
}

/** CRYSTAL takes absolute energies; without a known Fermi energy only a range of bands is left. */
function energyRange(
  run: ParentRun,
  params: DossParams,
): Pick<DossBlock, 'firstBand' | 'lastBand' | 'windowHartree'> {
  if (run.fermiHartree === null) return { firstBand: 1, lastBand: bandCount(run), windowHartree: null };
  const [low, high] = params.windowElectronvolt;
  const fermi = run.fermiHartree;
  const absolute = (energy: number) => Number((fermi + energy * hartreePerElectronvolt).toFixed(6));
  return { firstBand: -1, lastBand: -1, windowHartree: [absolute(low), absolute(high)] };
}

function remarksOn(run: ParentRun, runs: number): readonly string[] {
  return [
    ...(run.fermiHartree === null
      ? ['the parent prints no Fermi energy: all bands are used instead of an energy window']
      : []),
    ...(runs > 1 ? [`more than ${mostProjections} projections: ${runs} runs`] : []),
  ];
}
