import type { Job } from 'bullmq';
import { expect } from 'chai';
import type { SystemJob } from '../../../queues/payloads.js';
import type { WorkerDeps } from '../../../workers/deps.js';
import { createMaterialProcessor } from '../../../workers/material.js';

describe('The root of a flow', () => {
  /** What it asks for when it finds its material settled, as after a crash. */
  async function requestsOf(isAnyWaiting: boolean): Promise<string[]> {
    const requests: string[] = [];
    const deps = {
      store: {
        materialGraph: () => Promise.resolve({ material: { state: 'succeeded', generation: 1 } }),
        isAnyMaterialPending: () => Promise.resolve(isAnyWaiting),
      },
      queues: { request: (task: SystemJob) => Promise.resolve(void requests.push(task.task)) },
    } as unknown as WorkerDeps;
    await createMaterialProcessor(deps)({} as unknown as Job, { v: 1, materialId: 'b-0001', generation: 1 });
    return requests;
  }

  it('lets the next material in', async () => {
    expect(await requestsOf(true)).to.deep.equal(['release']);
  });

  it('asks for nothing where no material waits', async () => {
    expect(await requestsOf(false)).to.deep.equal([]);
  });
});
