import type { Store } from '../../src/store/store.js';

interface Refusals {
  times: number;
  /** How often each step was refused. */
  readonly bySteps: Map<string, number>;
}

/** What this process was refused since the last success, by class. A hint: after a restart it counts anew. */
const refusals = new WeakMap<Store, Map<string, Refusals>>();

/** So many refusals are no hiccup of accounting. */
const refusalsOfAHalt = 3;

/**
 * What a refusal comes to. `again`: it may be a hiccup. `halt`: the whole class waits for somebody to mend it. `fail`:
 * only this step asks for what is refused, and nobody else would be helped.
 */
export function countRefusal(
  store: Store,
  classId: string,
  { stepId, about }: { readonly stepId: string; readonly about: 'access' | 'job' },
): 'again' | 'halt' | 'fail' {
  const ofStore = refusals.get(store) ?? new Map<string, Refusals>();
  refusals.set(store, ofStore);
  const refused = ofStore.get(classId) ?? { times: 0, bySteps: new Map<string, number>() };
  ofStore.set(classId, refused);
  refused.times += 1;
  const ofStep = (refused.bySteps.get(stepId) ?? 0) + 1;
  refused.bySteps.set(stepId, ofStep);
  const isOfAll = about === 'access' ? refused.times : refused.bySteps.size;
  if (isOfAll >= refusalsOfAHalt) return 'halt';
  return ofStep >= refusalsOfAHalt ? 'fail' : 'again';
}

/** The scheduler took a job: what it refused before was another matter. */
export const forgetRefusals = (store: Store, classIds: readonly string[]): void => {
  for (const id of classIds) refusals.get(store)?.delete(id);
};
