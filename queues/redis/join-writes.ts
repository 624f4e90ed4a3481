import type { Writable } from 'node:stream';

/**
 * What one turn of the event loop writes goes out in one system call. ioredis writes each command by itself, and each
 * write wakes Redis up, which takes a processor from whoever needs it: a worker sends some six commands a turn.
 */
export function joinWrites(stream: Writable): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = (...args: unknown[]): boolean => {
    if (stream.writableCorked === 0) {
      stream.cork();
      setImmediate(() => stream.uncork());
    }
    return write(...args);
  };
}
