import { getSystemErrorName } from 'node:util';

/** An error as Node throws it, from the number that the kernel gave. */
export function errnoError(errno: number, what: string): NodeJS.ErrnoException {
  const code = getSystemErrorName(-errno);
  return Object.assign(new Error(`${what}: ${code}`), { errno: -errno, code });
}
