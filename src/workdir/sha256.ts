import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { translateDiskErrors } from './disk-errors.js';

export interface FileDigest {
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** Size and checksum of what is really in a file, read piece by piece. */
export function digestFile(path: string): Promise<FileDigest> {
  return translateDiskErrors(`read ${path}`, async () => {
    const file = await open(path, 'r');
    try {
      const hash = createHash('sha256');
      const piece = Buffer.allocUnsafe(256 * 1024);
      let sizeBytes = 0;
      for (;;) {
        const { bytesRead } = await file.read(piece, 0, piece.length);
        if (bytesRead === 0) return { sizeBytes, sha256: hash.digest('hex') };
        hash.update(piece.subarray(0, bytesRead));
        sizeBytes += bytesRead;
      }
    } finally {
      await file.close();
    }
  });
}
