import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';

/**
 * A part has `name`, `says`, `inputs` (files and folders), `outputs` and `run`. It is stale when an output is missing
 * or an input is another than at its last run; that is kept as a hash beside the packages it was made with.
 *
 * @param {boolean} force everything is stale
 */
export async function withStamps(force, work) {
  const file = join(root, 'node_modules/.cache/crystalq/prepared.json');
  const stamps = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  await work(
    (part) =>
      force ||
      stamps[part.name] !== hashOf(part.inputs) ||
      part.outputs.some((path) => !existsSync(join(root, path))),
    (part) => {
      stamps[part.name] = hashOf(part.inputs);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(stamps));
    },
  );
}

function hashOf(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const file of paths.flatMap(filesIn)) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Paths relative to the checkout, in a fixed order; what is generated is no input. */
function filesIn(path) {
  if (!existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .filter((name) => name !== 'generated')
    .flatMap((name) => filesIn(join(path, name)));
}
