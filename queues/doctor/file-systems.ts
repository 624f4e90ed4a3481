import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Numbers of file systems that statfs tells, as in Linux's magic.h and the sources of the file systems. */
const kinds: ReadonlyMap<number, { readonly name: string; readonly isNetwork: boolean }> = new Map([
  [0x6969, { name: 'NFS', isNetwork: true }],
  [0x0bd00bd0, { name: 'Lustre', isNetwork: true }],
  [0x47504653, { name: 'GPFS', isNetwork: true }],
  [0x19830326, { name: 'BeeGFS', isNetwork: true }],
  [0xff534d42, { name: 'CIFS', isNetwork: true }],
  [0xfe534d42, { name: 'SMB', isNetwork: true }],
  [0x00c36400, { name: 'Ceph', isNetwork: true }],
  [0x5346414f, { name: 'AFS', isNetwork: true }],
  [0x01021994, { name: 'tmpfs', isNetwork: false }],
]);

export interface FileSystem {
  readonly name: string;
  readonly isNetwork: boolean;
  readonly freeBytes: number;
  readonly freeFiles: number;
}

/** The file system of a path, or of the nearest folder above it that exists. */
export function fileSystemOf(path: string): FileSystem {
  let existing = path;
  while (!existsSync(existing)) existing = dirname(existing);
  const { type, bavail, bsize, ffree, files } = statfsSync(existing);
  // Node tells the number signed on some platforms.
  const kind = kinds.get(type >>> 0) ?? { name: 'local', isNetwork: false };
  // Some file systems count no files; they have no limit of them.
  return { ...kind, freeBytes: bavail * bsize, freeFiles: files === 0 ? Infinity : ffree };
}
