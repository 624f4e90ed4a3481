import { codes, type ErrorCode } from '../../../src/errors/codes.js';
import { exitCodeOf } from '../exit-codes.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { code, renderPage, renderTable } from './markdown.js';

const retries = { backoff: 'yes, after a while', never: 'no' } as const;

export function renderErrorsPage(): string {
  const names = Object.keys(codes) as ErrorCode[];
  const rows = names.map((name) => {
    const { meaning, remedy, category, severity, retry } = codes[name];
    const exitCode = String(exitCodeOf(new CrystalqError(name, '')));
    return [code(name), meaning, remedy, category, severity, retries[retry], exitCode];
  });
  return renderPage('Errors', '`src/errors/codes.ts`', [
    'What crystalq says when it could not do its own work. Codes are stable; messages name what was tried, on what, and' +
      ' what came back. A calculation that ended badly is no error but a result: see `failures.md`.',
    renderTable(['code', 'meaning', 'what to do', 'category', 'severity', 'tried again by itself', 'exit code'], rows),
    '## Categories',
    renderTable(
      ['category', 'it is about'],
      [
        ['transient', 'something outside that does not answer just now; crystalq asks again'],
        ['data', 'a file or text that was given'],
        ['calculation', 'a calculation'],
        ['resource', 'disk, memory, quota'],
        ['system', 'this machine or crystalq itself'],
        ['configuration', 'settings, batch files, the command line, how the site is set up'],
      ],
    ),
  ]);
}
