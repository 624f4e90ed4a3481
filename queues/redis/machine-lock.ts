import { createServer, type Server } from 'node:net';
import { createHash } from 'node:crypto';

/**
 * Lends a lock among the processes of this machine. It is a name in the kernel's abstract socket space: it cannot stay
 * behind when its holder dies. Where there is none (macOS), the work runs without a lock.
 */
export async function withMachineLock<T>(
  name: string,
  timeoutMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const server = process.platform === 'linux' ? await listenWithin(addressOf(name), timeoutMs) : undefined;
  try {
    return await work();
  } finally {
    server?.close();
  }
}

const addressOf = (name: string): string =>
  `\0crystalq-${process.getuid?.() ?? 0}-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;

async function listenWithin(address: string, timeoutMs: number): Promise<Server> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const server = await tryListen(address);
    if (server) return server;
    if (Date.now() > deadline)
      throw new Error(`another process holds the lock for more than ${timeoutMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const tryListen = (address: string): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => resolve(server));
  });
