import type { Store } from '../../src/store/store.js';
import { concernsSubmission, type HaltRecord } from '../../src/workflow/halts.js';
import type { AttemptRecord } from '../../src/workflow/records.js';

type HaltingStore = Pick<Store, 'halts'>;

/** What an attempt asks of which cluster. */
export type Asked = Pick<AttemptRecord, 'cluster' | 'resources'>;

const seen = new WeakMap<HaltingStore, { readonly at: number; readonly halts: Promise<HaltRecord[]> }>();

/** How long what stands is believed to stand. */
const freshMs = 1_500;

/** The halt in the way of this submission. Asked before each one, hence read once for many. */
export async function haltOf(store: HaltingStore, attempt: Asked): Promise<HaltRecord | undefined> {
  return (await standing(store)).find((halt) => halt.state === 'open' && stopsSubmission(halt, attempt));
}

/** What was seen is old news: the next one looks again. */
export const lookAgain = (store: HaltingStore): boolean => seen.delete(store);

export const stopsSubmission = (halt: HaltRecord, attempt: Asked): boolean =>
  halt.kind === 'submission' && concernsSubmission(halt, attempt);

function standing(store: HaltingStore): Promise<HaltRecord[]> {
  const now = performance.now();
  const last = seen.get(store);
  if (last && now - last.at < freshMs) return last.halts;
  const halts = store.halts();
  seen.set(store, { at: now, halts });
  // A store that is away is asked again by the next one.
  halts.catch(() => seen.delete(store));
  return halts;
}
