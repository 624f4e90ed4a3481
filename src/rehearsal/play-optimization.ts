import { identityOperation } from '../crystal/symmetry/operation.js';
import { exit, file, print, type Act } from './act.js';
import type { CrystalRun } from './crystal-run.js';
import { stopInFort87, stopWithError, suddenEnd } from './endings.js';
import { renderFort34 } from './fort34.js';
import { withCell, type Cell } from './model/system.js';
import { playScf, wavefunctionText, writeWavefunction } from './play-scf.js';
import { information, stage, termination } from './print/frame.js';
import { cartesianBlock, finalGeometryHead, geometryBlock } from './print/geometry.js';
import {
  convergenceTable,
  forceBlock,
  gapAfterOptEnd,
  laterPoint,
  optEnd,
  planOptimization,
  pointHead,
  semiclassicalParts,
  testsSatisfied,
  type OptPlan,
  type OptPoint,
} from './print/optimization.js';
import type { ScfPlan } from './print/scf.js';

/** Points after which a walk that shall fail gives up, whatever its own limit. */
const pointsOfFailure = 12;

/** A geometry optimisation, from OPTINFO.DAT when the deck says RESTART. */
export function* playOptimization(run: CrystalRun): Generator<Act> {
  const { task, pace, surface, failure } = run;
  const memory = task.optimization.restart ? parseOptInfo(run.input.readFile('OPTINFO.DAT')) : undefined;
  if (task.optimization.restart && memory === undefined) {
    yield* stopWithError('OPTGEOM', 'FILE OPTINFO.DAT NOT FOUND - RESTART IMPOSSIBLE', pace.clock());
    return;
  }
  if (memory !== undefined) {
    yield print(' RESTARTING FROM A PREVIOUS GEOMETRY OPTIMIZATION RUN');
    // A walk that has arrived has no step left to take: the text is in fort.87 alone.
    if (memory.converged) {
      yield* stopInFort87('BFGS_', 'PXK TOO SMALL');
      return;
    }
  }
  const from = memory?.cell ?? run.system.cell;
  const walk = planOptimization(task, surface, from, (memory?.point ?? 0) + 1);
  const plan = failure?.kind === 'opt' ? failing(walk) : walk;
  yield print(
    ' *******************************************************************************',
    ' *                             OPTIMIZATION STARTS                             *',
    ' *******************************************************************************',
  );
  yield* playPoints({ ...run, system: withCell(run.system, from) }, plan);
}

function* playPoints(run: CrystalRun, plan: OptPlan): Generator<Act> {
  const { task, pace, failure, electrons } = run;
  const [first, ...others] = plan.points;
  if (first === undefined) return;
  yield print(...pointHead(task, run.system, first.number));
  const scf = yield* playScf(run, 0.4, failure?.kind === 'oom');
  if (scf === undefined) return;
  if (!scf.converged) {
    yield* stopWithError('OPTGEOM', 'SCF FAILED - OPTGEOM STOP', pace.clock());
    return;
  }
  yield print(
    ...forceBlock(run.system, first),
    information(`optc${String(first.number).padStart(3, '0')}`, 'GEOMETRY OUTPUT FILE'),
    '',
    ...convergenceTable(task, first, false),
    stage('OPTI', pace.clock()),
    ...(others.length > 0
      ? scfMoved
      : ['', ' CONVERGENCE ON GRADIENTS SATISFIED AFTER THE FIRST OPTIMIZATION CYCLE']),
  );
  yield* writePoint(run, scf, first);
  let before = first;
  for (const point of others) {
    yield pace.wait(0.5 / others.length);
    if (failure !== undefined && point.number >= first.number + 2 && strikesInWalk.has(failure.kind)) {
      yield print(...pointHead(task, run.system, point.number));
      if (failure.kind === 'fort87') yield* stopInFort87('BFGS_', 'PXK TOO SMALL');
      else yield* suddenEnd(failure, pace.clock());
      return;
    }
    yield print(
      ...laterPoint(task, run.system, point, before, Math.max(3, scf.cycles - 4)),
      ...(point.converged ? testsSatisfied(point) : []),
      stage('OPTI', pace.clock()),
    );
    yield* writePoint(run, scf, point);
    before = point;
  }
  yield print(
    ...(plan.converged
      ? []
      : [
          `\n CONVERGENCE TESTS UNSATISFIED AFTER${String(before.number).padStart(4)} ENERGY AND GRADIENT CALCULATIONS`,
        ]),
  );
  yield print(...optEnd(plan), ...gapAfterOptEnd(electrons), ...semiclassicalParts(run.surface));
  yield* playEnd(run, plan, scf, before);
}

