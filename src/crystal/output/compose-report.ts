import { completeBasis } from './blocks/basis-functions.js';
import { repeated } from './blocks/frequencies.js';
import type { GeometryDraft } from './blocks/geometry.js';
import { cellsOf, finalGeometryOf, printedGeometry } from './final-geometry.js';
import type {
  EnergySource,
  Executable,
  MullikenAtom,
  OptimizationEnd,
  OutputReport,
  OutputStatus,
  RunSummary,
} from './report.js';
import type { RunDraft } from './run-draft.js';
import { convergenceOf, statusOf } from './status.js';
import { tasksOf } from './tasks.js';

export interface ReadOutput {
  readonly file: string;
  readonly runs: readonly RunDraft[];
  /** What was found before the first banner. */
  readonly stray: RunDraft;
  readonly lineCount: number;
  readonly hasText: boolean;
}

/** The report of a file: numbers of its main run, failures and tasks of all its runs. */
export function composeReport(read: ReadOutput): OutputReport {
  const summaries = read.runs.map((run, index) => summaryOf(run, read, index));
  const main = read.runs.findLast((run) => executableOf(run) === 'crystal') ?? read.runs.at(-1);
  const draft = main ?? read.stray;
  const failures = [read.stray, ...read.runs].flatMap((run) => run.messages.failures);
  return {
    file: read.file,
    schema: 1,
    ...frameFields(draft, main),
    runs: summaries,
    tasks: [...new Set(summaries.flatMap(({ tasks }) => tasks))],
    status: fileStatus(read, main, summaries),
    converged: main ? convergenceOf(main) : null,
    lineCount: read.lineCount,
    ...energyFields(draft),
    ...historyFields(draft),
    ...bandFields(draft),
    ...geometryFields(draft),
    ...sizeFields(draft),
    ...populationFields(draft, read.runs.at(-1) ?? draft),
    neighbors: draft.neighbors.shells,
    ...vibrationFields(draft),
    ...propertyFields(draft),
    failures,
    warnings: [...draft.messages.warnings.values()],
    lines: draft.lines,
  };
}

/** A run that dies before it says what it is: properties runs fail in their own initialisation. */
function executableOf(run: RunDraft): Executable {
  if (run.frame.executable) return run.frame.executable;
  const isProperties =
    run.properties.hasEnded ||
    run.messages.failures.some(({ routine }) => routine?.includes('properties') === true);
  return isProperties ? 'properties' : 'crystal';
}

function summaryOf(run: RunDraft, read: ReadOutput, index: number): RunSummary {
  run.frame.executable = executableOf(run);
  const next = read.runs[index + 1];
  return {
    executable: run.frame.executable,
    program: run.frame.program,
    tasks: run.frame.phase === 'banner' ? [] : tasksOf(run),
    status: statusOf(run),
    normalTermination: run.frame.normalTermination,
    firstLine: run.frame.firstLine,
    lastLine: next ? next.frame.firstLine - 1 : read.lineCount,
  };
}

function fileStatus(
  read: ReadOutput,
  main: RunDraft | undefined,
  summaries: readonly RunSummary[],
): OutputStatus {
  if (!main) return read.hasText ? 'not_crystal_output' : 'empty_file';
  const mainStatus = summaries[read.runs.indexOf(main)]?.status ?? 'incomplete_truncated';
  const later = summaries.slice(read.runs.indexOf(main) + 1);
  const propertiesFailed = later.some(({ status }) => status !== 'completed');
  return mainStatus === 'completed' && propertiesFailed
    ? 'completed_then_properties_step_failed'
    : mainStatus;
}

function frameFields({ frame, hamiltonian, sizes }: RunDraft, main: RunDraft | undefined) {
  return {
    isRehearsal: frame.isRehearsal,
    program: frame.program,
    executable: main?.frame.executable ?? null,
    title: frame.title,
    normalTermination: frame.normalTermination,
    startedAt: frame.startedAt,
    endedAt: frame.endedAt,
    mpiProcesses: frame.mpiProcesses ?? processesOfNodes(frame),
    elapsedSeconds: frame.endTimer?.elapsedSeconds ?? null,
    cpuSeconds: frame.endTimer?.cpuSeconds ?? null,
    totalCpuSeconds: frame.totalCpuSeconds,
    memoryMegabytes: frame.memoryMegabytes,
    lastStage: frame.lastTimer,
    shell: hamiltonian.shell,
    hamiltonian:
      hamiltonian.kind === null
        ? null
        : {
            kind: hamiltonian.kind,
            functional: hamiltonian.functional,
            hybridPercent: hamiltonian.hybridPercent,
            twoComponent: hamiltonian.twoComponent,
          },
    maxScfCycles: sizes.maxScfCycles,
  } satisfies Partial<OutputReport>;
}

