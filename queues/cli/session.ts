import { homedir, userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Config } from '../../src/config/config.js';
import type { LoadedConfig } from '../../src/config/load-config.js';
import type { Author, Store } from '../../src/store/store.js';
import type { Queues } from '../queues.js';
import type { Terminal } from './terminal.js';

export interface ConfigOptions {
  readonly config?: string;
  readonly set?: string[];
}

/** Options by which every command that reads the configuration can be told another one. */
export function addConfigOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration file in place of the user file')
    .option('--set <key=value>', 'one setting, above all files and variables; repeatable', collect);
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

export async function loadSettings(options: ConfigOptions, terminal: Terminal): Promise<LoadedConfig> {
  const { loadConfig } = await import('../../src/config/load-config.js');
  const loaded = await loadConfig({
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
    configFile: options.config,
    settings: options.set,
  });
  for (const warning of loaded.warnings) terminal.err.write(`crystalq: ${warning}\n`);
  return loaded;
}

export const author = (reason: string): Author => ({ actor: `user:${userInfo().username}`, reason });

export interface StoreSession {
  readonly config: Config;
  readonly store: Store;
}

/** Lends the store: what only reads needs no Redis. */
export async function withStore<T>(
  options: ConfigOptions,
  terminal: Terminal,
  work: (session: StoreSession) => Promise<T>,
): Promise<T> {
  const { config } = await loadSettings(options, terminal);
  const { openConfiguredStore } = await import('../open-configured-store.js');
  const store = await openConfiguredStore(config);
  try {
    return await work({ config, store });
  } finally {
    await store.close();
  }
}

export interface CampaignSession extends StoreSession {
  readonly queues: Queues;
}

/** Lends store and queues: for what changes a campaign. */
export async function withCampaign<T>(
  options: ConfigOptions,
  terminal: Terminal,
  work: (session: CampaignSession) => Promise<T>,
): Promise<T> {
  return withStore(options, terminal, async ({ config, store }) => {
    const { openQueues } = await import('../open-queues.js');
    const opened = await openQueues(config);
    try {
      return await work({ config, store, queues: opened.queues });
    } finally {
      await opened.close();
    }
  });
}
