import * as pooled from 'node:fs/promises';
import {
  closeSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  fsync,
} from 'node:fs';
import { promisify } from 'node:util';

/** What run folders need of a file system. */
interface Files {
  readonly open: (path: string, flags: string, mode?: number) => Promise<OpenFile>;
  readonly readFile: (path: string, encoding: BufferEncoding) => Promise<string>;
  readonly readdir: (path: string) => Promise<string[]>;
  readonly stat: (path: string) => Promise<{ readonly size: number; isFile: () => boolean }>;
  /** With the folders above it; one that is there is fine. */
  readonly makeFolder: (path: string) => Promise<void>;
  readonly link: (from: string, to: string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly copyFile: (from: string, to: string, mode: number) => Promise<void>;
  /** A file that is not there is fine. */
  readonly remove: (path: string) => Promise<void>;
}

export interface OpenFile {
  readonly read: (
    buffer: Buffer,
    offset: number,
    length: number,
    position?: number,
  ) => Promise<{ readonly bytesRead: number }>;
  readonly writeFile: (content: string | Uint8Array) => Promise<void>;
  readonly stat: () => Promise<{ readonly size: number }>;
  readonly sync: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Calls go to node's pool of threads: what hangs (a server of files that is away) does not stop the process. Each
 * costs two changes of thread, some 60 µs of processor time.
 */
const pooledFiles: Files = {
  open: async (path, flags, mode) => {
    const file = await pooled.open(path, flags, mode);
    return {
      read: (buffer, offset, length, position) => file.read(buffer, offset, length, position ?? null),
      writeFile: (content) => file.writeFile(content),
      stat: () => file.stat(),
      sync: () => file.sync(),
      close: () => file.close(),
    };
  },
  readFile: pooled.readFile,
  readdir: pooled.readdir,
  stat: pooled.stat,
  makeFolder: async (path) => {
    await pooled.mkdir(path, { recursive: true });
  },
  link: pooled.link,
  rename: pooled.rename,
  copyFile: pooled.copyFile,
  remove: (path) => pooled.rm(path, { force: true }),
};

const syncFile = promisify(fsync);
/** Longer ones are read by the pool: some milliseconds are long for whoever waits. */
const mostAtOnce = 1024 * 1024;

/** Calls of a local disk take microseconds and are made at once, but for those that wait for the disk itself. */
const directFiles: Files = {
  open: attempt((path: string, flags: string, mode?: number) => {
    const file = openSync(path, flags, mode);
    return {
      read: attempt((buffer, offset, length, position) => ({
        bytesRead: readSync(file, buffer, offset, length, position ?? null),
      })),
      writeFile: attempt((content) => writeFileSync(file, content)),
      stat: attempt(() => fstatSync(file)),
      sync: () => syncFile(file),
      close: attempt(() => closeSync(file)),
    };
  }),
  readFile: async (path, encoding) =>
    statSync(path).size > mostAtOnce ? pooled.readFile(path, encoding) : readFileSync(path, encoding),
  readdir: attempt((path) => readdirSync(path)),
  stat: attempt((path) => statSync(path)),
  makeFolder: attempt((path: string) => {
    mkdirSync(path, { recursive: true });
  }),
  link: attempt(linkSync),
  rename: attempt(renameSync),
  copyFile: pooled.copyFile,
  remove: attempt((path) => {
    try {
      unlinkSync(path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }),
};

/** What is thrown becomes a rejection. */
function attempt<Args extends unknown[], T>(work: (...args: Args) => T): (...args: Args) => Promise<T> {
  return (...args) =>
    new Promise((resolve) => {
      resolve(work(...args));
    });
}

let chosen: Files = pooledFiles;

/** How this process calls the file system of its run folders. */
export const files = (): Files => chosen;

/** For a process whose run folders lie on a disk of this machine. */
export const callFilesDirectly = (isLocal: boolean): void => {
  chosen = isLocal ? directFiles : pooledFiles;
};
