import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { providerOf } from './sql/database-url.js';

type StatFs = (folder: string) => Promise<{ readonly type: number }>;

/** Numbers of `statfs(2)` for file systems that other hosts may see too. */
const networkTypes: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x19830326, 'BeeGFS'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
  [0xaad7aaea, 'PanFS'],
  [0x7461636f, 'OCFS2'],
  [0x01161970, 'GFS2'],
  [0x65735546, 'FUSE'],
]);

/**
 * The kind of network file system a SQLite store lies on, if it does. There the store may be used from one host only:
 * its write-ahead log is shared through the memory of that host, and two hosts would ruin the file without a word.
 */
export async function findNetworkFilesystem(url: string, ask: StatFs = statfs): Promise<string | undefined> {
  if (providerOf(url) !== 'sqlite') return undefined;
  return networkFilesystemOf(dirname(fileURLToPath(url)), ask);
}

/** The kind of network file system a folder lies on or is going to; undefined for a disk of this machine. */
export const networkFilesystemOf = async (
  folder: string,
  ask: StatFs = statfs,
): Promise<string | undefined> => networkTypes.get(await typeOf(folder, ask));

/** Of the folder, or of the nearest one above it that exists. */
async function typeOf(folder: string, ask: StatFs): Promise<number> {
  try {
    // Signed where the kernel's word is 32 bits wide.
    return (await ask(folder)).type >>> 0;
  } catch (thrown) {
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    if (!isMissing || folder === dirname(folder)) throw thrown;
    return typeOf(dirname(folder), ask);
  }
}