const strikesInWalk = new Set(['walltime', 'truncated', 'fort87', 'node']);

const scfMoved = [
  '',
  ' OPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPT',
  '',
  ' STARTING GEOMETRY OPTIMIZATION - INFORMATION ON SCF MOVED TO SCFOUT.LOG',
  ' GEOMETRY OPTIMIZATION INFORMATION STORED IN OPTINFO.DAT',
  '',
  ' OPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPTOPT',
];

function* playEnd(run: CrystalRun, plan: OptPlan, scf: ScfPlan, last: OptPoint): Generator<Act> {
  const { pace, surface } = run;
  if (!plan.converged) {
    yield* stopWithError('f90main', 'GEOMETRY OPTIMIZATION FAILED', pace.clock());
    return;
  }
  const final = withCell(run.system, last.cell);
  yield print(
    ...finalGeometryHead(final),
    ...geometryBlock(final),
    information('fort.34', 'GEOMETRY OUTPUT FILE'),
    ...cartesianBlock(final),
  );
  yield pace.wait(0.1);
  yield* writeWavefunction(run, final, scf, surface.electronicHartree(last.cell));
  yield file('fort.34', renderFort34(final));
  yield file('HESSOPT.DAT', `${hessianNote}\n`);
  yield print(...termination(pace.clock()));
  yield exit(0);
}

const hessianNote = 'CRYSTALQ REHEARSAL HESSIAN';

/** After each point: what a restart needs. */
function* writePoint(run: CrystalRun, scf: ScfPlan, point: OptPoint): Generator<Act> {
  const system = withCell(run.system, point.cell);
  const converged = point.converged && !point.startsFinalRun;
  yield file('OPTINFO.DAT', renderOptInfo({ point: point.number, cell: point.cell, converged }));
  yield file('fort.20', wavefunctionText(run, system, scf, point.hartree));
  // Without the symmetry: these files are many, and nobody starts from one.
  yield file(
    `optc${String(point.number).padStart(3, '0')}`,
    renderFort34({ ...system, operations: [identityOperation] }),
  );
  yield file('SCFOUT.LOG', ` CRYSTALQ REHEARSAL - SCF OF POINTS UP TO ${point.number}\n`);
}

interface OptInfo {
  readonly point: number;
  readonly cell: Cell;
  readonly converged: boolean;
}

const mark = 'CRYSTALQ REHEARSAL OPTINFO 1';

const renderOptInfo = (info: OptInfo): string => `${mark}\n${JSON.stringify(info)}\n`;

function parseOptInfo(text: string | undefined): OptInfo | undefined {
  const [first, second] = (text ?? '').split('\n', 2);
  if (first !== mark || second === undefined) return undefined;
  try {
    // Only rehearsals write behind the mark.
    return JSON.parse(second) as OptInfo;
  } catch {
    return undefined;
  }
}

/** The same walk, going round in circles instead of arriving. */
function failing(plan: OptPlan): OptPlan {
  const start = plan.points[0];
  if (start === undefined) return plan;
  const points = Array.from({ length: pointsOfFailure }, (_, index): OptPoint => ({
    ...start,
    number: start.number + index,
    hartree: start.hartree + (index % 2 === 0 ? 0 : -2e-5),
    maxGradient: 0.004 + 0.002 * (index % 3),
    rmsGradient: 0.002 + 0.001 * (index % 3),
    maxDisplacement: 0.01,
    rmsDisplacement: 0.005,
    converged: false,
    startsFinalRun: false,
  }));
  return { points, converged: false };
}
