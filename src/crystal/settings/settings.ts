import * as z from 'zod';
import { optimizationTypes } from '../d12/keywords/optgeom.js';
import { grids } from '../d12/tables/grids.js';
import { tellFaults } from './rules.js';

const positive = z.number().positive();
const count = z.int().positive();
/** n of 10^-n. */
const exponent = z.int().min(1).max(40);
const percent = z.int().min(0).max(99);
const keywordLine = z.string().regex(/^[^\r\n\0]*$/, 'one record each, without line breaks');
const element = z.string().regex(/^[A-Z][a-z]?$/, 'an element symbol');
const moment = z.union([z.literal(1), z.literal(0), z.literal(-1)]);

const methodShape = {
  /** Keyword of the DFT block without -D3, `HF`, or a composite method such as `PBEH3C` or `HF3C`. */
  functional: z.string().min(1),
  /** Instead of `functional` where it is `custom`: EXCHANGE, CORRELAT and HYBRID. */
  exchange: z.string().nullable(),
  correlation: z.string().nullable(),
  hybridPercent: z.number().min(0).max(100).nullable(),
  /** `D3`: the -D3 form of the functional. A block: DFTD3 outside DFT, for functionals without it. */
  dispersion: z.union([
    z.literal('none'),
    z.literal('D3'),
    z.strictObject({
      version: z.union([z.literal(2), z.literal(3), z.literal(4)]),
      functional: keywordLine.optional(),
      threeBody: z.boolean().optional(),
      parameters: z.partialRecord(z.enum(['S6', 'S8', 'A1', 'A2', 'RS6', 'RS8']), z.number()).optional(),
    }),
  ]),
  /** null: CRYSTAL's own choice, XLGRID. */
  grid: z.enum(grids).nullable(),
};

const basisShape = {
  /** Name of a library inside CRYSTAL. */
  internal: keywordLine.nullable(),
  /** Text of an external basis set, elements with their shells; only the elements needed are written. */
  external: z.string().nullable(),
  ghosts: z.array(count),
};

const spinShape = {
  /** `auto`: open where the number of electrons is odd. */
  shell: z.enum(['auto', 'closed', 'open']),
  lock: z.strictObject({ difference: z.int(), cycles: count }).nullable(),
  /** Initial spin per element; a list is dealt out to its atoms in turn: [1, -1] for an antiferromagnet. */
  atoms: z.record(element, z.union([moment, z.array(moment).min(1)])),
};

const kpointsShape = {
  /** Largest distance of two k points, 1/Angstrom (2 pi included), along each primitive reciprocal vector. */
  spacingPerAngstrom: positive.max(2),
  /** Monkhorst-Pack factors where the user wants them and no others. */
  mesh: z.tuple([count, count, count]).nullable(),
  /** ISP = factor x the largest IS; 2 serves metals. */
  gilatFactor: z.int().min(1).max(4),
};

const scfShape = {
  integralTolerances: z.tuple([exponent, exponent, exponent, exponent, z.int().min(1).max(200)]),
  /** SCF energy, 10^-n hartree. */
  energyExponent: exponent,
  maxCycles: count,
  fmixingPercent: percent,
  accelerator: z.enum(['DIIS', 'NODIIS', 'ANDERSON', 'BROYDEN']),
  diisHistory: count.nullable(),
  /** W0, IMIX, ISTART. */
  broyden: z.tuple([positive, z.int().min(1).max(99), z.int().min(2)]),
  /** Shift in 0.1 hartree; it works without DIIS only. */
  levelShift: z.strictObject({ shift: count, lock: z.union([z.literal(0), z.literal(1)]) }).nullable(),
  smearHartree: positive.max(1).nullable(),
  /** Start from the density matrix in fort.20. */
  guess: z.boolean(),
  /** BIPOSIZE and EXCHSIZE; null: CRYSTAL's own. */
  bufferWords: count.nullable(),
  /** Mulliken populations at the end. */
  populations: z.boolean(),
};

