import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/load-config.js';
import { temporaryFolder } from './temporary-folder.js';

/** The configuration of somebody who has written none, whatever this machine holds. */
export async function builtInConfig(): Promise<Config> {
  const { path: home, remove } = await temporaryFolder('config');
  const site = join(home, 'site.yaml');
  writeFileSync(site, '{}\n');
  try {
    return (await loadConfig({ env: { HOME: home, CRYSTALQ_SITE_CONFIG: site }, cwd: home, home })).config;
  } finally {
    await remove();
  }
}
