import type { Command } from 'commander';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { seconds } from '../checked-options.js';
import type { StoreSession } from '../session.js';
import { addConfigOptions, withStore, type ConfigOptions } from '../session.js';
import { printJson, type Terminal } from '../terminal.js';

interface Options extends ConfigOptions {
  readonly batch?: string;
  readonly watch?: boolean;
  readonly json?: boolean;
  readonly interval: string;
}

export function define(command: Command, terminal: Terminal): void {
  addConfigOptions(command)
    .option('-b, --batch <id>', 'only this batch')
    .option('-w, --watch', 'show it again and again until everything is settled')
    .option('--interval <seconds>', 'time between two looks with --watch', '2')
    .option('--json', 'as JSON')
    .action(async (options: Options) => {
      seconds('--interval', options.interval);
      if (options.watch && options.json)
        throw new CrystalqError('USAGE', '--watch draws for people, --json is one answer for a program.', {
          hint: 'Call `crystalq status --json` again and again.',
        });
      await withStore(options, terminal, (session) =>
        options.watch ? watch(session, options, terminal) : once(session, options, terminal),
      );
    });
}

async function look({ store }: StoreSession, batch: string | undefined) {
  const [counts, all, halts] = await Promise.all([
    store.counts(batch === undefined ? {} : { batch }),
    store.batches(),
    store.halts(),
  ]);
  const batches = batch === undefined ? all : all.filter(({ id }) => id === batch);
  if (batch !== undefined && batches.length === 0)
    throw new CrystalqError('SELECTION_EMPTY', `There is no batch "${batch}".`, {
      hint: '`crystalq status` lists the batches.',
    });
  return { counts, batches, halts };
}

async function once(session: StoreSession, options: Options, terminal: Terminal): Promise<void> {
  const { counts, batches, halts } = await look(session, options.batch);
  if (options.json) {
    printJson(terminal, { batches, ...counts, halts });
    return;
  }
  const { renderStatus } = await import('../views/status-view.js');
  terminal.out.write(renderStatus(batches, counts, halts, undefined));
}

async function watch(session: StoreSession, options: Options, terminal: Terminal): Promise<void> {
  const [{ watchProgress }] = await Promise.all([import('../views/watch-progress.js')]);
  await watchProgress({
    look: () => look(session, options.batch),
    terminal,
    intervalMs: Math.max(0.2, seconds('--interval', options.interval)) * 1000,
  });
}
