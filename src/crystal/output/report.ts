/** What an output of CRYSTAL (06 to 23) or of its properties program says. A field is null where the file is silent. */
export interface OutputReport {
  /** Name as it was given; for messages. */
  readonly file: string;
  readonly schema: 1;
  /** True when the banner says that a stand-in wrote it: nothing in it is physics. */
  readonly isRehearsal: boolean;
  readonly program: ProgramVersion | null;
  /** Which program the numbers below come from: the last crystal run of the file, else the last properties run. */
  readonly executable: Executable | null;
  /** Every program run in the file, in order. */
  readonly runs: readonly RunSummary[];
  readonly title: string | null;
  /** SCF, OPT, FREQ..., ELASTCON, QHA..., PROPERTIES:BAND, PROPERTIES:DOSS, ... */
  readonly tasks: readonly string[];
  readonly status: OutputStatus;
  /** Of the physics (SCF, optimisation); null where nothing was to converge or no verdict is printed. */
  readonly converged: boolean | null;
  /** The program ended in order. Says nothing about convergence. */
  readonly normalTermination: boolean;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly mpiProcesses: number | null;
  readonly lineCount: number;

  readonly dimensionality: Dimensionality | null;
  readonly shell: 'closed' | 'open' | null;
  readonly hamiltonian: Hamiltonian | null;
  /** Best energy of the run: OPT END if an optimisation converged, else TOTAL ENERGY + DISP (+ GCP), else TOTAL ENERGY. */
  readonly energyHartree: number | null;
  readonly energyFrom: EnergySource | null;
  readonly energies: EnergyParts;
  /** The last SCF ENDED line; without dispersion and gCP. */
  readonly scf: ScfEnd | null;
  readonly scfEnds: readonly ScfEnd[];
  /** Cycles of the SCF that was printed last, at most the last 500. */
  readonly scfHistory: readonly ScfCycle[];
  readonly optimization: OptimizationEnd | null;
  readonly optimizationEnds: readonly OptimizationEnd[];
  readonly optimizationHistory: readonly OptimizationPoint[];
  /** Evidence that OPTINFO.DAT was written: a restart can go on from there. */
  readonly optimizationRestartable: boolean;

  readonly bandGaps: readonly BandGap[];
  readonly bandEdges: readonly BandEdge[];
  /** Edges and gap were printed with this shift in them (before CRYSTAL17, LEVSHIFT with locking). */
  readonly levelShiftHartree: number | null;
  /** Edges, state and Fermi energy were printed for an earlier point than the last of the optimisation. */
  readonly bandEdgesArePreliminary: boolean;
  /** Of the last report; null where none is printed. */
  readonly conducting: boolean | null;
  /** Printed Fermi energy (conductors, properties); absolute. Insulators: see `bandEdges`. */
  readonly fermiHartree: number | null;
  /** Number of the highest occupied band per spin; null for conductors. */
  readonly occupiedBands: { readonly alpha: number; readonly beta: number } | null;

  readonly symmetry: SymmetryGroup | null;
  readonly symmetryOperators: readonly SymmetryOperator[];
  readonly cell: Cells | null;
  readonly initialGeometry: PrintedGeometry | null;
  /** FINAL OPTIMIZED GEOMETRY, else the last point's geometry, else the only one. */
  readonly finalGeometry: PrintedGeometry | null;
  /** Rows, Angstrom, of the final geometry where the file prints them. */
  readonly primitiveVectors: Matrix3 | null;

  readonly atoms: number | null;
  readonly asymmetricAtoms: number | null;
  readonly electrons: number | null;
  readonly coreElectrons: number | null;
  readonly shells: number | null;
  readonly basisFunctions: number | null;
  /** Shells of each atom with their basis functions; empty where the table is not printed. */
  readonly atomicBasis: readonly AtomicBasis[];
  readonly shrink: { readonly mesh: readonly [number, number, number]; readonly gilat: number | null } | null;
  readonly irreducibleKPoints: number | null;
  readonly tolinteg: readonly number[] | null;
  readonly maxScfCycles: number | null;

