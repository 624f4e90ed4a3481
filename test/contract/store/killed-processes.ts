import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Store } from '../../../src/store/store.js';
import { eventually } from '../../support/eventually.js';

const writer = fileURLToPath(new URL('../../support/store-writer.ts', import.meta.url));

/** A process may die at any line: what is in the store afterwards is whole. */
export function itSurvivesKilledProcesses(open: () => Promise<{ store: Store; url: string }>): void {
  it('has whole materials and whole calls, and goes on, after its writers were killed in the middle', async function () {
    this.timeout(60_000);
    const { store, url } = await open();
    for (const materials of [10, 40, 90]) {
      const writers = [startWriter(url), startWriter(url)];
      const batchIds = await Promise.all(writers.map(async ({ started }) => started));
      // Then they are somewhere in the middle of the next ones.
      for (const batch of batchIds)
        await eventually(
          `${materials} materials of ${batch}`,
          async () => (await store.materials({ batch })).length >= materials,
        );
      await Promise.all(writers.map(({ kill }) => kill()));
      for (const batchId of batchIds) await expectWhole(store, batchId);
    }
    expect(await store.acquireLease('writing', 'still works', 60)).to.deep.equal({ fence: 1 });
  });
}

function startWriter(url: string): { started: Promise<string>; kill: () => Promise<unknown> } {
  const child = spawn(process.execPath, ['--import', 'tsx/esm', writer, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  return {
    started: firstLine(child),
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
  return chunk.toString().trim();
}

async function expectWhole(store: Store, batchId: string): Promise<void> {
  const materials = await store.materials({ batch: batchId });
  const steps = await store.steps({ batch: batchId });
  const events = await store.events({ batch: batchId });
  expect(materials.length % 10, 'materials come in tens').to.equal(0);
  for (const { id } of materials) {
    const states = steps.filter(({ materialId }) => materialId === id).map(({ state }) => state);
    expect(states.join(), id).to.be.oneOf(['waiting,waiting', 'cancelled,cancelled']);
    const told = events.filter(
      ({ materialId, entity, to }) => materialId === id && entity === 'step' && to === 'cancelled',
    );
    expect(told, id).to.have.length(states.filter((state) => state === 'cancelled').length);
  }
}
