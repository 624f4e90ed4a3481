import { AsyncLocalStorage } from 'node:async_hooks';
import { CrystalqError } from '../src/errors/crystalq-error.js';

const limits = new AsyncLocalStorage<{ error?: CrystalqError }>();

/**
 * Work that may take so long. Beyond that it fails with WORK_TIMED_OUT and is left to itself: a call of a file system
 * that hangs cannot be taken back. What it says later is not heard.
 */
export async function withTimeLimit<T>(seconds: number, what: string, work: () => Promise<T>): Promise<T> {
  const limit: { error?: CrystalqError } = {};
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      limit.error = new CrystalqError('WORK_TIMED_OUT', `${what} is not done after ${seconds} s.`, {
        details: { what, limitSeconds: seconds },
      });
      reject(limit.error);
    }, seconds * 1000);
  });
  try {
    return await Promise.race([limits.run(limit, work), expiry]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends work that was given up. To be asked before something is done that would not be the same when done twice. */
export function assertInTime(): void {
  const error = limits.getStore()?.error;
  if (error) throw error;
}