const optimizationShape = {
  type: z.enum(optimizationTypes),
  maxCycles: count,
  /** TOLDEG, RMS, hartree/bohr. */
  gradientTolerance: positive,
  /** TOLDEX, RMS, bohr. */
  displacementTolerance: positive,
  energyExponent: exponent,
  finalRun: z.int().min(0).max(4).nullable(),
  /** bohr. */
  maxTrustRadius: positive.nullable(),
  pressureGPa: z.number().nullable(),
  restart: z.boolean(),
};

const supercell = z.array(z.array(z.int()).min(1).max(3)).min(1).max(3);
const series = z.strictObject({ points: count, from: z.number(), to: z.number() });

const frequenciesShape = {
  derivatives: z.union([z.literal(1), z.literal(2)]),
  /** Angstrom. */
  stepSize: positive.max(0.1).nullable(),
  preOptimization: z.boolean(),
  temperaturesKelvin: series.nullable(),
  pressuresMPa: series.nullable(),
  intensities: z.enum(['none', 'INTPOL', 'INTLOC', 'INTCPHF']),
  raman: z.boolean(),
  ramanExperiment: z.strictObject({ temperatureKelvin: positive, wavelengthNm: positive }).nullable(),
  irSpectrum: z.boolean(),
  ramanSpectrum: z.boolean(),
  dielectricConstant: positive.nullable(),
  /** Phonons beyond Gamma: the supercell in primitive vectors, by rows. */
  dispersionSupercell: supercell.nullable(),
  /** `ISS NSUB` and segments of two points each. */
  dispersionBands: z
    .strictObject({
      denominator: count,
      points: count,
      segments: z.array(z.array(z.int()).min(2).max(6)).min(1),
    })
    .nullable(),
  isotopes: z.array(z.strictObject({ atom: count, mass: positive })),
  restart: z.boolean(),
};

const extraShape = {
  /** Records written as they are: before the task block, in DFT, in block 3. */
  geometry: z.array(keywordLine),
  optimization: z.array(keywordLine),
  frequencies: z.array(keywordLine),
  dft: z.array(keywordLine),
  method: z.array(keywordLine),
};

/** How a calculation is done, whatever the material: no atoms, cell, group or mesh of one. */
export const CalculationSettings = z.strictObject({
  method: z.strictObject(methodShape),
  basis: z.strictObject(basisShape),
  spin: z.strictObject(spinShape),
  kpoints: z.strictObject(kpointsShape),
  scf: z.strictObject(scfShape),
  optimization: z.strictObject(optimizationShape),
  frequencies: z.strictObject(frequenciesShape),
  extra: z.strictObject(extraShape),
});
export type CalculationSettings = z.infer<typeof CalculationSettings>;

const presetNames = [
  'pbe-d3',
  'pbesol',
  'pbe0-d3',
  'b3lyp-d3',
  'hse06-d3',
  'hse3c',
  'b973c',
  'metal',
] as const;
export type PresetName = (typeof presetNames)[number];

const tightnessLevels = ['quick', 'standard', 'tight', 'veryTight'] as const;
export type Tightness = (typeof tightnessLevels)[number];

/** What a settings file or a recipe says: any part of the settings; the rest comes from preset, level and defaults. */
export const SettingsPatch = z
  .strictObject({
    preset: z.enum(presetNames),
    level: z.enum(tightnessLevels),
    method: z.strictObject(methodShape).partial(),
    basis: z.strictObject(basisShape).partial(),
    spin: z.strictObject(spinShape).partial(),
    kpoints: z.strictObject(kpointsShape).partial(),
    scf: z.strictObject(scfShape).partial(),
    optimization: z.strictObject(optimizationShape).partial(),
    frequencies: z.strictObject(frequenciesShape).partial(),
    extra: z.strictObject(extraShape).partial(),
  })
  .partial()
  .superRefine(tellFaults);
export type SettingsPatch = z.infer<typeof SettingsPatch>;