  readonly totalSpin: number | null;
  readonly atomicSpins: readonly number[];
  /** Electrons per atom (not charges), last cycle. */
  readonly atomicElectrons: readonly number[];
  readonly mulliken: readonly MullikenAtom[];

  /** Around each atom of the asymmetric unit, nearest first. */
  readonly neighbors: readonly NeighborShell[];

  /** One value per mode of the first mode table; negative is imaginary. */
  readonly frequenciesPerCm: readonly number[] | null;
  readonly modes: readonly VibrationalMode[];
  readonly ramanIntensities: readonly RamanIntensity[];
  readonly dielectric: readonly DielectricComponent[];
  readonly phononBands: readonly PhononPoint[];
  readonly imaginaryModes: number | null;
  readonly zeroPointHartree: number | null;
  readonly thermodynamics: readonly ThermodynamicState[];
  readonly elastic: ElasticConstants | null;
  readonly wavefunction: WavefunctionHeader | null;
  readonly bandPath: BandPath | null;
  readonly dosRange: BandRange | null;
  readonly cubeGrids: readonly CubeGrid[];

  readonly elapsedSeconds: number | null;
  readonly cpuSeconds: number | null;
  /** Sum over all MPI processes, where printed. */
  readonly totalCpuSeconds: number | null;
  readonly memoryMegabytes: number | null;
  /** The last timer line: how far a run came. */
  readonly lastStage: StageTimer | null;

  readonly failures: readonly OutputFailure[];
  readonly warnings: readonly OutputNotice[];
  /** 1-based lines that carry the values above, by field name. */
  readonly lines: Readonly<Record<string, number>>;
}

export interface StageTimer {
  readonly label: string;
  readonly elapsedSeconds: number;
  readonly cpuSeconds: number;
  readonly line: number;
}

export type Executable = 'crystal' | 'properties';
export type Dimensionality = 0 | 1 | 2 | 3;
export type Vector3 = readonly [number, number, number];
export type Matrix3 = readonly [Vector3, Vector3, Vector3];

export type OutputStatus =
  | 'completed'
  | 'scf_not_converged'
  | 'opt_not_converged'
  | 'aborted_scf_failed_in_opt'
  | 'aborted_scf_failed_in_elastic_deformation'
  | 'aborted_opt_trust_radius'
  | 'input_error'
  | 'killed_walltime'
  | 'killed_memory'
  | 'cancelled'
  | 'aborted'
  | 'incomplete_truncated'
  | 'completed_then_properties_step_failed'
  | 'testgeom_only'
  | 'empty_file'
  | 'not_crystal_output';

export interface ProgramVersion {
  readonly name: 'CRYSTAL';
  /** `17`; pre-releases of CRYSTAL23 say `22`. */
  readonly version: string;
  readonly release: string | null;
}

export interface RunSummary {
  readonly executable: Executable;
  readonly program: ProgramVersion | null;
  readonly tasks: readonly string[];
  readonly status: OutputStatus;
  readonly normalTermination: boolean;
  readonly firstLine: number;
  readonly lastLine: number;
}

interface Hamiltonian {
  readonly kind: 'HF' | 'DFT';
  /** `(BECKE 88)[LEE-YANG-PARR]` */
  readonly functional: string | null;
  /** Percentage of Fock exchange. */
  readonly hybridPercent: number | null;
  readonly twoComponent: boolean;
}

/** TOTAL ENERGY may carry corrections: ` + DISP`, ` + GCP`, ` + DISP + GCP`. */
export type EnergySource = 'OPT END' | `TOTAL ENERGY${string}`;

/** Hartree per cell, each the last one printed. */
interface EnergyParts {
  /** TOTAL ENERGY(DFT or HF); from point 2 of an optimisation on it includes dispersion and gCP. */
  readonly totalHartree: number | null;
  readonly dispersionHartree: number | null;
  readonly gcpHartree: number | null;
  readonly correctedHartree: number | null;
  readonly kineticHartree: number | null;
  readonly electronElectronHartree: number | null;
  readonly electronNuclearHartree: number | null;
  readonly nuclearNuclearHartree: number | null;
  readonly virialCoefficient: number | null;
  readonly freeEnergyHartree: number | null;
  readonly electronEntropyHartree: number | null;
}

