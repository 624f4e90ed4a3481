import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './root.mjs';

/** Runs the executable script of an installed package; its output is told where it fails. */
export function runTool(what, script, args, env = {}) {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (result.status !== 0)
    throw new Error(
      `${what} failed (exit ${result.status ?? result.signal}):\n${result.stdout}${result.stderr}`,
    );
}
