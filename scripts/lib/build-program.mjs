import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { runTool } from './run-tool.mjs';

const sources = ['src', 'queues', 'workers', 'dashboard'];

export const buildProgram = {
  name: 'program',
  says: 'Compiling to dist/',
  inputs: [...sources, 'prisma/migrations', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
  outputs: ['dist/queues/cli/main.js', 'dist/prisma/migrations'],
  run: build,
};

/** Into a new folder that then takes the old one's place: files of deleted sources do not stay behind. */
function build() {
  const fresh = join(root, `dist.new-${process.pid}`);
  const dist = join(root, 'dist');
  rmSync(fresh, { recursive: true, force: true });
  // Not incremental: what was emitted last time went to a folder that is gone.
  const options = ['--outDir', fresh, '--incremental', 'false', '--tsBuildInfoFile', 'null'];
  try {
    runTool('tsc', 'typescript/bin/tsc', ['-p', 'tsconfig.build.json', ...options]);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  // Migrations lie beside src in dist as they do here (src/store/load-migrations.ts).
  cpSync(join(root, 'prisma/migrations'), join(fresh, 'prisma/migrations'), { recursive: true });
  const old = join(root, `dist.old-${process.pid}`);
  rmSync(old, { recursive: true, force: true });
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
  rmSync(old, { recursive: true, force: true });
}
