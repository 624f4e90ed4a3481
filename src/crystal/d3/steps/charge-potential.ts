import * as z from 'zod';
import { length } from '../../kpath/lattice-math.js';
import type { GridBlock } from '../blocks/grid.js';
import { propertyDeck } from '../deck.js';
import type { ParentRun } from '../parent-run.js';
import type { PropertyPlan } from '../property-plan.js';
import { bohrPerAngstrom } from './units.js';

export const ChargePotentialParams = z
  .strictObject({
    charge: z.boolean().default(true),
    potential: z.boolean().default(true),
    /** NP: grid points along the first lattice vector, both ends included. */
    points: z.int().min(2).max(2000).default(100),
    /** Distance of grid points, bohr; overrides `points`. */
    stepBohr: z.number().positive().optional(),
    /** How far the box reaches beyond the outermost atoms where there is no periodicity, Angstrom. */
    marginAngstrom: z.number().min(0).max(200).default(10),
    /** ITOL of POT3: penetration tolerance, 10^-ITOL. */
    tolerance: z.int().min(1).max(20).default(5),
  })
  .refine(({ charge, potential }) => charge || potential, 'ask for charge, potential or both');
export type ChargePotentialParams = z.infer<typeof ChargePotentialParams>;

/** Cube files of charge density (and spin density) and electrostatic potential: ECH3 and POT3 in one deck. */
export function chargePotentialDeck(
  run: ParentRun,
  raw: z.input<typeof ChargePotentialParams> = {},
): PropertyPlan {
  const params = ChargePotentialParams.parse(raw);
  const extent = boxOf(run, params.marginAngstrom);
  const points = pointsOf(run, params, extent);
  const charge: GridBlock = { kind: 'GRID', keyword: 'ECH3', points, tolerance: null, extent };
  const potential: GridBlock = { kind: 'GRID', keyword: 'POT3', points, tolerance: params.tolerance, extent };
  const blocks = [...(params.charge ? [charge] : []), ...(params.potential ? [potential] : [])];
  const files = [
    ...(params.charge ? ['DENS_CUBE.DAT', ...(run.shell === 'open' ? ['SPIN_CUBE.DAT'] : [])] : []),
    ...(params.potential ? ['POT_CUBE.DAT'] : []),
  ];
  return { runs: [{ deck: propertyDeck(blocks), files, labels: {} }], remarks: [] };
}

/** RANGE in bohr around the atoms, one number per direction without periodicity; crystals need none. */
function boxOf(run: ParentRun, marginAngstrom: number): GridBlock['extent'] {
  if (run.dimensionality === 3) return null;
  const open = [0, 1, 2].slice(run.dimensionality);
  const along = (axis: number) => run.atoms.map((atom) => atom.cartesian[axis] ?? 0);
  const bohr = (angstrom: number) => Number((angstrom * bohrPerAngstrom).toFixed(3));
  return {
    keyword: 'RANGE',
    minimaBohr: open.map((axis) => bohr(Math.min(...along(axis)) - marginAngstrom)),
    maximaBohr: open.map((axis) => bohr(Math.max(...along(axis)) + marginAngstrom)),
  };
}

function pointsOf(run: ParentRun, params: ChargePotentialParams, extent: GridBlock['extent']): number {
  if (params.stepBohr === undefined) return params.points;
  const range = extent?.keyword === 'RANGE' ? extent : null;
  const firstBohr =
    run.dimensionality === 0 && range
      ? (range.maximaBohr[0] ?? 0) - (range.minimaBohr[0] ?? 0)
      : length(run.primitiveVectors[0]) * bohrPerAngstrom;
  return Math.max(2, Math.round(firstBohr / params.stepBohr) + 1);
}
