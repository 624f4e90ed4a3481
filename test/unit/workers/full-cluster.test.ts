import { expect } from 'chai';
import { silentLog } from '../../../src/log/log.js';
import { isPaused, pause } from '../../../workers/run/full-cluster.js';

describe('A cluster that said that it is full', () => {
  /** Refuses at `now`; how long submissions pause then, in seconds. */
  const refuse = (cluster: string, now: number): number => {
    pause({ log: silentLog }, cluster, now);
    let seconds = 0;
    while (isPaused(cluster, now + seconds * 1000)) seconds += 1;
    return seconds;
  };

  it('is left alone for longer each time it says so again, two minutes at most', () => {
    let now = 0;
    const pauses = Array.from({ length: 8 }, () => {
      const seconds = refuse('stays full', now);
      now += seconds * 1000;
      return seconds;
    });
    expect(pauses).to.deep.equal([2, 4, 8, 16, 32, 64, 120, 120]);
  });

  it('is asked soon again when it took jobs for a while in between', () => {
    let now = 0;
    for (let times = 0; times < 8; times += 1) now += refuse('had room', now) * 1000;
    expect(refuse('had room', now + 3600_000)).to.equal(2);
  });
});
