import * as z from 'zod';
import { CrystalqError } from '../../../errors/crystalq-error.js';
import { length } from '../../kpath/lattice-math.js';
import type { PotcBlock } from '../blocks/potc.js';
import { propertyDeck } from '../deck.js';
import type { ParentRun } from '../parent-run.js';
import type { PropertyPlan } from '../property-plan.js';
import { bohrPerAngstrom } from './units.js';

export const PotcParams = z.strictObject({
  /** planes: averages over planes along z (work functions); slabs: over layers; atoms; points. */
  mode: z.enum(['planes', 'slabs', 'atoms', 'points']).optional(),
  /** NPU: number of planes. */
  planes: z.int().min(2).max(100_000).default(400),
  /** z of the first and last plane, Angstrom; default: around the atoms. */
  rangeAngstrom: z.tuple([z.number(), z.number()]).optional(),
  /** Beyond the outermost atoms where no range is given. */
  marginAngstrom: z.number().min(0).max(200).default(15),
  /** Half the thickness of the layers of mode slabs, Angstrom. */
  halfWidthAngstrom: z.number().positive().default(0.5),
  /** Mode atoms: only one of each kind of equivalent atoms. */
  unique: z.boolean().default(false),
  /** Mode points, Angstrom. */
  pointsAngstrom: z
    .array(z.tuple([z.number(), z.number(), z.number()]))
    .min(1)
    .optional(),
});
export type PotcParams = z.infer<typeof PotcParams>;

/** The electrostatic potential at atoms or points, or averaged over planes: POTC.DAT. */
export function potcDeck(run: ParentRun, raw: z.input<typeof PotcParams> = {}): PropertyPlan {
  const params = PotcParams.parse(raw);
  const block = blockOf(run, params);
  const isWorkFunction = block.mode === 2 && run.dimensionality === 2 && run.fermiHartree !== null;
  const labels = isWorkFunction ? { vacuumFermiHartree: run.fermiHartree } : {};
  return { runs: [{ deck: propertyDeck([block]), files: ['POTC.DAT'], labels }], remarks: [] };
}

const none = { positionsBohr: [], rangeBohr: null, halfWidthBohr: null } as const;
const bohr = (angstrom: number): number => Number((angstrom * bohrPerAngstrom).toFixed(6)) + 0;

function blockOf(run: ParentRun, params: PotcParams): PotcBlock {
  const mode = params.mode ?? (run.dimensionality >= 2 ? 'planes' : 'atoms');
  switch (mode) {
    case 'atoms':
      return { kind: 'POTC', mode: 0, points: 0, unique: params.unique ? 1 : 0, ...none };
    case 'points': {
      const positionsBohr = (params.pointsAngstrom ?? []).map((point) => point.map(bohr));
      if (positionsBohr.length === 0) {
        throw new CrystalqError('SETTINGS_INVALID', 'POTC in mode points needs pointsAngstrom');
      }
      return { kind: 'POTC', mode: 0, points: positionsBohr.length, unique: 0, ...none, positionsBohr };
    }
    case 'planes':
      return {
        kind: 'POTC',
        mode: 2,
        points: params.planes,
        unique: 0,
        ...none,
        rangeBohr: rangeOf(run, params),
      };
    case 'slabs':
      return {
        kind: 'POTC',
        mode: 3,
        points: params.planes,
        unique: 0,
        ...none,
        rangeBohr: rangeOf(run, params),
        halfWidthBohr: bohr(params.halfWidthAngstrom),
      };
  }
}

/** One period in crystals, else the atoms with a margin on both sides. */
function rangeOf(run: ParentRun, params: PotcParams): readonly [number, number] {
  if (params.rangeAngstrom) return [bohr(params.rangeAngstrom[0]), bohr(params.rangeAngstrom[1])];
  if (run.dimensionality === 3) return [0, bohr(length(run.primitiveVectors[2]))];
  const heights = run.atoms.map((atom) => atom.cartesian[2]);
  return [
    bohr(Math.min(...heights) - params.marginAngstrom),
    bohr(Math.max(...heights) + params.marginAngstrom),
  ];
}