/** The sum follows the last node: without it the list may be cut. Some builds tell of the first node alone. */
const processesOfNodes = ({ nodes, totalCpuSeconds }: RunDraft['frame']): number | null =>
  nodes > 1 && totalCpuSeconds !== null ? nodes : null;

/** No energy of a run that did not converge: OPT END, else with dispersion and gCP, else TOTAL ENERGY. */
function energyFields(draft: RunDraft) {
  const { energies } = draft;
  const best = convergenceOf(draft) === true ? bestEnergy(draft) : undefined;
  return {
    energyHartree: best?.value ?? null,
    energyFrom: best?.source ?? null,
    energies: {
      totalHartree: energies.totalHartree,
      dispersionHartree: energies.dispersionHartree,
      gcpHartree: energies.gcpHartree,
      correctedHartree: energies.correctedHartree,
      kineticHartree: energies.kineticHartree,
      electronElectronHartree: energies.electronElectronHartree,
      electronNuclearHartree: energies.electronNuclearHartree,
      nuclearNuclearHartree: energies.nuclearNuclearHartree,
      virialCoefficient: energies.virialCoefficient,
      freeEnergyHartree: energies.freeEnergyHartree,
      electronEntropyHartree: energies.electronEntropyHartree,
    },
  } satisfies Partial<OutputReport>;
}

function bestEnergy({
  energies,
  optimization,
}: RunDraft): { value: number; source: EnergySource } | undefined {
  const end = optimization.ends.at(-1);
  if (end?.converged === true && end.energyHartree !== null)
    return { value: end.energyHartree, source: 'OPT END' };
  const value = energies.corrections === '' ? energies.totalHartree : energies.correctedHartree;
  return value === null ? undefined : { value, source: `TOTAL ENERGY${energies.corrections}` };
}

function historyFields({ scf, optimization }: RunDraft) {
  return {
    scf: scf.ends.at(-1) ?? null,
    scfEnds: scf.ends,
    scfHistory: scf.history,
    optimization: optimizationOf(optimization),
    optimizationEnds: optimization.ends,
    optimizationHistory: optimization.history,
    optimizationRestartable: optimization.isStored || optimization.points > 1,
  } satisfies Partial<OutputReport>;
}

/** The last OPT END, or the points so far of an optimisation that has none yet. */
function optimizationOf({ ends, isOpen, history, points }: RunDraft['optimization']): OptimizationEnd | null {
  const last = history.at(-1);
  if (isOpen && last) return { converged: null, points, energyHartree: last.energyHartree, line: last.line };
  return ends.at(-1) ?? null;
}

function bandFields({ bands, optimization, properties, frame }: RunDraft) {
  const { states, edges, gaps, atPoint } = bands.report;
  const occupied = (spin: 'alpha' | 'beta'): number | undefined =>
    edges.find((edge) => edge.edge === 'valence' && (edge.spin ?? spin) === spin)?.band ?? undefined;
  const alpha = occupied('alpha');
  const beta = occupied('beta');
  const isProperties = frame.executable === 'properties';
  return {
    bandGaps: bands.finalGaps.length > 0 ? bands.finalGaps : gaps,
    bandEdges: edges,
    levelShiftHartree: states.find((state) => state.levelShiftHartree !== null)?.levelShiftHartree ?? null,
    bandEdgesArePreliminary: states.length > 0 && atPoint < optimization.points,
    conducting: states.length === 0 ? null : states.some(({ conducting }) => conducting),
    fermiHartree: fermiOf(bands) ?? (isProperties ? properties.fermiHartree : null),
    occupiedBands: alpha === undefined || beta === undefined ? null : { alpha, beta },
  } satisfies Partial<OutputReport>;
}

/** After OPT END or in the last report, whichever was printed later. */
function fermiOf({ report, finalFermiHartree, finalFermiLine }: RunDraft['bands']): number | null {
  const reported = report.states.find(({ fermiHartree }) => fermiHartree !== null);
  if (!reported) return finalFermiHartree;
  return reported.line > finalFermiLine ? reported.fermiHartree : finalFermiHartree;
}

