import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** `sun_path` holds 108 bytes with its closing zero on Linux, 104 on macOS. */
const longestSocketPath = 103;

export interface SocketPlace {
  readonly folder: string;
  readonly socket: string;
}

/**
 * The folder and path of the own Redis's socket: in the data folder, or, when that path is too long for a socket, in a
 * folder named after it below XDG_RUNTIME_DIR or /tmp.
 */
export function socketPlace(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  userId: number,
): SocketPlace {
  const inData = join(dataDir, 'redis');
  const name = `crystalq-${userId}-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
  const folders = [inData, ...(env['XDG_RUNTIME_DIR'] ? [join(env['XDG_RUNTIME_DIR'], name)] : [])];
  const folder =
    folders.find((each) => Buffer.byteLength(join(each, 'redis.sock')) <= longestSocketPath) ??
    join('/tmp', name);
  return { folder, socket: join(folder, 'redis.sock') };
}
