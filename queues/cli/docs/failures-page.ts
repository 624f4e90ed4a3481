import { failureCodes, type FailureEntry } from '../../../src/crystal/output/failure-codes.js';
import { rules } from '../../../src/recovery/rules.js';
import { code, renderPage, renderTable } from './markdown.js';

const prospects = {
  recover: 'a changed deck, more resources or a restart may help',
  retry: 'the same again may work',
  never: 'somebody has to change something',
} as const;

export function renderFailuresPage(): string {
  const entries: [string, FailureEntry][] = Object.entries(failureCodes);
  const rows = entries.map(([name, { meaning, remedy, recovery, patterns }]) => [
    code(name),
    meaning,
    patterns.map((pattern) => code(readable(pattern))).join('<br>') || '-',
    remedy,
    prospects[recovery],
    rules
      .filter(({ answers }) => answers.includes(name))
      .map((rule) => code(rule.name))
      .join(', ') || '-',
  ]);
  return renderPage('Failures of calculations', '`src/crystal/output/failure-codes.ts`', [
    'How a calculation may end badly, and the text it is recognised by. The text may stand in the output, in fort.87' +
      ' (where the only message of an abort may be) or in the log of the job. The rules of the last column act by themselves, as often as each may. `...` stands for anything, `n` for a number.',
    renderTable(['code', 'meaning', 'recognised by', 'what to do', 'prospects', 'rules that answer it'], rows),
    '## Which witness is believed',
    'An output that ended in order and holds what the step needs, converged, is a success, whatever the scheduler says.' +
      ' Else the witnesses are asked in this order:',
    [
      '1. `ERROR **** ROUTINE **** text` in the output; without one that is known, fort.87.',
      "2. The scheduler's log and its word for the job: time limit, memory, node failure, preemption, cancellation.",
      '3. Traces of an abort: MPI, the Fortran run-time system, a signal, the exit code.',
      '4. The last `OPT END` line of an optimisation, then the last `SCF ENDED` line.',
      '5. The end of the program, `EEEEEEEEEE TERMINATION`: without it the output is truncated.',
    ].join('\n'),
    '`EEEEEEEEEE INT_CALC TERMINATION`, `EEEEEEEEEE SCF TERMINATION` and `NORMAL TERMINATION OF DFTD3 MODULE` are marks' +
      ' of stages, not of the end. The final `EEEEEEEEEE TERMINATION` is also printed after `TOO MANY CYCLES`.' +
      ' A job nobody knows of, without any output, is lost: that is no verdict on the calculation.',
  ]);
}

/** A pattern as a reader of outputs would write it down. */
const readable = ({ source }: RegExp): string =>
  source
    .replaceAll(String.raw`\*{4}`, '****')
    .replaceAll(String.raw`\*\*\*`, '***')
    .replace(/\(\?:/g, '(')
    .replace(/\\b|\^|\$/g, '')
    .replace(/\\d\+/g, 'n')
    .replace(/\\w\+|\.\*/g, '...')
    .replace(/\[-_ \]\?|\[ _\]\?/g, ' ')
    .replace(/\\(.)/g, '$1')
    .replaceAll('|', ' or ');
