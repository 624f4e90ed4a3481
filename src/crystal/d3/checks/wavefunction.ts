import type { ParentRun } from '../parent-run.js';
import { error, when, type Remark } from '../../finding.js';

/** The deck needs the wavefunction of a finished, converged run. */
export const wavefunctionRemarks = (run: ParentRun): readonly Remark[] =>
  when(
    !run.converged,
    error(
      'wavefunction-not-converged',
      `the SCF of ${run.source} did not converge: its wavefunction has no meaning`,
      'converge the SP first',
    ),
  );
