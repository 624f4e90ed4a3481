import { CrystalqError } from '../src/errors/crystalq-error.js';

/** Ends work that was given up. To be asked before something is done that would not be the same when done twice. */
export type AssertInTime = () => void;

/**
 * Work that may take so long. Beyond that it fails with WORK_TIMED_OUT and is left to itself: a call of a file system
 * that hangs cannot be taken back. What it says later is not heard.
 */
export async function withTimeLimit<T>(
  seconds: number,
  what: string,
  work: (assertInTime: AssertInTime) => Promise<T>,
): Promise<T> {
  let error: CrystalqError | undefined;
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      error = new CrystalqError('WORK_TIMED_OUT', `${what} is not done after ${seconds} s.`, {
        details: { what, limitSeconds: seconds },
      });
      reject(error);
    }, seconds * 1000);
    // The limit alone keeps no process alive.
    timer.unref();
  });
  const assertInTime = (): void => {
    if (error) throw error;
  };
  try {
    return await Promise.race([work(assertInTime), expiry]);
  } finally {
    clearTimeout(timer);
  }
}
