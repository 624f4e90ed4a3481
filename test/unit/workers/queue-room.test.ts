import { expect } from 'chai';
import { builtInConfig } from '../../support/built-in-config.js';
import { eventually } from '../../support/eventually.js';
import { waitForRoom } from '../../../workers/run/queue-room.js';

describe('Room in the queue of a cluster', () => {
  /** A cluster with room for `maxQueued`, of which the store counts `live`. */
  const depsWith = async (maxQueued: number, live: () => Promise<number>) => {
    const config = await builtInConfig();
    const [name = '', profile] = Object.entries(config.clusters)[0] ?? [];
    const limits = { ...profile!.limits, maxQueued, maxSubmitPerMinute: 60 };
    const limited = { ...config, clusters: { here: { ...config.clusters[name]!, limits } } };
    let asked = 0;
    const store = {
      countLiveAttempts: () => {
        asked += 1;
        return live();
      },
    };
    return { config: () => limited, store, asked: () => asked };
  };

  it('lets pass as many as fit, counts once for all, and spaces those that wait', async () => {
    const deps = await depsWith(3, () => Promise.resolve(1));
    const waits = [];
    for (let index = 0; index < 5; index++) waits.push(await waitForRoom(deps, 'here'));
    expect(waits.slice(0, 2)).to.deep.equal([0, 0]);
    expect(waits[2]).to.be.within(1_000, 1_501);
    expect(waits[3]! - waits[2]!).to.be.within(300, 501);
    expect(waits[4]! - waits[3]!).to.be.within(300, 501);
    expect(deps.asked()).to.equal(1);
  });

  it('counts anew after a while; those that come then stand behind those that wait', async () => {
    const deps = await depsWith(0, () => Promise.resolve(0));
    const waits: number[] = [];
    await eventually('another count', async () => {
      waits.push(await waitForRoom(deps, 'here'));
      return deps.asked() === 2;
    });
    expect(waits.at(-1)).to.be.greaterThan(waits[0]! + 1_000);
  });

  it('asks again at once when the store did not answer', async () => {
    let isAway = true;
    const deps = await depsWith(1, () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(0)));
    const failure = await waitForRoom(deps, 'here').catch((error: unknown) => error);
    expect(failure).to.be.an('error');
    isAway = false;
    expect(await waitForRoom(deps, 'here')).to.equal(0);
  });

  it('stops nobody on a cluster the configuration does not know', async () => {
    expect(await waitForRoom(await depsWith(1, () => Promise.resolve(9)), 'elsewhere')).to.equal(0);
  });
});
