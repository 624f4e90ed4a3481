import { failureEntry, type FailureCode } from './failure-codes.js';
import type { OutputFailure, OutputReport } from './report.js';
import { CODES_OF_JOB_END, readFort87, readSchedulerLog } from './witnesses.js';

/** What the witnesses of a finished job hold; whatever is not there is left out. */
export interface Witnesses {
  readonly report?: OutputReport | undefined;
  readonly fort87?: string | undefined;
  readonly schedulerLog?: string | undefined;
  /** The scheduler's own word: COMPLETED, TIMEOUT, OUT_OF_MEMORY, NODE_FAIL, CANCELLED by 1000, ... */
  readonly schedulerState?: string | null | undefined;
  readonly exitCode?: number | null | undefined;
  readonly expects: 'OPT' | 'SP' | 'FREQ' | 'properties';
}

type Evidence = Readonly<Record<string, unknown>>;

export type Verdict =
  | { readonly kind: 'succeeded' }
  | {
      readonly kind: 'notConverged' | 'failed';
      readonly failure: FailureCode;
      readonly message: string;
      readonly evidence: Evidence;
    }
  | { readonly kind: 'cancelled' | 'lost'; readonly message: string; readonly evidence: Evidence };

interface Cause {
  readonly code: FailureCode;
  readonly message: string;
  readonly told?: OutputFailure;
}

/**
 * What became of a job that is over. The witnesses are asked in the order that was tried on real outputs: is there an
 * output at all; ERROR lines of the output, else of fort.87; the scheduler; traces of an abort; the last OPT END; the
 * last SCF ENDED; the end of the program. The program's end alone is never success, nor is a convergence without it.
 */
export function diagnose(witnesses: Witnesses): Verdict {
  const { report } = witnesses;
  if (report && isSuccess(report, witnesses.expects)) return { kind: 'succeeded' };
  const cause =
    errorOf(witnesses) ??
    schedulerCause(witnesses) ??
    traceOfAbort(witnesses) ??
    (report && unconverged(report, witnesses.expects)) ??
    incompleteness(witnesses);
  const evidence = evidenceOf(witnesses, cause);
  if (!cause) return { kind: 'lost', message: 'neither an output nor a word of the scheduler', evidence };
  if (cause.code === 'CANCELLED') return { kind: 'cancelled', message: cause.message, evidence };
  const kind = NOT_CONVERGED.has(cause.code) ? 'notConverged' : 'failed';
  return { kind, failure: cause.code, message: cause.message, evidence };
}

/** Ended in order, and what the step is for is there and converged. */
function isSuccess(report: OutputReport, expects: Witnesses['expects']): boolean {
  if (!report.normalTermination || report.status !== 'completed') return false;
  switch (expects) {
    case 'OPT':
      return report.optimization?.converged === true;
    case 'SP':
      return report.executable === 'crystal' && report.converged === true && report.scf?.converged === true;
    case 'FREQ':
      return report.converged !== false && (report.modes.length > 0 || report.phononBands.length > 0);
    case 'properties':
      return report.runs.some(({ executable }) => executable === 'properties');
  }
}

const NOT_CONVERGED = new Set<string>(['SCF_NOT_CONVERGED', 'SCF_FAILED_IN_OPT', 'OPT_NOT_CONVERGED']);

const asCause = (told: OutputFailure): Cause => ({
  code: told.code as FailureCode,
  message: told.routine === null ? told.message : `${told.routine}: ${told.message}`,
  told,
});

const isCause = ({ code }: OutputFailure): boolean => !failureEntry(code).isSymptom;

/** ERROR lines of the output, else what fort.87 says. */
function errorOf({ report, fort87 }: Witnesses): Cause | undefined {
  const printed = report?.failures.find((told) => told.routine !== null && isCause(told));
  const known = printed && printed.code !== 'UNKNOWN' ? printed : undefined;
  const told = known ?? readFort87(fort87 ?? '').find(isCause) ?? printed;
  return told && asCause(told);
}

/** Words of Slurm for the end of a job that name their own cause. FAILED and COMPLETED do not. */
const CODE_OF_STATE: readonly (readonly [RegExp, FailureCode])[] = [
  [/^(?:TIMEOUT|DEADLINE)/, 'WALLTIME'],
  [/^OUT_OF_ME/, 'OUT_OF_MEMORY'],
  [/^(?:NODE_FAIL|BOOT_FAIL|LAUNCH_FAILED|RECONFIG_FAIL)/, 'NODE_FAILURE'],
  [/^PREEMPTED/, 'PREEMPTED'],
  [/^(?:CANCELLED|REVOKED)/, 'CANCELLED'],
];

