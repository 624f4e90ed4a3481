import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { ClusterProfile, Config } from '../../src/config/config.js';
import { toCrystalqError } from '../../src/errors/crystalq-error.js';
import { createScheduler } from '../../src/scheduler/create-scheduler.js';
import { findingsOf, type Finding } from './finding.js';

const { fine, note, problem } = findingsOf('cluster');

type Environment = Readonly<Record<string, string | undefined>>;

/** Scheduler, binaries and scratch of the profiles. A profile that is not the default one cannot do harm: notes only. */
export async function checkClusters(config: Config, env: Environment): Promise<Finding[]> {
  const names = Object.keys(config.clusters).filter(
    (name) => name !== 'rehearsal' || name === config.cluster,
  );
  const all = await Promise.all(
    names.map(async (name) => {
      const profile = config.clusters[name];
      if (!profile) return [];
      const findings = [
        ...(await checkScheduler(name, profile, config)),
        ...checkBinaries(name, profile, env),
        ...checkScratch(name, profile, env),
      ];
      return name === config.cluster ? findings : findings.map(asNote);
    }),
  );
  return all.flat();
}

const asNote = (finding: Finding): Finding =>
  finding.level === 'problem' ? { ...finding, level: 'note' } : finding;

async function checkScheduler(name: string, profile: ClusterProfile, config: Config): Promise<Finding[]> {
  const scheduler = createScheduler(name, profile, () => config);
  try {
    const { findings } = await scheduler.probe();
    return findings.map(({ ok, what, remedy }) =>
      ok
        ? remedy === ''
          ? fine(`${name}: ${what}`)
          : note(`${name}: ${what}`, remedy)
        : problem(`${name}: ${what}`, remedy),
    );
  } catch (thrown) {
    const error = toCrystalqError(thrown);
    return [problem(`${name}: ${error.message}`, error.hint)];
  } finally {
    await scheduler.close();
  }
}

/** Only what runs on this machine can be looked at from here. */
function checkBinaries(name: string, profile: ClusterProfile, env: Environment): Finding[] {
  const keys = ['crystalBinary', 'propertiesBinary', 'serialCrystalBinary'] as const;
  const launcher = profile.launcher[0];
  return [
    ...(launcher === undefined ? [] : [checkProgram(name, profile, 'launcher', launcher, env)]),
    ...keys.flatMap((key) => {
      const program = profile[key];
      return program === null ? [] : [checkProgram(name, profile, key, program, env)];
    }),
  ];
}

function checkProgram(
  name: string,
  profile: ClusterProfile,
  key: string,
  program: string,
  env: Environment,
): Finding {
  const told = `${name}: ${key} ${program}`;
  const known = expand(program, env);
  const isHere =
    known !== undefined && findProgram(known, profile.launcher.length > 0 && key !== 'launcher', env);
  if (isHere) return fine(told);
  if (profile.scheduler === 'local' && profile.modules.length === 0)
    return problem(`${told} is not on this machine`, `Correct clusters.${name}.${key}.`);
  // Modules, and variables such as $EBROOTCRYSTAL, exist in the job only.
  if (known === undefined || !isAbsolute(known) || profile.modules.length > 0)
    return fine(`${told} (on the compute nodes; seen when a job runs)`);
  return note(
    `${told} is not on this machine`,
    `Fine if the nodes have it; else correct clusters.${name}.${key}.`,
  );
}

/** `$NAME` and `${NAME}` filled in; undefined when a variable is not set here. */
function expand(text: string, env: Environment): string | undefined {
  const names = [...text.matchAll(variable)].map(([, braced, bare]) => braced ?? bare ?? '');
  if (names.some((name) => !env[name])) return undefined;
  return text.replace(variable, (_, braced?: string, bare?: string) => env[braced ?? bare ?? ''] ?? '');
}

const variable = /\$(?:\{(\w+)\}|(\w+))/g;

function findProgram(program: string, isArgumentOfLauncher: boolean, env: Environment): boolean {
  const candidates = isAbsolute(program)
    ? [program]
    : (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  return candidates.some((path) =>
    isArgumentOfLauncher && isAbsolute(program) ? existsSync(path) : isExecutable(path),
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function checkScratch(name: string, profile: ClusterProfile, env: Environment): Finding[] {
  if (profile.scratch.length === 0)
    return profile.scheduler === 'local'
      ? []
      : [
          note(
            `${name}: no scratch folder; programs run in the run folder`,
            `Name scratch folders in clusters.${name}.scratch.`,
          ),
        ];
  if (profile.scheduler === 'slurm')
    return [fine(`${name}: scratch ${profile.scratch.join(', then ')} (on the nodes)`)];
  const writable = profile.scratch
    .map((candidate) => expand(candidate, env))
    .find((path) => path !== undefined && isWritableFolder(path));
  return [
    writable === undefined
      ? problem(
          `${name}: none of ${profile.scratch.join(', ')} can be written`,
          `Correct clusters.${name}.scratch.`,
        )
      : fine(`${name}: scratch ${writable}`),
  ];
}

function isWritableFolder(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
