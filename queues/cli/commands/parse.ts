import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { createOutputReader } from '../../../src/crystal/output/output-reader.js';
import type { OutputReport } from '../../../src/crystal/output/report.js';
import { readFort87, readSchedulerLog, withWitnesses } from '../../../src/crystal/output/witnesses.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { exitCodes } from '../exit-codes.js';
import { printJson, printLine, type Terminal } from '../terminal.js';
import { describeReport } from '../views/output-report.js';

interface ParseOptions {
  readonly json?: true;
  readonly fort87?: string;
  readonly log?: string;
}

/** `crystalq parse FILE... [--json] [--fort87 FILE] [--log FILE]` */
export function define(command: Command, terminal: Terminal): void {
  command
    .argument('<files...>', 'outputs of crystal or properties, finished or not')
    .option('--json', 'print a JSON array, one object per file')
    .option('--fort87 <file>', "the run's fort.87: it may hold the only message of an abort")
    .option('--log <file>', "the job's log: it tells of time limits and memory")
    .action(async (files: string[], options: ParseOptions) => {
      refuseSharedWitnesses(files, options);
      const reports: OutputReport[] = [];
      for (const file of files) reports.push(await parseOutput(file, options));
      if (options.json) printJson(terminal, reports);
      else for (const report of reports) printReport(terminal, report);
      if (reports.some(({ status }) => status === 'not_crystal_output' || status === 'empty_file'))
        process.exitCode = exitCodes.findings.value;
    });
}

function refuseSharedWitnesses(files: readonly string[], { fort87, log }: ParseOptions): void {
  if (files.length === 1 || (fort87 === undefined && log === undefined)) return;
  const message = `--fort87 and --log belong to one output, but ${files.length} were named.`;
  throw new CrystalqError('USAGE', message, { hint: 'Parse that output by itself.' });
}

async function parseOutput(file: string, { fort87, log }: ParseOptions): Promise<OutputReport> {
  const reader = createOutputReader(file);
  await withFileErrors(file, async () => {
    for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 }))
      reader.push(chunk as Buffer);
  });
  const told = [
    ...(fort87 === undefined ? [] : readFort87(await readTail(fort87))),
    ...(log === undefined ? [] : readSchedulerLog(await readTail(log))),
  ];
  return withWitnesses(reader.finish(), told);
}

const MOST_BYTES = 4 * 1024 * 1024;

/** The end of a small text file, latin-1. */
async function readTail(path: string): Promise<string> {
  return withFileErrors(path, async () => {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, MOST_BYTES);
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.toString('latin1');
    } finally {
      await file.close();
    }
  });
}

async function withFileErrors<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    const reason = code === 'ENOENT' ? 'there is no such file' : code;
    throw new CrystalqError('INPUT_NOT_FOUND', `${path} cannot be read: ${reason}.`, { cause });
  }
}

function printReport(terminal: Terminal, report: OutputReport): void {
  printLine(terminal, report.file);
  for (const [label, value] of describeReport(report)) printLine(terminal, `  ${label.padEnd(16)}${value}`);
}
