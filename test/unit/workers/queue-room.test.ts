import { expect } from 'chai';
import { builtInConfig } from '../../support/built-in-config.js';
import { eventually } from '../../support/eventually.js';
import { leaveLine, waitForRoom } from '../../../workers/run/queue-room.js';

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

  let asking = 0;
  const ask = (deps: Awaited<ReturnType<typeof depsWith>>, id = `attempt ${asking++}`): Promise<number> =>
    waitForRoom(deps, { id, cluster: 'here' });

  it('counts those that passed and wait for their turn, until they have it', async () => {
    const deps = await depsWith(2, () => Promise.resolve(0));
    expect([await ask(deps, 'a'), await ask(deps, 'b')]).to.deep.equal([0, 0]);
    const countAnew = (known: number) =>
      eventually('another count', async () => {
        const waitMs = await ask(deps, 'c');
        return deps.asked() > known ? { waitMs } : undefined;
      });
    expect((await countAnew(1)).waitMs, 'both are on their way').to.be.greaterThan(0);
    leaveLine(deps.store, { id: 'a', cluster: 'here' });
    expect((await countAnew(2)).waitMs, 'one gave up').to.equal(0);
  });

  it('lets pass as many as fit, counts once for all, and spaces those that wait', async () => {
    const deps = await depsWith(3, () => Promise.resolve(1));
    const waits = [];
    for (let index = 0; index < 5; index++) waits.push(await ask(deps));
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
      waits.push(await ask(deps));
      return deps.asked() === 2;
    });
    expect(waits.at(-1)).to.be.greaterThan(waits[0]! + 1_000);
  });

  it('asks again at once when the store did not answer', async () => {
    let isAway = true;
    const deps = await depsWith(1, () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(0)));
    const failure = await ask(deps).catch((error: unknown) => error);
    expect(failure).to.be.an('error');
    isAway = false;
    expect(await ask(deps)).to.equal(0);
  });

  it('stops nobody on a cluster the configuration does not know', async () => {
    expect(
      await waitForRoom(await depsWith(1, () => Promise.resolve(9)), { id: 'one', cluster: 'elsewhere' }),
    ).to.equal(0);
  });
});
