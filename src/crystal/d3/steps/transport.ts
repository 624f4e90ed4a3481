import * as z from 'zod';
import { CrystalqError } from '../../../errors/crystalq-error.js';
import type { BoltztraEntry } from '../blocks/boltztra.js';
import { propertyDeck } from '../deck.js';
import type { ParentRun } from '../parent-run.js';
import type { PropertyPlan } from '../property-plan.js';
import { newkBlock } from './newk-mesh.js';
import { electronvoltPerHartree } from './units.js';

const range = (low: number, high: number, step: number) =>
  z
    .strictObject({
      from: z.number().default(low),
      to: z.number().default(high),
      step: z.number().positive().default(step),
    })
    .refine(({ from, to }) => from <= to, 'the range must go from low to high')
    .default({ from: low, to: high, step });

export const TransportParams = z.strictObject({
  temperatureKelvin: range(100, 800, 50).refine(({ from }) => from > 0, 'temperatures are above 0 K'),
  /**
   * Chemical potentials, eV: `from` is relative to the top of the valence bands, `to` to the bottom of the conduction
   * bands, so that the gap itself does not matter; in conductors both are relative to the Fermi energy.
   */
  chemicalPotentialElectronvolt: range(-2, 2, 0.01),
  /** Energies of the transport distribution, eV, relative to the same edges; must hold the chemical potentials. */
  distributionElectronvolt: range(-5, 5, 0.01),
  /** Relaxation time, fs; CRYSTAL's own default is 10. */
  relaxationTimeFs: z.number().positive().default(10),
  /** Mesh of NEWK as a multiple of the parent's: transport needs a dense one. */
  meshFactor: z.number().min(1).max(20).default(4),
  /** SMEAR record; its unit is not documented, so it is written only where asked for. */
  smear: z.number().min(0).optional(),
  /** SMEARTYP record; codes other than 0 (Gaussian) are not documented. */
  smearType: z.int().min(0).optional(),
});
export type TransportParams = z.infer<typeof TransportParams>;

/** The deck of transport coefficients in the relaxation time approximation: NEWK on a dense mesh and BOLTZTRA. */
export function transportDeck(run: ParentRun, raw: z.input<typeof TransportParams> = {}): PropertyPlan {
  const params = TransportParams.parse(raw);
  const edges = edgesElectronvolt(run);
  const mu = params.chemicalPotentialElectronvolt;
  const tdf = params.distributionElectronvolt;
  if (tdf.from > mu.from || tdf.to < mu.to) {
    throw new CrystalqError(
      'SETTINGS_INVALID',
      `TRANSPORT: the distribution (${tdf.from} to ${tdf.to} eV) does not hold the chemical potentials ` +
        `(${mu.from} to ${mu.to} eV)`,
      { hint: 'Widen distributionElectronvolt.' },
    );
  }
  const { from, to, step } = params.temperatureKelvin;
  const entries: BoltztraEntry[] = [
    { keyword: 'TRANGE', values: [from, to, step] },
    { keyword: 'MURANGE', values: [absolute(edges.low, mu.from), absolute(edges.high, mu.to), mu.step] },
    { keyword: 'TDFRANGE', values: [absolute(edges.low, tdf.from), absolute(edges.high, tdf.to), tdf.step] },
    ...(params.relaxationTimeFs === 10 ? [] : [one('RELAXTIM', params.relaxationTimeFs)]),
    ...(params.smear === undefined ? [] : [one('SMEAR', params.smear)]),
    ...(params.smearType === undefined ? [] : [one('SMEARTYP', params.smearType)]),
  ];
  const newk = newkBlock(run, params.meshFactor, run.conducting === false ? 0 : 1);
  return {
    runs: [
      {
        deck: propertyDeck([newk, { kind: 'BOLTZTRA', entries }]),
        files: ['SIGMA.DAT', 'SEEBECK.DAT', 'SIGMAS.DAT', 'KAPPA.DAT', 'TDF.DAT'],
        labels: {},
      },
    ],
    remarks: remarksOn(params, edges),
  };
}

interface Edges {
  readonly low: number;
  readonly high: number;
}

/** Absolute energies: BOLTZTRA's ranges are not relative to the Fermi energy. */
function edgesElectronvolt(run: ParentRun): Edges {
  const { edges, fermiHartree } = run;
  if (edges) {
    return {
      low: edges.valenceTopHartree * electronvoltPerHartree,
      high: edges.conductionBottomHartree * electronvoltPerHartree,
    };
  }
  if (fermiHartree !== null) {
    const fermi = fermiHartree * electronvoltPerHartree;
    return { low: fermi, high: fermi };
  }
  throw new CrystalqError(
    'DECK_INVALID',
    `${run.source}: TRANSPORT needs absolute energies, and this output prints neither band edges nor a Fermi energy`,
    { hint: 'Take the output of a converged SP.' },
  );
}

const absolute = (zero: number, energy: number): number => Number((zero + energy).toFixed(3));
const one = (keyword: 'RELAXTIM' | 'SMEAR' | 'SMEARTYP', value: number): BoltztraEntry => ({
  keyword,
  values: [value],
});

const remarksOn = (params: TransportParams, { low, high }: Edges): readonly string[] => [
  `MURANGE and TDFRANGE are absolute; the settings count from ${low.toFixed(3)} and ${high.toFixed(3)} eV`,
  ...(params.smear === undefined && params.smearType === undefined
    ? []
    : ['SMEAR and SMEARTYP are written as asked; their units and codes are not documented']),
];
