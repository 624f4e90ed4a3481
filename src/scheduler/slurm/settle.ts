import { CrystalqError } from '../../errors/crystalq-error.js';

export interface Settled<T> {
  readonly value?: T;
  readonly error?: unknown;
}

/** An answer or why there is none: one witness may be silent while the other speaks. A missing command is no silence. */
export async function settle<T>(answer: Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await answer };
  } catch (error) {
    if (error instanceof CrystalqError && error.code === 'SCHEDULER_MISSING') throw error;
    return { error };
  }
}
