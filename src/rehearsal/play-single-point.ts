import { exit, print, type Act } from './act.js';
import type { CrystalRun } from './crystal-run.js';
import { playScf, writeWavefunction } from './play-scf.js';
import { stage, termination } from './print/frame.js';

/** A single point ends in order even when its SCF did not converge; fort.9 is written all the same. */
export function* playSinglePoint(run: CrystalRun): Generator<Act> {
  const { pace, surface, system } = run;
  // Printed long before the end in real runs too: readers must not take it for the end.
  yield print(
    ' EEEEEEEEEE INT_CALC TERMINATION  DATE 01 01 2000 TIME 00:00:00.0',
    stage('INT_CALC', pace.clock()),
  );
  // An SCF that does not converge is no sudden end: it runs to its last cycle.
  const plan = yield* playScf(run, 0.9, run.failure?.kind !== 'scf');
  if (plan === undefined) return;
  yield pace.wait(0.1);
  yield* writeWavefunction(run, system, plan, surface.electronicHartree(system.cell));
  yield print(stage('EDFT', pace.clock()), ...termination(pace.clock()));
  yield exit(0);
}
