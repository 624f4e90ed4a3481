import { homedir } from 'node:os';
import type { Command } from 'commander';
import type { Finding } from '../../doctor/finding.js';
import { exitCodes } from '../exit-codes.js';
import { addConfigOptions, type ConfigOptions } from '../session.js';
import { printJson, printLine, type Terminal } from '../terminal.js';

interface Options extends ConfigOptions {
  readonly json?: boolean;
}

export function define(command: Command, terminal: Terminal): void {
  addConfigOptions(command)
    .option('--json', 'as JSON')
    .action(async (options: Options) => {
      const { examine } = await import('../../doctor/examine.js');
      const findings = await examine({
        env: process.env,
        cwd: process.cwd(),
        home: homedir(),
        configFile: options.config,
        settings: options.set,
      });
      const problems = findings.filter(({ level }) => level === 'problem');
      if (problems.length > 0) process.exitCode = exitCodes.findings.value;
      if (options.json) printJson(terminal, { ok: problems.length === 0, findings });
      else printFindings(findings, terminal);
    });
}

const signs = { fine: 'ok  ', note: 'note', problem: 'BAD ' } as const;

function printFindings(findings: readonly Finding[], terminal: Terminal): void {
  for (const { area, level, what, remedy } of findings) {
    printLine(terminal, `${signs[level]}  ${area.padEnd(13)}  ${what}`);
    if (remedy) printLine(terminal, indent(`what to do: ${remedy}`));
  }
  const count = findings.filter(({ level }) => level === 'problem').length;
  printLine(terminal);
  printLine(terminal, count === 0 ? 'nothing stands in the way' : `${count} to be put right`);
}

const indent = (text: string): string => text.replace(/^/gm, ' '.repeat(21));
