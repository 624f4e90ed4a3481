import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CrystalqError } from '../errors/crystalq-error.js';
import { stepSlug } from '../workflow/step-name.js';
import { errnoOf } from './disk-errors.js';

/**
 * The only place that builds paths of run folders:
 *
 *   <workDir>/<batchId>/<materialId>/<step name>/a<NN>        e.g. k3x9w2ab/k3x9w2ab-0007/CHARGE-POTENTIAL/a01
 *
 * Ids are ours; labels of users are data and never part of a path.
 */
export interface StepPlace {
  readonly batchId: string;
  readonly materialId: string;
  /** OPT, SP2, CHARGE+POTENTIAL. */
  readonly stepName: string;
}

const materialFolder = (workDir: string, place: Omit<StepPlace, 'stepName'>): string =>
  join(absolute(workDir), idPart(place.batchId), idPart(place.materialId));

export const stepFolder = (workDir: string, place: StepPlace): string =>
  join(materialFolder(workDir, place), idPart(stepSlug(place.stepName)));

/** `attemptNumber` starts at 1. */
export function attemptFolder(workDir: string, place: StepPlace, attemptNumber: number): string {
  if (!Number.isInteger(attemptNumber) || attemptNumber < 1)
    throw forbidden(`attempt ${attemptNumber}`, 'attempts are counted from 1');
  return join(stepFolder(workDir, place), `a${String(attemptNumber).padStart(2, '0')}`);
}

/** A file named for its step: `CHARGE+POTENTIAL` and `d3` -> `CHARGE-POTENTIAL.d3`. */
export const stepFileName = (stepName: string, ending: string): string =>
  `${idPart(stepSlug(stepName))}.${ending}`;

/** Where the program of a step writes, from its first line on. */
export const outputName = (stepName: string): string => stepFileName(stepName, 'out');

/** A file of a run folder by its name; anything that leads elsewhere is refused. */
export function fileIn(folder: string, name: string): string {
  const path = resolve(absolute(folder), name);
  if (name.includes('\0') || !isBelow(folder, path)) throw forbidden(name, `it leads out of ${folder}`);
  return path;
}

/**
 * Where a path really leads (symbolic links followed), if that is inside the folder; the folder itself counts.
 * Throws PATH_FORBIDDEN when it leads out, FILE_MISSING when it is not there.
 */
export async function confined(folder: string, path: string): Promise<string> {
  const [realFolder, realFile] = await Promise.all([real(folder), real(path)]);
  if (realFile !== realFolder && !isBelow(realFolder, realFile))
    throw forbidden(path, `it leads out of ${folder}`);
  return realFile;
}

async function real(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    if (errnoOf(cause) !== 'ENOENT' && errnoOf(cause) !== 'ENOTDIR') throw cause;
    throw new CrystalqError('FILE_MISSING', `${path} is not there.`, { details: { path }, cause });
  }
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function idPart(id: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(id))
    throw forbidden(id, 'a part of a path may hold letters, digits, dot, dash and underscore only');
  return id;
}

function absolute(folder: string): string {
  if (!isAbsolute(folder)) throw forbidden(folder, 'the work folder has to be an absolute path');
  return folder;
}

const forbidden = (path: string, why: string): CrystalqError =>
  new CrystalqError('PATH_FORBIDDEN', `${JSON.stringify(path)} is no place for a file: ${why}.`, {
    details: { path },
  });
