import { expect } from 'chai';
import { PassThrough } from 'node:stream';
import { watchProgress, type WatchOptions } from '../../../queues/cli/views/watch-progress.js';

describe('crystalq status --watch', () => {
  it('ends when nobody reads it any more', async () => {
    const out = new PassThrough();
    // As bin/crystalq.js does: without it the error would end the test run.
    out.on('error', () => undefined);
    let looks = 0;
    const look: WatchOptions['look'] = () => {
      looks += 1;
      if (looks === 2) out.emit('error', new Error('write EPIPE'));
      if (looks === 20) throw new Error('It goes on.');
      const counts = { materials: { released: 1 }, steps: [], failures: [] };
      return Promise.resolve({ counts, batches: [], halts: [] } as unknown as Awaited<
        ReturnType<WatchOptions['look']>
      >);
    };
    await watchProgress({ look, terminal: { out, err: out, interactive: false }, intervalMs: 1 });
    expect(looks).to.equal(2);
  });
});
