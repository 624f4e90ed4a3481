import { exit, file, print, type Act } from './act.js';
import { errorLine, stage, type Clock } from './print/frame.js';
import type { FailureRule } from './seeded-failures.js';

/** ERROR **** in the output and in fort.87, then the end of all ranks. */
export function* stopWithError(routine: string, message: string, clock: Clock): Generator<Act> {
  const error = errorLine(routine, message);
  yield print(error, stage('ERR', clock));
  yield file('fort.87', `${error}\n`);
  yield { kind: 'printError', text: 'application called MPI_Abort(MPI_COMM_WORLD, 1) - process 0\n' };
  yield exit(1);
}

/** The output just stops; the reason stands in fort.87 alone, and the launcher calls it a success. */
export function* stopInFort87(routine: string, message: string): Generator<Act> {
  yield file('fort.87', `${errorLine(routine, message)}\n`);
  yield {
    kind: 'printError',
    text: 'Abort(1) on node 0 (rank 0 in comm 0): application called MPI_Abort(MPI_COMM_WORLD, 1) - process 0\n',
  };
  yield exit(0);
}

/** The failures that look the same whatever the program was doing. */
export function* suddenEnd(rule: FailureRule, clock: Clock): Generator<Act> {
  switch (rule.kind) {
    case 'oom':
      yield {
        kind: 'printError',
        text: '=   BAD TERMINATION OF ONE OF YOUR APPLICATION PROCESSES\n=   KILLED BY SIGNAL: 9 (Killed)\n',
      };
      yield { kind: 'killSelf' };
      break;
    case 'node':
      yield { kind: 'killGroup' };
      break;
    case 'walltime':
      yield { kind: 'hang' };
      break;
    case 'truncated':
      yield { kind: 'print', text: ' CHARGE NORMALIZATION FAC' };
      yield exit(0);
      break;
    case 'disk':
      yield {
        kind: 'printError',
        text: 'forrtl: No space left on device\nforrtl: severe (38): error during write, unit 10, file fort.10\n',
      };
      yield exit(38);
      break;
    case 'mpi':
      yield {
        kind: 'printError',
        text: 'Abort(1) on node 0 (rank 0 in comm 0): application called MPI_Abort(MPI_COMM_WORLD, 1) - process 0\n',
      };
      yield exit(1);
      break;
    case 'fermi':
      yield* stopWithError('ZERO', 'FERMI ENERGY NOT IN INTERVAL', clock);
      break;
    case 'fort87':
      yield* stopInFort87('SCFOUT', 'INTERNAL ERROR');
      break;
    case 'scf':
    case 'opt':
    case 'basis':
    case 'atoms':
      break;
  }
}
