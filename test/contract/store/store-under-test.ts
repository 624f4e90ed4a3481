import { expect } from 'chai';
import type { Change, Store } from '../../../src/store/store.js';
import { by, createBatch, createMaterial } from '../../support/store-examples.js';

export interface StoreUnderTest {
  readonly store: Store;
  /** Another one on the same database, as another process has it. */
  readonly another: () => Promise<Store>;
}

/** An empty store for each test. */
export type OpenEmpty = () => Promise<StoreUnderTest>;

/** A batch `b` with that many materials of OPT -> SP, open, none released. */
export async function enqueue(
  store: Store,
  materials: number,
  id = 'b',
  changes: Parameters<typeof createBatch>[1] = {},
): Promise<void> {
  await store.beginBatch(createBatch(id, changes), by);
  await store.addMaterials(
    id,
    Array.from({ length: materials }, (_, index) => createMaterial(id, index + 1)),
    by,
  );
  await applied(store, { kind: 'batch', id, to: 'open' });
}

export async function applied(store: Store, ...changes: Change[]): Promise<void> {
  const result = await store.apply(changes, by);
  expect(result.conflict, 'conflict').to.equal(undefined);
  expect(result.applied, 'applied').to.equal(true);
}

// Each fails by itself where the row is not there.
export const step = async (store: Store, id: string) => (await store.stepContext(id))!.step;
export const material = async (store: Store, id: string) => (await store.materialGraph(id))!.material;
export const batch = async (store: Store, id: string) => (await store.batch(id))!;

/** `step waiting > running`, oldest first. */
export const moves = async (store: Store, selector: Parameters<Store['events']>[0]) =>
  (await store.events(selector)).map(({ entity, from, to }) => `${entity} ${from ?? '-'} > ${to}`).reverse();
