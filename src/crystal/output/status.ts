import { failureEntry } from './failure-codes.js';
import type { OutputFailure, OutputStatus } from './report.js';
import type { RunDraft } from './run-draft.js';

const CONVERGENCE_CODES = new Set(['SCF_NOT_CONVERGED', 'SCF_FAILED_IN_OPT', 'OPT_NOT_CONVERGED']);

/** What foreign text tells of a program that ended in order came after it, or did not stop it. */
const countingFailures = (draft: RunDraft): readonly OutputFailure[] =>
  draft.messages.failures.filter(
    ({ code, routine }) => !draft.frame.normalTermination || routine !== null || CONVERGENCE_CODES.has(code),
  );

/** Whether the physics converged: the optimisation where there is one, else the SCF. Null: nothing was to converge. */
export function convergenceOf(draft: RunDraft): boolean | null {
  const { scf, optimization, geometry } = draft;
  if (draft.frame.executable === 'properties' || geometry.editingComplete) return null;
  if (countingFailures(draft).some(({ code }) => !failureEntry(code).isSymptom)) return false;
  if (optimization.isOpen) return false;
  const end = optimization.ends.at(-1);
  if (end) return end.converged;
  if (scf.isOpen) return false;
  return scf.ends.at(-1)?.converged ?? (draft.frame.normalTermination ? null : false);
}

/** One word for the run. */
export function statusOf(draft: RunDraft): OutputStatus {
  const failures = countingFailures(draft);
  const cause = failures.find(({ code }) => !failureEntry(code).isSymptom) ?? failures[0];
  const failed = cause && failureStatus(draft, cause, failures);
  if (failed) return failed;
  if (!draft.frame.normalTermination) return 'incomplete_truncated';
  if (draft.geometry.editingComplete) return 'testgeom_only';
  return draft.optimization.isOpen ? 'opt_not_converged' : 'completed';
}

const has = (failures: readonly OutputFailure[], code: string): boolean =>
  failures.some((failure) => failure.code === code);

function failureStatus(
  draft: RunDraft,
  cause: OutputFailure,
  failures: readonly OutputFailure[],
): OutputStatus | undefined {
  if (has(failures, 'TRUST_RADIUS_VANISHED')) return 'aborted_opt_trust_radius';
  if (has(failures, 'OPT_NOT_CONVERGED')) return 'opt_not_converged';
  switch (cause.code) {
    case 'SCF_NOT_CONVERGED':
    case 'SCF_FAILED_IN_OPT':
      return scfFailure(draft, failures);
    case 'WALLTIME':
      return 'killed_walltime';
    case 'OUT_OF_MEMORY':
      return 'killed_memory';
    case 'CANCELLED':
      return 'cancelled';
    case 'KILLED':
      // A scheduler's SIGTERM that nobody explains is nearly always the end of the time; a cancellation leaves a notice.
      return cause.message.includes('SIGTERM') ? 'killed_walltime' : otherFailure(draft, cause);
    default:
      return otherFailure(draft, cause);
  }
}

/** The SCF of a point or of a deformation stops the whole run. */
function scfFailure(draft: RunDraft, failures: readonly OutputFailure[]): OutputStatus {
  const stopped = has(failures, 'SCF_FAILED_IN_OPT');
  if (!stopped && draft.optimization.points === 0) return 'scf_not_converged';
  if (draft.elastic.isElasticRun || draft.elastic.isEquationOfState)
    return 'aborted_scf_failed_in_elastic_deformation';
  return 'aborted_scf_failed_in_opt';
}

function otherFailure(draft: RunDraft, cause: OutputFailure): OutputStatus | undefined {
  const entry = failureEntry(cause.code);
  if (entry.isInputError) return 'input_error';
  const isBeforeScf = draft.scf.cycleCount === 0 && draft.optimization.points === 0;
  if (cause.routine !== null && isBeforeScf) return 'input_error';
  return 'aborted';
}
