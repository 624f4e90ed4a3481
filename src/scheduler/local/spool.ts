import {
  appendFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '../../workdir/disk-errors.js';
import { parseJobFile, renderLine, type JobLines } from './job-file.js';
import {
  stopReasons,
  type EndedJob,
  type LocalJob,
  type StartRecord,
  type StopReason,
} from './job-record.js';
import type { ProcessIdentity } from './process-identity.js';

/**
 * The jobs of this machine as files, shared by all processes that use the same folder. A job is one file (job-file.ts)
 * that its owner adds lines to. Every change of hands is one rename or link, which the kernel grants to exactly one
 * process:
 *
 *   queued/<id>~<name>            waits
 *   running/<id>~<name>@<owner>   is started, watched and ended by `owner`; when that process is dead, whoever renames
 *                                 the file to its own name is the owner
 *   ended/<id>~<name>             its last line tells how
 *   slots/<n>                     a link to the file of the job that takes this place of `concurrentJobs`; set and
 *                                 removed by the job's owner only
 *   stops/<id>                    why it is being stopped
 *
 * Calls are synchronous: each takes some microseconds, a detour through the thread pool would take ten times as long.
 * Nothing is synced to disk: when the machine stops, its processes are gone, too.
 */
export interface Spool {
  readonly add: (job: LocalJob) => void;
  /** Names of waiting jobs, oldest first. */
  readonly queued: () => string[];
  readonly running: () => { readonly name: JobFile; readonly owner: ProcessIdentity }[];
  readonly ended: () => JobFile[];
  /** Waiting -> mine; undefined: somebody else was faster. */
  readonly claim: (name: JobFile, owner: ProcessIdentity) => LocalJob | undefined;
  /** Mine -> waiting. */
  readonly giveBack: (name: JobFile, owner: ProcessIdentity) => void;
  /** Takes back what was noted of a start of mine: the place and the process. */
  readonly unstart: (name: JobFile, owner: ProcessIdentity) => void;
  /** Running, of a dead owner -> mine, with what that one noted. */
  readonly adopt: (name: JobFile, from: ProcessIdentity, to: ProcessIdentity) => JobLines | undefined;
  /** A free place for a job of mine; undefined: all are taken. */
  readonly takeSlot: (
    name: JobFile,
    owner: ProcessIdentity,
    slots: number,
    hint: number,
  ) => number | undefined;
  readonly readQueued: (name: JobFile) => LocalJob | undefined;
  readonly readRunning: (name: JobFile, owner: ProcessIdentity) => JobLines | undefined;
  readonly readEnded: (name: JobFile) => EndedJob | undefined;
  readonly hasEnded: (name: JobFile) => boolean;
  readonly saveStarted: (name: JobFile, owner: ProcessIdentity, record: StartRecord) => void;
  /** False: it is being stopped already, for the reason given then. */
  readonly askStop: (jobId: string, reason: StopReason) => boolean;
  readonly stopReason: (jobId: string) => StopReason | undefined;
  /** Mine -> ended. `slot` undefined: it is looked for. */
  readonly end: (name: JobFile, owner: ProcessIdentity, slot: number | undefined, ended: EndedJob) => void;
  readonly purgeEnded: (olderThanMs: number) => void;
}

/** `<id>~<name>` */
export type JobFile = string;

export const jobFile = (jobId: string, jobName: string): JobFile => `${jobId}~${jobName}`;
export const jobIdOf = (file: JobFile): string => file.slice(0, file.indexOf('~'));
export const jobNameOf = (file: JobFile): string => file.slice(file.indexOf('~') + 1);

export function openSpool(folder: string, onUnreadable: (name: JobFile) => void): Spool {
  const places = ['queued', 'running', 'slots', 'stops', 'ended', 'new'] as const;
  const at = (place: (typeof places)[number], name: string): string => join(folder, place, name);
  for (const place of places) mkdirSync(join(folder, place), { recursive: true, mode: 0o700 });
  const owned = (name: JobFile, owner: ProcessIdentity): string => at('running', `${name}@${owner}`);
  const leaveSlots = (jobId: string): void => {
    for (const slot of slotsOf(folder, jobId)) done(() => unlinkSync(at('slots', slot)));
  };
  /** A file without a job (the machine lost its power) would take a place for ever; its attempt is found lost. */
  const readMine = (name: JobFile, owner: ProcessIdentity): JobLines | undefined => {
    const lines = read(owned(name, owner));
    if (lines) return lines;
    onUnreadable(name);
    leaveSlots(jobIdOf(name));
    done(() => unlinkSync(owned(name, owner)));
    return undefined;
  };

  const spool: Spool = {
    add: (job) => {
      const name = jobFile(job.jobId, job.jobName);
      // Readers see the whole job or none.
      writeFileSync(at('new', name), renderLine({ job }));
      renameSync(at('new', name), at('queued', name));
    },
    queued: () => readdirSync(join(folder, 'queued')).sort(),
    running: () =>
      readdirSync(join(folder, 'running')).flatMap((file) => {
        const cut = file.lastIndexOf('@');
        return cut < 0 ? [] : [{ name: file.slice(0, cut), owner: file.slice(cut + 1) }];
      }),
    ended: () => readdirSync(join(folder, 'ended')),
    claim: (name, owner) =>
      done(() => renameSync(at('queued', name), owned(name, owner))) ? readMine(name, owner)?.job : undefined,
    giveBack: (name, owner) => renameSync(owned(name, owner), at('queued', name)),
    unstart: (name, owner) => {
      leaveSlots(jobIdOf(name));
      appendFileSync(owned(name, owner), renderLine({ started: null }));
    },
    adopt: (name, from, to) =>
      done(() => renameSync(owned(name, from), owned(name, to))) ? readMine(name, to) : undefined,
    takeSlot: (name, owner, slots, hint) => {
      for (let tried = 0; tried < slots; tried++) {
        const slot = (hint + tried) % slots;
        if (done(() => linkSync(owned(name, owner), at('slots', String(slot))))) return slot;
      }
      return undefined;
    },
    readQueued: (name) => read(at('queued', name))?.job,
    readRunning: (name, owner) => read(owned(name, owner)),
    readEnded: (name) => read(at('ended', name))?.ended,
    hasEnded: (name) => isThere(at('ended', name)),
    saveStarted: (name, owner, started) => appendFileSync(owned(name, owner), renderLine({ started })),
    askStop: (jobId, reason) => done(() => writeFileSync(at('stops', jobId), reason, { flag: 'wx' })),
    stopReason: (jobId) => readStop(at('stops', jobId)),
    end: (name, owner, slot, ended) => {
      const jobId = jobIdOf(name);
      appendFileSync(owned(name, owner), renderLine({ ended }));
      if (slot === undefined) leaveSlots(jobId);
      else done(() => unlinkSync(at('slots', String(slot))));
      done(() => unlinkSync(at('stops', jobId)));
      renameSync(owned(name, owner), at('ended', name));
    },
    purgeEnded: (olderThanMs) => {
      const limit = Date.now() - olderThanMs;
      for (const name of spool.ended()) {
        const path = at('ended', name);
        done(() => {
          if (statSync(path).mtimeMs < limit) unlinkSync(path);
        });
      }
    },
  };
  return spool;
}

/** Places of a job whose owner died before it could note which one it took. */
function slotsOf(folder: string, jobId: string): string[] {
  return readdirSync(join(folder, 'slots')).filter(
    (slot) => read(join(folder, 'slots', slot))?.job.jobId === jobId,
  );
}

function read(path: string): JobLines | undefined {
  try {
    return parseJobFile(readFileSync(path, 'utf8'));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function readStop(path: string): StopReason | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return stopReasons.find((reason) => reason === text);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether it could be done; somebody else having been there first is no error. */
function done(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'EEXIST') return false;
    throw error;
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