function schedulerCause({ report, schedulerLog, schedulerState }: Witnesses): Cause | undefined {
  const state = schedulerState ?? '';
  const byState = CODE_OF_STATE.find(([pattern]) => pattern.test(state))?.[1];
  const told = [...readSchedulerLog(schedulerLog ?? ''), ...(report?.failures ?? [])].find(
    ({ code, routine }) => routine === null && CODES_OF_JOB_END.has(code),
  );
  // A log says more than a state: jobs over their limit are CANCELLED in some set-ups.
  if (told && (byState === undefined || byState === 'CANCELLED')) return asCause(told);
  return byState && { code: byState, message: `the scheduler says ${state}` };
}

const SIGNALS: Readonly<Record<number, string>> = { 134: 'ABRT', 137: 'KILL', 139: 'SEGV', 143: 'TERM' };

function traceOfAbort({ report, schedulerLog, exitCode, expects }: Witnesses): Cause | undefined {
  const verdictOfProgram = report?.normalTermination ? unconverged(report, expects) : undefined;
  if (verdictOfProgram) return verdictOfProgram;
  const told = [...(report?.failures ?? []), ...readSchedulerLog(schedulerLog ?? '')].filter(
    ({ code }) => code === 'KILLED' || code === 'MPI_ABORT',
  );
  const failedScf = report?.failures.find(({ code }) => NOT_CONVERGED.has(code));
  const trace = failedScf ?? told.find(isCause) ?? told[0];
  if (trace) return asCause(trace);
  if (exitCode === 126 || exitCode === 127)
    return { code: 'PROGRAM_NOT_STARTED', message: `exit code ${exitCode}` };
  const signal = SIGNALS[exitCode ?? 0];
  return signal === undefined
    ? undefined
    : { code: 'KILLED', message: `ended by SIG${signal} (exit ${exitCode})` };
}

/** The program's own verdict: OPT END where an optimisation was wanted, else SCF ENDED. */
function unconverged(report: OutputReport, expects: Witnesses['expects']): Cause | undefined {
  if (expects === 'OPT' && report.optimization?.converged === false) {
    const { points } = report.optimization;
    return { code: 'OPT_NOT_CONVERGED', message: `the optimisation did not converge in ${points} points` };
  }
  if (report.scf?.converged === false)
    return { code: 'SCF_NOT_CONVERGED', message: `the SCF did not converge in ${report.scf.cycles} cycles` };
  return undefined;
}

function incompleteness({ report, expects, schedulerState, exitCode }: Witnesses): Cause | undefined {
  const known =
    schedulerState ?? (exitCode === null || exitCode === undefined ? undefined : `exit ${exitCode}`);
  if (!report || report.status === 'empty_file')
    return known === undefined
      ? undefined
      : { code: 'OUTPUT_TRUNCATED', message: `the job ended (${known}) without any output` };
  if (report.status === 'not_crystal_output')
    return { code: 'OUTPUT_TRUNCATED', message: 'the output holds nothing of CRYSTAL' };
  const [first] = report.failures;
  if (first) return asCause(first);
  if (report.normalTermination)
    return { code: 'INCOMPLETE', message: `the program ended, but its output has not what ${expects} needs` };
  const stage = report.lastStage ? ` after ${report.lastStage.label}` : '';
  return { code: 'OUTPUT_TRUNCATED', message: `the output stops${stage}, line ${report.lineCount}` };
}

function evidenceOf({ report, schedulerState, exitCode }: Witnesses, cause: Cause | undefined): Evidence {
  const told = cause?.told;
  return withoutEmpty({
    schedulerState,
    exitCode,
    source: told?.source,
    routine: told?.routine,
    line: told?.line,
    ...(report && progressOf(report)),
  });
}

/** How far the run came: what recovery decides from. */
function progressOf(report: OutputReport): Evidence {
  const lastCycle = report.scfHistory.at(-1);
  return {
    status: report.status,
    scfCycles: report.scf?.cycles ?? lastCycle?.cycle,
    lastDeltaHartree: lastCycle?.deltaHartree,
    conducting: report.conducting,
    optimizationPoints: report.optimization?.points,
    lastMaxGradient: report.optimizationHistory.at(-1)?.maxGradient,
    optimizationRestartable: report.optimizationRestartable,
    lastStage: report.lastStage?.label,
    elapsedSeconds: report.lastStage?.elapsedSeconds,
  };
}

const withoutEmpty = (facts: Record<string, unknown>): Evidence =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== null));
