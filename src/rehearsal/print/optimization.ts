import { fixed, fraction, integer, scientific } from '../fortran-format.js';
import type { Electrons } from '../model/electrons.js';
import type { EnergySurface } from '../model/energy.js';
import { cellBetween } from '../model/energy.js';
import type { Cell, System } from '../model/system.js';
import { withCell } from '../model/system.js';
import type { CrystalTask } from '../task.js';
import { ruler } from './frame.js';
import { geometryBlock } from './geometry.js';

/*
 *  COORDINATE AND CELL OPTIMIZATION - POINT    2
 *  MAX GRADIENT      0.004694  THRESHOLD              0.000450 CONVERGED NO
 *  CONVERGENCE TESTS SATISFIED AFTER   4 ENERGY AND GRADIENT CALCULATIONS
 *  * OPT END - CONVERGED * E(AU):  -2.754486980727E+02  POINTS    4 *
 */

export interface OptPoint {
  readonly number: number;
  readonly cell: Cell;
  /** Corrections included. */
  readonly hartree: number;
  readonly maxGradient: number;
  readonly rmsGradient: number;
  readonly maxDisplacement: number;
  readonly rmsDisplacement: number;
  readonly converged: boolean;
  /** Converged for the first time: CRYSTAL re-defines its reference and goes on (FINALRUN). */
  readonly startsFinalRun: boolean;
}

export interface OptPlan {
  readonly points: readonly OptPoint[];
  readonly converged: boolean;
}

/** The walk from a cell to its minimum: each point brings it five times nearer. */
export function planOptimization(
  task: CrystalTask,
  surface: EnergySurface,
  from: Cell,
  firstPoint: number,
): OptPlan {
  const { optimization } = task;
  const movesCell = optimization.scope !== 'ATOMONLY';
  const goal = movesCell ? surface.equilibrium(from) : from;
  const points: OptPoint[] = [];
  let finalRuns = 0;
  for (let number = firstPoint; number < firstPoint + optimization.maxPoints; number++) {
    const cell = cellBetween(goal, from, 0.2 ** (number - firstPoint));
    const gradient = movesCell ? surface.gradient(cell) : atomGradient(number);
    const point = {
      number,
      cell,
      hartree: surface.electronicHartree(cell) + surface.dispersionHartree + surface.counterpoiseHartree,
      maxGradient: gradient.max,
      rmsGradient: gradient.rms,
      maxDisplacement: gradient.max * 1.2,
      rmsDisplacement: gradient.rms * 1.2,
    };
    const converged =
      point.maxGradient <= 1.5 * optimization.gradientThreshold &&
      point.rmsGradient <= optimization.gradientThreshold &&
      point.maxDisplacement <= 1.5 * optimization.displacementThreshold &&
      point.rmsDisplacement <= optimization.displacementThreshold;
    const startsFinalRun = converged && optimization.finalRun === 4 && finalRuns === 0 && number > firstPoint;
    if (startsFinalRun) finalRuns += 1;
    points.push({ ...point, converged, startsFinalRun });
    if (converged && !startsFinalRun) return { points, converged: true };
  }
  return { points, converged: false };
}

/** Atoms alone: no cell moves, the forces fade. */
const atomGradient = (number: number): { max: number; rms: number } => {
  const max = 0.012 * 0.2 ** (number - 1);
  return { max, rms: max * 0.6 };
};

export function optimizationControl(task: CrystalTask): string[] {
  const { gradientThreshold: gradient, displacementThreshold: displacement } = task.optimization;
  return [
    ' INFORMATION **** NEW DEFAULT **** FINALRUN 4 FOR GEOMETRY OPTIMIZATIONS',
    '',
    ruler,
    ` ${controlTitles[task.optimization.scope]} OPTIMIZATION CONTROL`,
    '',
    ' INITIAL TRUST RADIUS         0.50000 MAXIMUM TRUST RADIUS               4.00000',
    ` MAXIMUM GRADIENT COMPONENT${fixed(gradient * 1.5, 10, 5)} MAXIMUM DISPLACEMENT COMPONENT${fixed(displacement * 1.5, 12, 5)}`,
    ` R.M.S. OF GRADIENT COMPONENT${fixed(gradient, 8, 5)} R.M.S. OF DISPLACEMENT COMPONENTS${fixed(displacement, 9, 5)}`,
    ` THRESHOLD ON ENERGY CHANGE 0.100E-06 EXTRAPOLATING POLYNOMIAL ORDER           2`,
    ` MAXIMUM ALLOWED NUMBER OF STEPS${integer(task.optimization.maxPoints, 5)} SORTING OF ENERGY POINTS:               NO`,
    ruler,
    '',
  ];
}

const controlTitles = {
  FULLOPTG: 'COMBINED CELL/ATOM',
  CELLONLY: 'CELL PARAMETERS',
  ATOMONLY: 'ATOMIC POSITIONS',
} as const;

function optimizationTitle(task: CrystalTask, system: System): string {
  if (task.optimization.scope === 'ATOMONLY' || system.dimensionality === 0) return 'COORDINATE OPTIMIZATION';
  return task.optimization.scope === 'CELLONLY' ? 'CELL OPTIMIZATION' : 'COORDINATE AND CELL OPTIMIZATION';
}