export interface ScfEnd {
  readonly converged: boolean;
  readonly reason: string;
  readonly cycles: number;
  readonly energyHartree: number;
  readonly line: number;
}

export interface ScfCycle {
  readonly cycle: number;
  readonly energyHartree: number;
  readonly deltaHartree: number;
}

export interface OptimizationEnd {
  /** Null while no OPT END line is printed. */
  readonly converged: boolean | null;
  readonly points: number;
  readonly energyHartree: number | null;
  readonly line: number;
}

interface OptimizationPoint {
  readonly point: number;
  /** COORDINATE, CELL, COORDINATE AND CELL */
  readonly kind: string;
  readonly energyHartree: number | null;
  readonly maxGradient: number | null;
  readonly rmsGradient: number | null;
  readonly maxDisplacement: number | null;
  readonly rmsDisplacement: number | null;
  readonly line: number;
}

export type Spin = 'alpha' | 'beta' | null;

export interface BandGap {
  readonly eV: number;
  /** Not printed after OPT END; computed from the edges only where the program prints no gap (before CRYSTAL17). */
  readonly type: 'direct' | 'indirect' | null;
  readonly spin: Spin;
  readonly line: number;
}

export interface BandEdge {
  readonly edge: 'valence' | 'conduction';
  readonly spin: Spin;
  /** Null where only the energy is printed (CRYSTAL06). */
  readonly band: number | null;
  /** Number of the k point of the mesh. */
  readonly k: number | null;
  readonly energyHartree: number;
  readonly line: number;
}

export interface SymmetryGroup {
  readonly kind: 'space group' | 'two-sided plane group' | 'rod group' | 'point group';
  /** As printed, e.g. `F M 3 M`. */
  readonly symbol: string;
  readonly number: number | null;
  readonly centrosymmetric: boolean | null;
  readonly line: number;
}

/** One operator: x' = W x + w in fractional coordinates of the primitive cell. */
export interface SymmetryOperator {
  readonly rotation: Matrix3;
  readonly translation: Vector3;
}

/** a, b, c in Angstrom, alpha, beta, gamma in degrees; directions without periodicity are 500 long. */
export type CellParameters = readonly [number, number, number, number, number, number];

export interface Cells {
  readonly primitive: CellParameters | null;
  /** Null where the file prints no CRYSTALLOGRAPHIC CELL (it is the primitive one then). */
  readonly conventional: CellParameters | null;
  readonly inputConventional: CellParameters | null;
  readonly primitiveVolumeAngstrom3: number | null;
  readonly conventionalVolumeAngstrom3: number | null;
  readonly densityGramPerCm3: number | null;
  readonly centringCode: string | null;
}

export interface PrintedAtom {
  /** 1-based, order of the file. */
  readonly number: number;
  /** T: first of its orbit, in the asymmetric unit. */
  readonly asymmetric: boolean;
  /** As printed; above 200 with a pseudopotential. */
  readonly conventionalNumber: number;
  /** Z; 0 for ghosts. */
  readonly atomicNumber: number;
  readonly symbol: string;
  /** Fractional along periodic directions, Angstrom along the others. */
  readonly position: Vector3;
  readonly cartesian: Vector3 | null;
}

export interface PrintedGeometry {
  readonly source: 'input' | 'optimisation point' | 'final';
  readonly dimensionality: Dimensionality;
  /** The point of an optimisation it belongs to. */
  readonly point: number | null;
  readonly primitiveCell: CellParameters | null;
  readonly primitiveCellLine: number | null;
  readonly primitiveVolumeAngstrom3: number | null;
  readonly conventionalCell: CellParameters | null;
  readonly conventionalCellLine: number | null;
  /** Atoms of the primitive cell. */
  readonly atoms: readonly PrintedAtom[];
  /** The same atoms in the conventional cell; empty where that is the primitive cell. */
  readonly conventionalAtoms: readonly PrintedAtom[];
  /** (A B C) = (a b c) M, printed row by row; null where not printed. */
  readonly primitiveToConventional: Matrix3 | null;
  readonly primitiveVectors: Matrix3 | null;
  readonly line: number;
}

