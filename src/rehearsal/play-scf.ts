import { file, print, type Act } from './act.js';
import { suddenEnd } from './endings.js';
import type { CrystalRun } from './crystal-run.js';
import { bandState, planScf, scfCycle, scfEnd, scfHead, totalEnergy, type ScfPlan } from './print/scf.js';
import { mullikenBlock, renderPpan } from './print/populations.js';
import { renderWavefunction } from './wavefunction.js';
import type { System } from './model/system.js';

/** Cycles that are printed in full; a run that swings for hundreds of cycles prints the rest in short. */
const fullCycles = 25;

/**
 * The SCF of the first geometry, cycle by cycle. Returns its plan, or undefined when a seeded failure ended the run in
 * the middle of it.
 */
export function* playScf(
  run: CrystalRun,
  share: number,
  strikesHere: boolean,
): Generator<Act, ScfPlan | undefined> {
  const { task, electrons, pace, surface, system } = run;
  const hartree = surface.electronicHartree(system.cell);
  const plan = planScf(task, electrons, run.seed, run.failure?.kind === 'scf');
  yield print(...scfHead(task, electrons));
  for (let cycle = 0; cycle <= plan.cycles; cycle++) {
    if (strikesHere && run.failure !== undefined && cycle === 4) {
      yield* suddenEnd(run.failure, pace.clock());
      return undefined;
    }
    const lines = scfCycle(cycle, plan, electrons, hartree, task.scf.toldee, pace.clock());
    yield print(...(cycle <= fullCycles ? lines : lines.slice(-1)));
    yield pace.wait(share / (plan.cycles + 1));
  }
  yield print(
    ...(plan.cycles > fullCycles ? bandState(electrons) : []),
    ...scfEnd(plan, hartree, task.scf.toldee),
  );
  if (plan.converged) yield print(...totalEnergy(task, plan, hartree, surface), '');
  return plan;
}

/** PPAN's populations; fort.9 for the property runs, fort.98 in letters, fort.20 for a GUESSP: in a rehearsal all the same. */
export function* writeWavefunction(
  run: CrystalRun,
  system: System,
  plan: ScfPlan,
  hartree: number,
): Generator<Act> {
  if (run.task.scf.printsPopulations) {
    yield print('', ...mullikenBlock(system, run.electrons));
    yield file('PPAN.DAT', renderPpan(system, run.electrons));
  }
  const content = wavefunctionText(run, system, plan, hartree);
  yield file('fort.9', content);
  yield file('fort.98', content);
}

export const wavefunctionText = (run: CrystalRun, system: System, plan: ScfPlan, hartree: number): string =>
  renderWavefunction({
    title: run.task.title,
    converged: plan.converged,
    hartree,
    scfCycles: plan.cycles,
    system,
    electrons: run.electrons,
    hamiltonian: run.task.hamiltonian,
    tolinteg: run.task.scf.tolinteg,
    mixingPercent: run.task.scf.mixingPercent,
    shrink: run.task.scf.shrink,
  });
