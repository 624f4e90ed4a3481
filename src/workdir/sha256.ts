import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { translateDiskErrors } from './disk-errors.js';
import { files } from './files.js';

export interface FileDigest {
  readonly sizeBytes: number;
  readonly sha256: string;
}

const longestPiece = 256 * 1024;

/** Size and checksum of what is really in a file, read piece by piece. */
export function digestFile(path: string): Promise<FileDigest> {
  return translateDiskErrors(`read ${path}`, async () => {
    const file = await files().open(path, 'r');
    try {
      const hash = createHash('sha256');
      const piece = Buffer.allocUnsafe(Math.min((await file.stat()).size + 1, longestPiece));
      let sizeBytes = 0;
      for (;;) {
        const { bytesRead } = await file.read(piece, 0, piece.length);
        if (bytesRead === 0) return { sizeBytes, sha256: hash.digest('hex') };
        hash.update(piece.subarray(0, bytesRead));
        sizeBytes += bytesRead;
        // Long files let others have their turn.
        if (bytesRead === longestPiece) await nextTurn();
      }
    } finally {
      await file.close();
    }
  });
}
