import { Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { joinWrites } from '../../../queues/redis/join-writes.js';

describe('writes to Redis', () => {
  it('are one in each turn of the event loop', async () => {
    const sent: string[] = [];
    const stream = new Writable({
      decodeStrings: false,
      write: (chunk: string, _encoding, done) => {
        sent.push(chunk);
        done();
      },
      writev: (chunks: { chunk: string }[], done) => {
        sent.push(chunks.map(({ chunk }) => chunk).join(''));
        done();
      },
    });
    joinWrites(stream);
    stream.write('a');
    await Promise.resolve();
    stream.write('b');
    await nextTurn();
    stream.write('c');
    await nextTurn();
    expect(sent).to.deep.equal(['ab', 'c']);
  });
});
