import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** What bin/ imports. */
const entries = [
  'queues/cli/main',
  'queues/service-signals',
  'src/rehearsal/crystal-main',
  'src/rehearsal/properties-main',
];

/** Packages of plain JavaScript that nearly every command loads. Others have files of their own or native parts. */
const bundled = ['bullmq', 'cli-table3', 'commander', 'convict', 'ioredis', 'tinyglobby', 'yaml', 'zod'];

export const buildProgram = {
  name: 'program',
  says: 'Bundling to dist/',
  inputs: ['src', 'queues', 'workers', 'dashboard', 'tsconfig.json', 'package-lock.json', 'scripts/lib'],
  outputs: entries.map((name) => `dist/${name}.js`),
  run: bundle,
};

/**
 * Few large files in place of some hundred small ones, which take longer to find than to run
 * (docs/decisions/023-bundle.md). They go into a new folder that then takes the old one's place.
 */
async function bundle() {
  // Loaded only where there is something to bundle: `npm ci --omit=dev` does not install it.
  const { build } = await import('esbuild');
  const fresh = join(root, `dist.new-${process.pid}`);
  const dist = join(root, 'dist');
  rmSync(fresh, { recursive: true, force: true });
  try {
    await build({
      absWorkingDir: root,
      entryPoints: entries.map((name) => `${name}.ts`),
      outbase: root,
      outdir: fresh,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      mainFields: ['module', 'main'],
      // As modules; of a package in CommonJS, `await import` would give the default export alone.
      alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
      external: dependencies().filter((name) => !bundled.includes(name)),
      // For packages that call `require`.
      banner: {
        js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
      },
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'warning',
    });
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  const old = join(root, `dist.old-${process.pid}`);
  rmSync(old, { recursive: true, force: true });
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(fresh, dist);
  rmSync(old, { recursive: true, force: true });
}

const dependencies = () =>
  Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies);
