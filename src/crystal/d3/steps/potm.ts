import * as z from 'zod';
import type { MapBlock } from '../blocks/map.js';
import { propertyDeck, type DeckBlock } from '../deck.js';
import type { ParentRun } from '../parent-run.js';
import type { PropertyPlan } from '../property-plan.js';
import { MapPlane, planeEntries } from './map-plane.js';

export const PotmParams = z.strictObject({
  plane: MapPlane.optional(),
  /** NPY: points along the side A-B. */
  points: z.int().min(2).max(2000).default(100),
  /** Adds the electric field. */
  gradient: z.boolean().default(false),
  /** ITOL: penetration tolerance, 10^-ITOL. */
  tolerance: z.int().min(1).max(20).default(5),
  /** Writes POLI (multipoles up to this order) before POTM, as decks for older versions do. */
  multipoles: z.int().min(0).max(6).optional(),
});
export type PotmParams = z.infer<typeof PotmParams>;

/** A map of the electrostatic potential in a plane, in fort.25. */
export function potmDeck(run: ParentRun, raw: z.input<typeof PotmParams> = {}): PropertyPlan {
  const params = PotmParams.parse(raw);
  const map: MapBlock = {
    kind: 'MAP',
    keyword: 'POTM',
    derivative: params.gradient ? 1 : 0,
    tolerance: params.tolerance,
    points: params.points,
    entries: planeEntries(run, params.plane),
  };
  const poles: DeckBlock[] =
    params.multipoles === undefined
      ? []
      : [{ kind: 'PLAIN', keyword: 'POLI', records: [[params.multipoles, 1, 0]] }];
  return {
    runs: [{ deck: propertyDeck([...poles, map]), files: ['fort.25'], labels: {} }],
    remarks:
      params.multipoles === undefined
        ? []
        : ['POLI before POTM is written as asked; whether CRYSTAL17 and 23 need it is not documented'],
  };
}
