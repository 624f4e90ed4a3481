import { join } from 'node:path';
import type { Command } from 'commander';
import { storeUrlOf } from '../../../src/config/config.js';
import type { Verification } from '../../../src/store/verify-backup.js';
import { wholeNumber } from '../checked-options.js';
import { exitCodes } from '../exit-codes.js';
import { addConfigOptions, loadSettings, type ConfigOptions } from '../session.js';
import { printJson, printLine, type Terminal } from '../terminal.js';

interface Options extends ConfigOptions {
  readonly keep: string;
  readonly verify?: string;
  readonly json?: boolean;
}

export function define(command: Command, terminal: Terminal): void {
  addConfigOptions(command)
    .argument('[folder]', 'where the backups lie; backups in paths.dataDir where none is given')
    .option('--keep <n>', 'remove all but the newest n backups of the folder', '7')
    .option('--verify <file>', 'make none; check that this one is whole and can be gone back to')
    .option('--json', 'as JSON')
    .action(async (folder: string | undefined, options: Options) => {
      if (options.verify === undefined) await backUp(folder, options, terminal);
      else await verify(options.verify, options, terminal);
    });
}

async function backUp(given: string | undefined, options: Options, terminal: Terminal): Promise<void> {
  const keep = wholeNumber('--keep', options.keep);
  const { config } = await loadSettings(options, terminal);
  const { backupStore, removeOldBackups } = await import('../../../src/store/backup-store.js');
  const folder = given ?? join(config.paths.dataDir, 'backups');
  const backup = await backupStore(storeUrlOf(config), { folder, now: new Date() });
  const removed = await removeOldBackups(folder, keep);
  if (options.json) {
    printJson(terminal, { ...backup, removed });
    return;
  }
  const size = (backup.sizeBytes / 1048576).toFixed(1);
  printLine(terminal, `${backup.path}: ${size} MiB, sha256 ${backup.sha256}`);
  for (const path of removed) printLine(terminal, `removed ${path}`);
}

async function verify(file: string, options: Options, terminal: Terminal): Promise<void> {
  const { verifyBackup } = await import('../../../src/store/verify-backup.js');
  const found = await verifyBackup(file);
  if (found.faults.length > 0) process.exitCode = exitCodes.findings.value;
  if (options.json) printJson(terminal, { ok: found.faults.length === 0, file, ...found });
  else printVerification(file, found, terminal);
}

const toldChecksum = {
  agrees: 'checksum agrees',
  differs: 'checksum differs',
  none: 'no checksum beside it',
} as const;

function printVerification(file: string, found: Verification, terminal: Terminal): void {
  const { faults, checksum, batches, materials, schemaVersion } = found;
  if (faults.length === 0) {
    const holds = `${batches} batches, ${materials} materials, schema ${schemaVersion ?? 'none'}`;
    printLine(terminal, `${file} is whole: ${holds}; ${toldChecksum[checksum]}`);
    return;
  }
  printLine(terminal, `${file} is not to be trusted:`);
  for (const fault of faults) printLine(terminal, `  ${fault}`);
  printLine(terminal, '  what to do: take an older backup, or copy this one again from where it came');
}