export interface BasisShell {
  readonly type: 'S' | 'SP' | 'P' | 'D' | 'F' | 'G';
  /** Basis functions, 1-based, both ends included. */
  readonly firstAo: number;
  readonly lastAo: number;
}

export interface AtomicBasis {
  readonly atom: number;
  readonly symbol: string;
  readonly shells: readonly BasisShell[];
}

export interface MullikenAtom {
  readonly atom: number;
  readonly atomicNumber: number;
  readonly electrons: number;
  /** Nuclear charge less electrons. */
  readonly charge: number;
  readonly spin: number | null;
}

export interface VibrationalMode {
  readonly first: number;
  readonly last: number;
  readonly eigenvalueHartree2: number;
  readonly frequencyPerCm: number;
  readonly frequencyThz: number;
  readonly irrep: string | null;
  readonly irActive: boolean | null;
  /** 0 may mean that no intensity was computed. */
  readonly irIntensityKmPerMol: number | null;
  readonly ramanActive: boolean | null;
  readonly line: number;
}

export interface NeighborShell {
  readonly atom: number;
  readonly symbol: string;
  readonly count: number;
  readonly distanceAngstrom: number;
  /** Of the first neighbour of the shell. */
  readonly neighborSymbol: string;
}

/** Arbitrary units: the strongest mode has 1000. */
export interface RamanIntensity {
  readonly first: number;
  readonly last: number;
  readonly frequencyPerCm: number;
  readonly total: number;
  readonly parallel: number;
  readonly perpendicular: number;
}

/** Real parts; frequency 0 is the static limit without the ions. */
export interface DielectricComponent {
  readonly frequencyEv: number;
  /** XX, XY, ... */
  readonly component: string;
  readonly polarizabilityAu: number;
  readonly epsilon: number;
}

export interface PhononPoint {
  readonly point: number;
  /** In units of 1/denominator as the file prints it. */
  readonly k: Vector3;
  readonly weight: number;
  readonly frequenciesPerCm: readonly number[];
}

interface ThermodynamicState {
  readonly temperatureKelvin: number;
  readonly pressureMegapascal: number;
  /** Hartree per cell; null where not printed or NaN. */
  readonly thermalHartree: number | null;
  readonly pressureVolumeHartree: number | null;
  readonly entropyTermHartree: number | null;
  readonly freeEnergyHartree: number | null;
  readonly entropyJoulePerMolKelvin: number | null;
  readonly heatCapacityJoulePerMolKelvin: number | null;
  readonly line: number;
}

interface ElasticConstants {
  readonly crystalSystem: string;
  readonly unit: string;
  /** Rows of the upper triangle. */
  readonly upperTriangle: readonly (readonly number[])[];
  readonly bulkModulusGpa: number | null;
  readonly shearModulusGpa: number | null;
  readonly youngModulusGpa: number | null;
  readonly poissonRatio: number | null;
  readonly line: number;
}

/** What properties prints of the wavefunction it read. */
interface WavefunctionHeader {
  readonly totalEnergyHartree: number | null;
  readonly scfCycles: number | null;
  /** Three decimals only. */
  readonly fermiHartree: number | null;
}

export interface BandRange {
  readonly firstBand: number;
  readonly lastBand: number;
  readonly lowHartree: number | null;
  readonly highHartree: number | null;
  readonly line: number;
}

interface BandPath extends BandRange {
  readonly kPoints: number | null;
  readonly segments: number;
  readonly fermiHartree: number | null;
}

export interface CubeGrid {
  readonly points: Vector3;
  readonly line: number;
}

export interface OutputFailure {
  /** A code of failure-codes.ts. */
  readonly code: string;
  /** The routine that gave up, where the line names one. */
  readonly routine: string | null;
  readonly message: string;
  readonly line: number | null;
  readonly source: 'output' | 'fort.87' | 'scheduler log';
}

export interface OutputNotice {
  readonly routine: string | null;
  readonly message: string;
  readonly line: number;
  readonly count: number;
}
