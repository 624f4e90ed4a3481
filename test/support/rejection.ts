import { CrystalqError } from '../../src/errors/crystalq-error.js';

/** The CrystalqError that a promise is rejected with. */
export async function rejection(work: Promise<unknown>): Promise<CrystalqError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof CrystalqError) return error;
    throw error;
  }
  throw new Error('it was not rejected');
}