/** The first geometry of a file without its head may be one of a later point. */
const isInitial = (first: GeometryDraft | null): first is GeometryDraft =>
  first !== null && first.source !== 'final' && (first.point ?? 1) === 1;

function geometryFields(draft: RunDraft) {
  const { geometry, symmetry, sizes } = draft;
  const final = finalGeometryOf(draft);
  const counted = final ?? geometry.current;
  return {
    dimensionality: geometry.dimensionality,
    symmetry: symmetry.group,
    symmetryOperators: symmetry.operators,
    cell: cellsOf(draft.coarseCell, final),
    initialGeometry: isInitial(geometry.first)
      ? printedGeometry(geometry.first, geometry.dimensionality)
      : null,
    finalGeometry: final ? printedGeometry(final, geometry.dimensionality) : null,
    primitiveVectors: final ? final.primitiveVectors : draft.coarseCell.vectors,
    atoms: counted?.atomCount ?? sizes.atoms,
    asymmetricAtoms: counted?.asymmetricCount ?? null,
    atomicBasis: completeBasis(
      draft.basis,
      (final ?? geometry.first)?.atoms.map((atom) => atom.conventionalNumber) ?? [],
      sizes.basisFunctions,
    ),
  } satisfies Partial<OutputReport>;
}

function sizeFields({ sizes }: RunDraft) {
  return {
    electrons: sizes.electrons,
    coreElectrons: sizes.coreElectrons,
    shells: sizes.shells,
    basisFunctions: sizes.basisFunctions,
    shrink: sizes.mesh ? { mesh: sizes.mesh, gilat: sizes.gilat } : null,
    irreducibleKPoints: sizes.irreducibleKPoints,
    tolinteg: sizes.tolinteg.length === 5 ? sizes.tolinteg : null,
  } satisfies Partial<OutputReport>;
}

/** A properties run that follows in the same file knows the spin of the final wavefunction. */
function populationFields({ populations }: RunDraft, last: RunDraft) {
  const spins = new Map(populations.mullikenDifference.map(({ atom, electrons }) => [atom, electrons]));
  const mulliken: MullikenAtom[] = populations.mullikenSum.map(({ atom, atomicNumber, electrons }) => ({
    atom,
    atomicNumber,
    electrons,
    charge: Math.round((atomicNumber - electrons) * 1e3) / 1e3,
    spin: spins.get(atom) ?? null,
  }));
  return {
    totalSpin: last.populations.totalSpin ?? populations.totalSpin,
    atomicSpins: populations.atomicSpins,
    atomicElectrons: populations.atomicElectrons,
    mulliken,
  } satisfies Partial<OutputReport>;
}

function vibrationFields({ frequencies, thermodynamics, elastic, response }: RunDraft) {
  const [bulk, shear, young, poisson] = elastic.hill ?? [];
  return {
    frequenciesPerCm: frequencies.modes.length === 0 ? null : frequencies.modes.flatMap(repeated),
    modes: frequencies.modes,
    ramanIntensities: response.raman,
    dielectric: response.dielectric,
    phononBands: frequencies.bands,
    imaginaryModes: frequencies.imaginaryModes,
    zeroPointHartree: thermodynamics.zeroPointHartree,
    thermodynamics: thermodynamics.states,
    elastic:
      elastic.line === null
        ? null
        : {
            crystalSystem: elastic.crystalSystem,
            unit: elastic.unit,
            upperTriangle: elastic.upperTriangle,
            bulkModulusGpa: bulk ?? null,
            shearModulusGpa: shear ?? null,
            youngModulusGpa: young ?? null,
            poissonRatio: poisson ?? null,
            line: elastic.line,
          },
  } satisfies Partial<OutputReport>;
}

function propertyFields({ properties, frame }: RunDraft) {
  const { bandRange, kPoints, segments, bandFermiHartree } = properties;
  return {
    wavefunction:
      frame.executable === 'properties'
        ? {
            totalEnergyHartree: properties.totalEnergyHartree,
            scfCycles: properties.scfCycles,
            fermiHartree: properties.fermiHartree,
          }
        : null,
    bandPath: bandRange ? { ...bandRange, kPoints, segments, fermiHartree: bandFermiHartree } : null,
    dosRange: properties.dosRange,
    cubeGrids: properties.grids,
  } satisfies Partial<OutputReport>;
}
