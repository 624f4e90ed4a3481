import * as z from 'zod';
import type { MapBlock } from '../blocks/map.js';
import { propertyDeck } from '../deck.js';
import type { ParentRun } from '../parent-run.js';
import type { PropertyPlan } from '../property-plan.js';
import { MapPlane, planeEntries } from './map-plane.js';

export const EchgParams = z.strictObject({
  plane: MapPlane.optional(),
  /** NPY: points along the side A-B. */
  points: z.int().min(2).max(2000).default(100),
  /** Adds the gradient of the density. */
  gradient: z.boolean().default(false),
  /** A second map with the density of the free atoms: the difference is the deformation density. */
  deformation: z.boolean().default(false),
});
export type EchgParams = z.infer<typeof EchgParams>;

/** A map of the charge density in a plane (open shell: also of the spin density), in fort.25. */
export function echgDeck(run: ParentRun, raw: z.input<typeof EchgParams> = {}): PropertyPlan {
  const params = EchgParams.parse(raw);
  const map: MapBlock = {
    kind: 'MAP',
    keyword: 'ECHG',
    derivative: params.gradient ? 1 : 0,
    tolerance: null,
    points: params.points,
    entries: planeEntries(run, params.plane),
  };
  // PATO puts the superposition of atomic densities in the place of the density matrix for all that follows.
  const blocks = params.deformation
    ? [map, { kind: 'PLAIN', keyword: 'PATO', records: [[0, 0]] } as const, map]
    : [map];
  return { runs: [{ deck: propertyDeck(blocks), files: ['fort.25'], labels: {} }], remarks: [] };
}
