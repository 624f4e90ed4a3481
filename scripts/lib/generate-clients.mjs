import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { runTool } from './run-tool.mjs';

const providers = ['sqlite', 'postgresql'];

/** One set of models gives one client per database: a base file names the provider, the models are shared. */
export const generateClients = {
  name: 'clients',
  says: 'Generating the Prisma clients',
  inputs: ['prisma/models', ...providers.map((name) => `prisma/${name}`), 'node_modules/prisma/package.json'],
  outputs: providers.map((name) => `src/store/generated/${name}/client.ts`),
  run: () => providers.forEach(generate),
};

function generate(provider) {
  const schema = join(root, 'src/store/generated/schema', provider);
  rmSync(schema, { recursive: true, force: true });
  mkdirSync(schema, { recursive: true });
  cpSync(join(root, 'prisma', provider), schema, { recursive: true });
  cpSync(join(root, 'prisma/models'), schema, { recursive: true });
  runTool(`prisma generate (${provider})`, 'prisma/build/index.js', ['generate', '--schema', schema], {
    // The schema engine is a download from elsewhere that generating does not use: any executable will do.
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  });
}
