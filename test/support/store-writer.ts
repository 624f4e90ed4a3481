import { openStore } from '../../src/store/open-store.js';
import { by, createBatch, createMaterial } from './store-examples.js';

/**
 * A process of its own that writes to the store named by its argument until it is killed. Each call of `addMaterials`
 * brings ten materials of two steps; each call of `apply` cancels both steps of one material.
 */
const [url = ''] = process.argv.slice(2);
const batchId = `b${process.pid}`;
const store = await openStore({ url });
await store.beginBatch(createBatch(batchId), by);
process.stdout.write(`${batchId}\n`);
for (let first = 1; ; first += 10) {
  const materials = Array.from({ length: 10 }, (_, index) => createMaterial(batchId, first + index));
  await store.addMaterials(batchId, materials, by);
  await Promise.all(
    materials.map(({ steps }) =>
      store.apply(
        steps.map(({ id }) => ({ kind: 'step', id, to: 'cancelled' }) as const),
        by,
      ),
    ),
  );
}
