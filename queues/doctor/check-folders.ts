import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { logFolderOf, sqliteFileOf, type Config } from '../../src/config/config.js';
import { leastFreeBytes, leastFreeFiles } from '../../src/workdir/room.js';
import { fileSystemOf } from './file-systems.js';
import { findingsOf, type Finding } from './finding.js';

const { fine, note, problem } = findingsOf('folders');
const gibibyte = 1024 ** 3;

/** Folders of ours: who can enter them, room, and whether the nodes and the store can live with their file system. */
export function checkFolders(config: Config): Finding[] {
  const { dataDir, workDir } = config.paths;
  return [
    ...checkFolder('data folder', dataDir),
    ...checkPrivacy(dataDir),
    ...checkFolder('work folder', workDir),
    ...checkReach(config),
    ...checkFolder('log folder', logFolderOf(config)),
    ...checkSqlitePlace(config),
  ];
}

function checkFolder(what: string, path: string, setting = 'paths.*'): Finding[] {
  if (!existsSync(path)) {
    const above = nearestExisting(path);
    return [
      isWritable(above)
        ? fine(`${what} ${path} will be made when it is needed`)
        : problem(
            `${what} ${path} is missing and ${above} cannot be written`,
            `Choose another folder (${setting}).`,
          ),
    ];
  }
  if (!statSync(path).isDirectory())
    return [problem(`${what} ${path} is no folder`, `Choose another (${setting}).`)];
  if (!isWritable(path))
    return [
      problem(`${what} ${path} cannot be written`, `chmod u+rwx ${path}, or choose another (${setting}).`),
    ];
  return [checkRoom(what, path, setting)];
}

function checkRoom(what: string, path: string, setting: string): Finding {
  const { freeBytes, freeFiles } = fileSystemOf(path);
  const told = `${what} ${path}: ${(freeBytes / gibibyte).toFixed(1)} GiB free`;
  if (freeBytes < leastFreeBytes || freeFiles < leastFreeFiles)
    return problem(told, `Free space, or choose another (${setting}).`);
  return freeBytes < 5 * gibibyte ? note(told, 'A wavefunction alone may take a gibibyte.') : fine(told);
}

function checkPrivacy(dataDir: string): Finding[] {
  if (!existsSync(dataDir)) return [];
  const { mode, uid } = statSync(dataDir);
  if (process.getuid && uid !== process.getuid())
    return [problem(`data folder ${dataDir} belongs to somebody else`, 'Choose another (paths.dataDir).')];
  return (mode & 0o077) === 0
    ? []
    : [
        problem(
          `others can enter the data folder ${dataDir}: Redis and tokens are in it`,
          `chmod 700 ${dataDir}`,
        ),
      ];
}

/** Jobs of Slurm run on other machines: they must see the run folders. */
function checkReach(config: Config): Finding[] {
  const { scheduler } = config.clusters[config.cluster] ?? {};
  const { name } = fileSystemOf(config.paths.workDir);
  if (scheduler !== 'slurm' || name !== 'tmpfs') return [];
  return [
    problem(
      `work folder ${config.paths.workDir} is in the memory of this machine: nodes do not see it`,
      'Set paths.workDir to a folder on the shared file system.',
    ),
  ];
}

function checkSqlitePlace(config: Config): Finding[] {
  const file = sqliteFileOf(config);
  if (file === undefined) return [];
  const folder = dirname(file);
  const { name, isNetwork } = fileSystemOf(folder);
  return [
    ...(folder === config.paths.dataDir
      ? []
      : checkFolder('folder of the store', folder, 'advanced.store.url')),
    ...(isNetwork
      ? [
          note(
            `the SQLite store is on ${name}: its locks are not safe when processes of several machines use it`,
            'Work from one login node, move paths.dataDir to a local disk, or use PostgreSQL (CRYSTALQ_DATABASE_URL).',
          ),
        ]
      : []),
  ];
}

function nearestExisting(path: string): string {
  let existing = path;
  while (!existsSync(existing)) existing = dirname(existing);
  return existing;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
