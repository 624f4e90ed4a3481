// `npm run docs`: prints the pages of docs/ that say what code says. Reads the sources, not dist/.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { register } from 'tsx/esm/api';
import { root } from './lib/root.mjs';

register();
const { renderPrintedDocs } = await import('../queues/cli/docs/printed-docs.ts');

const folder = join(root, 'docs');
mkdirSync(folder, { recursive: true });
for (const [file, text] of Object.entries(await renderPrintedDocs())) {
  writeFileSync(join(folder, file), text);
  console.log(`docs/${file}`);
}
