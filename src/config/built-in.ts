import { join } from 'node:path';
import { packageFolder } from './package-folder.js';
import type { Source } from './source.js';

const gibibyte = 1024;
const hour = 3600;
const day = 24 * hour;

/** What OPT, SP and FREQ of some ten to hundred atoms ask for, and the property steps after them. */
const resources = {
  default: { tasks: 28, cpusPerTask: 1, nodes: 1, memoryMiB: 80 * gibibyte, walltimeSeconds: 2 * hour },
  OPT: { tasks: 32, memoryMiB: 160 * gibibyte, walltimeSeconds: 7 * day },
  SP: { tasks: 32, memoryMiB: 128 * gibibyte, walltimeSeconds: 3 * day },
  FREQ: { tasks: 32, memoryMiB: 224 * gibibyte, walltimeSeconds: 7 * day },
  BAND: { memoryMiB: 48 * gibibyte },
  DOSS: { memoryMiB: 48 * gibibyte },
};

/** The stand-in programs, as processes of this machine: what a fresh installation can run. */
const rehearsal = () => ({
  scheduler: 'local',
  rehearsal: true,
  purgeModules: false,
  launcher: [process.execPath],
  crystalBinary: join(packageFolder(), 'bin', 'crystalq-rehearsal-crystal.js'),
  propertiesBinary: join(packageFolder(), 'bin', 'crystalq-rehearsal-properties.js'),
  resources: { default: { tasks: 1, cpusPerTask: 1, nodes: 1, memoryMiB: 256, walltimeSeconds: 600 } },
});

/** What is there before any file is read. */
export function builtInSource(dataHome: string): Source {
  return {
    layer: 'default',
    tree: {
      workflow: { resources },
      paths: { dataDir: join(dataHome, 'crystalq'), workDir: join(dataHome, 'crystalq', 'work') },
      clusters: { rehearsal: rehearsal() },
    },
    where: () => 'built in',
    baseFolder: '/',
  };
}

/** What an environment changes by itself. */
export const builtInEnvironments: Readonly<Record<string, unknown>> = {
  development: { advanced: { log: { level: 'debug' } } },
  testing: {
    advanced: {
      log: { level: 'warn', console: 'off' },
      pollIntervalSeconds: { slurm: 1, local: 0.5 },
      endRecordIntervalSeconds: 0.5,
      reconcileIntervalSeconds: 5,
    },
    workflow: { timeouts: { settleSeconds: 2, secondLookUpSeconds: 5, shutdownSeconds: 10 } },
  },
  production: {},
};