export const pointHead = (task: CrystalTask, system: System, number: number): string[] => [
  ruler,
  ` ${optimizationTitle(task, system)} - POINT${integer(number, 5)}`,
];

/** Points after the first: their SCF is in SCFOUT.LOG, the .out has geometry, energy and tests. */
export function laterPoint(
  task: CrystalTask,
  system: System,
  point: OptPoint,
  before: OptPoint,
  cycles: number,
): string[] {
  const label = task.hamiltonian.isDft ? 'DFT' : 'HF';
  return [
    ...pointHead(task, system, point.number),
    ruler,
    ...geometryBlock(withCell(system, point.cell)),
    '',
    ` TOTAL ENERGY(${label})(AU)(${integer(cycles, 3)})${scientific(point.hartree, 21, 13)}     DE (AU)${scientific(point.hartree - before.hartree, 13, 3)}`,
    '',
    ` GRADIENT NORM${fixed(point.rmsGradient, 13, 6)}  GRADIENT THRESHOLD     0.500000`,
    '',
    ...convergenceTable(task, point, true),
  ];
}

export function convergenceTable(task: CrystalTask, point: OptPoint, withDisplacements: boolean): string[] {
  const { gradientThreshold, displacementThreshold } = task.optimization;
  const row = (label: string, value: number, threshold: number): string =>
    ` ${label.padEnd(13)}${fixed(value, 13, 6)}  THRESHOLD${fixed(threshold, 22, 6)} CONVERGED ${value <= threshold ? 'YES' : 'NO'}`;
  return [
    row('MAX GRADIENT', point.maxGradient, 1.5 * gradientThreshold),
    row('RMS GRADIENT', point.rmsGradient, gradientThreshold),
    ...(withDisplacements
      ? [
          row('MAX DISPLAC.', point.maxDisplacement, 1.5 * displacementThreshold),
          row('RMS DISPLAC.', point.rmsDisplacement, displacementThreshold),
        ]
      : []),
  ];
}

export function testsSatisfied(point: OptPoint): string[] {
  const satisfied = ` CONVERGENCE TESTS SATISFIED AFTER${integer(point.number, 4)} ENERGY AND GRADIENT CALCULATIONS`;
  if (!point.startsFinalRun) return ['', satisfied];
  const plus = ` ${'+'.repeat(79)}`;
  return ['', satisfied, plus, ' FINALRUN OPTION: RE-STARTING OPTIMIZATION', plus];
}

export function optEnd(plan: OptPlan): string[] {
  const last = plan.points.at(-1);
  const frame = ` ${'*'.repeat(66)}`;
  const verdict = plan.converged ? 'CONVERGED *' : 'FAILED    *';
  return [
    '',
    frame,
    ` * OPT END - ${verdict} E(AU):${scientific(last?.hartree ?? 0, 21, 12)}  POINTS${integer(last?.number ?? 0, 5)} *`,
    frame,
    '',
  ];
}

/** After OPT END the gap stands alone, once or once per spin. */
export function gapAfterOptEnd(electrons: Electrons): string[] {
  if (electrons.isConducting) return [`   FERMI ENERGY:${scientific(electrons.fermiHartree, 23, 7)}  Ha`, ''];
  const gap = `BAND GAP:${fixed(electrons.gapElectronVolt, 28, 4)}  eV `;
  return electrons.isOpenShell ? [`   ALPHA ${gap}`, `   BETA ${gap}`, ''] : [`   ${gap}`, ''];
}

/** What follows OPT END of a run with dispersion: the parts already inside the energy. */
export const semiclassicalParts = (surface: EnergySurface): string[] =>
  surface.dispersionHartree === 0
    ? []
    : [
        ' ENERGY CONTRIBUTIONS OF SEMICLASSICAL CORRECTIONS',
        ` D3 DISPERSION ENERGY (AU)${scientific(surface.dispersionHartree, 23, 13)}`,
        ...(surface.counterpoiseHartree === 0
          ? []
          : [` GCP ENERGY (AU)${scientific(surface.counterpoiseHartree, 33, 13)}`]),
        '',
      ];

/** GRADIENT of the first point, where forces are printed in full. */
export function forceBlock(system: System, point: OptPoint): string[] {
  return [
    '',
    ruler,
    ' *                             FORCE CALCULATION                               *',
    ruler,
    '',
    ' CARTESIAN FORCES IN HARTREE/BOHR (ANALYTICAL)',
    '   ATOM                     X                   Y                   Z',
    ...system.atoms.map(
      (atom, index) =>
        `${integer(index + 1, 4)}${integer(atom.number, 4)}          ${'  0.000000000000E+00'.repeat(3)}`,
    ),
    '',
    ` SYMMETRY ALLOWED FORCES (ANALYTICAL) (DIRECTION, FORCE)`,
    '',
    `    1${scientific(point.maxGradient, 15, 7)}`,
    ` GRADIENT NORM${fixed(point.rmsGradient, 13, 6)}  GRADIENT THRESHOLD     0.500000`,
    ` PREDICTED ENERGY CHANGE${fraction(-point.rmsGradient * 0.004, 13, 3)}`,
    '',
  ];
}
