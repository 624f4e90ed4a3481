import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadConfig, type LoadedConfig } from '../../../src/config/load-config.js';

export interface ConfigFolder {
  readonly home: string;
  /** Path below the home. */
  readonly write: (file: string, text: string) => string;
  readonly load: (given?: {
    readonly env?: Record<string, string>;
    readonly settings?: readonly string[];
    readonly configFile?: string;
  }) => Promise<LoadedConfig>;
  readonly remove: () => void;
}

export const userFile = '.config/crystalq/config.yaml';
export const siteFile = 'site/config.yaml';

/** A home of its own, with a site file beside it: nothing of this machine plays a part. */
export function createConfigFolder(): ConfigFolder {
  const home = mkdtempSync(join(tmpdir(), 'config-'));
  const write = (file: string, text: string): string => {
    const path = join(home, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  write(siteFile, '');
  return {
    home,
    write,
    load: ({ env = {}, settings = [], configFile } = {}) =>
      loadConfig({
        env: { CRYSTALQ_SITE_CONFIG: join(home, siteFile), ...env },
        cwd: home,
        home,
        settings,
        configFile,
      }),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
