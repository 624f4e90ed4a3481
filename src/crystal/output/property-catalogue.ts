/**
 * Every property that is taken from an output: its unit and the line of the output it comes from. docs/properties.md is
 * printed from this table; `propertiesOf` may name no other.
 */
interface CatalogueEntry {
  readonly unit: string;
  readonly from: string;
  readonly meaning: string;
}

const entry = (unit: string, meaning: string, from: string): CatalogueEntry => ({ unit, meaning, from });

export const propertyCatalogue = {
  energy: entry(
    'hartree/cell',
    'best energy: OPT END, else with dispersion and gCP, else TOTAL ENERGY',
    '* OPT END - CONVERGED * E(AU): | TOTAL ENERGY + DISP (AU) | TOTAL ENERGY(DFT)(AU)(',
  ),
  energyPerAtom: entry('hartree/atom', 'energy divided by the atoms of the cell', 'as energy'),
  scfEnergy: entry('hartree/cell', 'energy of the last SCF, without dispersion', '== SCF ENDED - ... E(AU)'),
  dispersionEnergy: entry('hartree/cell', 'D3 dispersion', 'D3 DISPERSION ENERGY (AU)'),
  gcpEnergy: entry('hartree/cell', 'geometrical counterpoise correction', 'GCP ENERGY (AU)'),
  kineticEnergy: entry('hartree/cell', 'kinetic energy', '::: KINETIC ENERGY'),
  electronElectronEnergy: entry('hartree/cell', 'electron-electron energy', '::: TOTAL E-E'),
  electronNuclearEnergy: entry('hartree/cell', 'electron-nuclear energy', '::: TOTAL E-N + N-E'),
  nuclearNuclearEnergy: entry('hartree/cell', 'nuclear repulsion', '::: TOTAL N-N'),
  virialCoefficient: entry('1', 'virial coefficient', '::: VIRIAL COEFFICIENT'),
  freeElectronicEnergy: entry('hartree/cell', 'electronic free energy with SMEAR', 'FREE ENERGY      (F)'),
  scfCycles: entry('1', 'cycles of the last SCF', '== SCF ENDED - ... CYCLES'),
  optimizationPoints: entry('1', 'points of the optimisation', '* OPT END - ... POINTS'),
  optimizationHistory: entry(
    'hartree/cell, a.u.',
    'energy and gradients of each point',
    'OPTIMIZATION - POINT | TOTAL ENERGY(DFT)(AU)( | MAX GRADIENT',
  ),
  scfHistory: entry('hartree/cell', 'energy of each cycle', 'CYC n ETOT(AU)'),
  bandGap: entry('eV', 'gap, closed shell', 'DIRECT ENERGY BAND GAP: | BAND GAP:'),
  bandGapAlpha: entry('eV', 'gap of the alpha electrons', 'ALPHA ELECTRONS ... BAND GAP: | ALPHA BAND GAP:'),
  bandGapBeta: entry('eV', 'gap of the beta electrons', 'BETA ELECTRONS ... BAND GAP: | BETA BAND GAP:'),
  bandGapType: entry(
    '',
    'direct or indirect on the k mesh',
    'DIRECT ENERGY BAND GAP: | INDIRECT ENERGY BAND GAP:',
  ),
  valenceBandTop: entry('hartree', 'highest occupied level on the k mesh', 'TOP OF VALENCE BANDS -'),
  conductionBandBottom: entry('hartree', 'lowest empty level on the k mesh', 'BOTTOM OF VIRTUAL BANDS -'),
  conducting: entry('', 'yes or no', 'POSSIBLY CONDUCTING STATE | INSULATING STATE'),
  fermiEnergy: entry(
    'hartree',
    'Fermi energy',
    'EFERMI(AU) | FERMI ENERGY: | N. OF SCF CYCLES ... FERMI ENERGY',
  ),
  spaceGroup: entry(
    '',
    'group as the input gave it',
    'SPACE GROUP ( | TWO-SIDED PLANE GROUP N. | POINT  GROUP  N.',
  ),
  primitiveCell: entry('angstrom, degree', 'a b c alpha beta gamma', 'PRIMITIVE CELL'),
  conventionalCell: entry('angstrom, degree', 'a b c alpha beta gamma', 'CRYSTALLOGRAPHIC CELL (VOLUME='),
  volume: entry('angstrom^3', 'volume of the primitive cell of a crystal', 'PRIMITIVE CELL ... VOLUME='),
  density: entry('g/cm^3', 'density of a crystal', 'PRIMITIVE CELL ... DENSITY'),
  atoms: entry('1', 'atoms in the cell', 'ATOMS IN THE ASYMMETRIC UNIT n - ATOMS IN THE UNIT CELL: m'),
  geometry: entry('fractional or angstrom', 'final positions of all atoms', 'ATOM X/A Y/B Z/C'),
  neighbors: entry(
    'angstrom',
    'neighbours of each atom by distance',
    'NEIGHBORS OF THE NON-EQUIVALENT ATOMS',
  ),
  electrons: entry('1', 'electrons per cell', 'N. OF ELECTRONS PER CELL'),
  basisFunctions: entry('1', 'basis functions per cell', 'NUMBER OF AO'),
  totalSpin: entry('electrons', 'alpha less beta electrons', 'SUMMED SPIN DENSITY'),
  atomicSpins: entry('electrons', 'alpha less beta electrons of each atom', 'TOTAL ATOMIC SPINS'),
  atomicElectrons: entry('electrons', 'electrons of each atom', 'TOTAL ATOMIC CHARGES:'),
  mullikenCharges: entry('e', 'Mulliken charge of each atom', 'MULLIKEN POPULATION ANALYSIS'),
  frequencies: entry('cm^-1', 'wave number of each mode; negative is imaginary', 'MODES EIGV FREQUENCIES'),
  modes: entry('cm^-1, km/mol', 'modes with irreps, activities and IR intensities', 'MODES EIGV FREQUENCIES'),
  ramanIntensities: entry(
    '1',
    'isotropic Raman intensities, strongest 1000',
    'POLYCRYSTALLINE ISOTROPIC INTENSITIES',
  ),
  dielectricTensor: entry(
    '1',
    'polarizability and dielectric tensor by frequency',
    'FR.(eV) COMP. ALPHA(Re,Im) EPSILON(Re,Im)',
  ),
  imaginaryModes: entry('1', 'modes below -10 cm^-1', 'MODES EIGV FREQUENCIES'),
  phononBands: entry('cm^-1', 'wave numbers at each k point', 'DISPERSION K POINT NUMBER'),
  zeroPointEnergy: entry('hartree/cell', 'zero-point energy', 'E0            :'),
  thermodynamics: entry(
    'hartree/cell, J/(mol K)',
    'ET, PV, TS, free energy, entropy and heat capacity at each temperature',
    'AT (T = ... K, P = ... MPA):',
  ),
  elasticConstants: entry('GPa or hartree', 'upper triangle', 'SYMMETRIZED ELASTIC CONSTANTS FOR'),
  bulkModulus: entry('GPa', 'Hill average', 'K_V G_V K_R G_R K_H G_H E_H v_H'),
  shearModulus: entry('GPa', 'Hill average', 'K_V G_V K_R G_R K_H G_H E_H v_H'),
  youngModulus: entry('GPa', 'Hill average', 'K_V G_V K_R G_R K_H G_H E_H v_H'),
  poissonRatio: entry('1', 'Hill average', 'K_V G_V K_R G_R K_H G_H E_H v_H'),
  elapsedSeconds: entry('s', 'wall time', 'TTTT... END TELAPSE'),
  cpuSeconds: entry('s', 'processor time of the first process', 'TTTT... END ... TCPU'),
  totalCpuSeconds: entry('s', 'processor time of all processes', 'TOTAL CPU TIME ='),
  memory: entry('MB', 'largest memory of a process', 'MMMMM ... MAX MEM'),
  mpiProcesses: entry(
    '1',
    'MPI processes',
    'PROCESS n OF m WORKING | m PROCESSORS WORKING | NODE n CPU TIME',
  ),
  programVersion: entry('', 'program and release', 'banner'),
} as const satisfies Record<string, CatalogueEntry>;

export type PropertyName = keyof typeof propertyCatalogue;
