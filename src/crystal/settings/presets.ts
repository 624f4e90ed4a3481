import type { CalculationSettings, PresetName, SettingsPatch, Tightness } from './settings.js';

export type CrystalTask = 'OPT' | 'SP' | 'FREQ';

/** Where nothing else is said: a GGA with dispersion in a triple-zeta basis, tolerances of the standard level. */
export const defaultSettings: CalculationSettings = {
  method: {
    functional: 'PBE',
    exchange: null,
    correlation: null,
    hybridPercent: null,
    dispersion: 'D3',
    grid: 'XLGRID',
  },
  basis: { internal: 'POB-TZVP-REV2', external: null, ghosts: [] },
  spin: { shell: 'auto', lock: null, atoms: {} },
  kpoints: { spacingPerAngstrom: 0.3, mesh: null, gilatFactor: 2 },
  scf: {
    integralTolerances: [7, 7, 7, 7, 14],
    energyExponent: 7,
    maxCycles: 800,
    fmixingPercent: 30,
    accelerator: 'DIIS',
    diisHistory: null,
    broyden: [0.0001, 50, 2],
    levelShift: null,
    smearHartree: null,
    guess: false,
    bufferWords: null,
    populations: true,
  },
  optimization: {
    type: 'FULLOPTG',
    maxCycles: 800,
    gradientTolerance: 3e-4,
    displacementTolerance: 1.2e-3,
    energyExponent: 7,
    finalRun: null,
    maxTrustRadius: null,
    pressureGPa: null,
    restart: false,
  },
  frequencies: {
    derivatives: 2,
    stepSize: null,
    preOptimization: false,
    temperaturesKelvin: null,
    pressuresMPa: null,
    intensities: 'none',
    raman: false,
    ramanExperiment: null,
    irSpectrum: false,
    ramanSpectrum: false,
    dielectricConstant: null,
    dispersionSupercell: null,
    dispersionBands: null,
    isotopes: [],
    restart: false,
  },
  extra: { geometry: [], optimization: [], frequencies: [], dft: [], method: [] },
};

/** Ready choices of method; what a settings file says beside them wins. */
export const presets: Readonly<Record<PresetName, SettingsPatch>> = {
  'pbe-d3': { method: { functional: 'PBE', dispersion: 'D3' } },
  // Made for lattice constants of solids without dispersion.
  pbesol: { method: { functional: 'PBESOL', dispersion: 'none' } },
  'pbe0-d3': { method: { functional: 'PBE0', dispersion: 'D3' } },
  'b3lyp-d3': { method: { functional: 'B3LYP', dispersion: 'D3' } },
  'hse06-d3': { method: { functional: 'HSE06', dispersion: 'D3' } },
  // Composite methods: fast, with their own small basis sets.
  hse3c: { method: { functional: 'HSE3C' } },
  b973c: { method: { functional: 'B973C' } },
  // Half-filled bands need smeared occupations and a denser net; a strong damping keeps the SCF quiet.
  metal: {
    method: { functional: 'PBE', dispersion: 'D3' },
    scf: { smearHartree: 0.01, fmixingPercent: 50, maxCycles: 1200 },
    kpoints: { spacingPerAngstrom: 0.2, gilatFactor: 2 },
  },
};

/** Levels of tightness: what they set, and nothing else. */
export const tightness: Readonly<Record<Tightness, SettingsPatch>> = {
  quick: {
    kpoints: { spacingPerAngstrom: 0.4 },
    scf: { integralTolerances: [6, 6, 6, 6, 12], energyExponent: 6 },
    optimization: { gradientTolerance: 4.5e-4, displacementTolerance: 1.8e-3, energyExponent: 6 },
  },
  standard: {
    kpoints: { spacingPerAngstrom: 0.3 },
    scf: { integralTolerances: [7, 7, 7, 7, 14], energyExponent: 7 },
    optimization: { gradientTolerance: 3e-4, displacementTolerance: 1.2e-3, energyExponent: 7 },
  },
  tight: {
    kpoints: { spacingPerAngstrom: 0.25 },
    scf: { integralTolerances: [8, 8, 8, 9, 24], energyExponent: 9 },
    optimization: { gradientTolerance: 1e-4, displacementTolerance: 4e-4, energyExponent: 8 },
  },
  veryTight: {
    kpoints: { spacingPerAngstrom: 0.2 },
    scf: { integralTolerances: [9, 9, 9, 11, 38], energyExponent: 11 },
    optimization: { gradientTolerance: 3e-5, displacementTolerance: 1.2e-4, energyExponent: 9 },
  },
};

/** Second derivatives by differences of gradients need a sharper SCF than the level of the campaign gives. */
export const frequencyTolerances: SettingsPatch = {
  scf: { integralTolerances: [9, 9, 9, 11, 38], energyExponent: 11 },
};
