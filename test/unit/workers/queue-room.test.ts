import { expect } from 'chai';
import { builtInConfig } from '../../support/built-in-config.js';
import { eventually } from '../../support/eventually.js';
import { leaveLine, roomLeft, takeRoom } from '../../../workers/run/queue-room.js';

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
  const ask = (deps: Awaited<ReturnType<typeof depsWith>>, id = `attempt ${asking++}`): Promise<boolean> =>
    takeRoom(deps, { id, cluster: 'here' });

  it('is taken by those that passed and wait for their turn, until they have it', async () => {
    const deps = await depsWith(2, () => Promise.resolve(0));
    expect([await ask(deps, 'a'), await ask(deps, 'b')]).to.deep.equal([true, true]);
    const countAnew = (known: number) =>
      eventually('another count', async () => {
        const isIn = await ask(deps, 'c');
        return deps.asked() > known ? { isIn } : undefined;
      });
    expect(await countAnew(1), 'both are on their way').to.deep.equal({ isIn: false });
    leaveLine(deps.store, { id: 'a', cluster: 'here' });
    expect(await countAnew(2), 'one gave up').to.deep.equal({ isIn: true });
  });

  it('is for as many as fit, counted once for all', async () => {
    const deps = await depsWith(3, () => Promise.resolve(1));
    const answers = [];
    for (let index = 0; index < 5; index++) answers.push(await ask(deps));
    expect(answers).to.deep.equal([true, true, false, false, false]);
    expect(deps.asked()).to.equal(1);
  });

  it('is for as many as fit, also when all of them ask at once', async () => {
    const deps = await depsWith(3, () => Promise.resolve(1));
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(deps)));
    expect(answers.filter(Boolean)).to.have.length(2);
  });

  it('is told to those who call the next ones: never less than none', async () => {
    let live = 1;
    const deps = await depsWith(3, () => Promise.resolve(live));
    expect(await roomLeft(deps, 'here')).to.equal(2);
    await ask(deps);
    expect(await roomLeft(deps, 'here')).to.equal(1);
    live = 9;
    expect(await eventually('another count', async () => (await roomLeft(deps, 'here')) === 0)).to.equal(
      true,
    );
  });

  it('is there again when a job has ended', async () => {
    let live = 1;
    const deps = await depsWith(1, () => Promise.resolve(live));
    expect(await ask(deps)).to.equal(false);
    live = 0;
    await eventually('room', () => ask(deps));
  });

  it('is asked for again at once when the store did not answer', async () => {
    let isAway = true;
    const deps = await depsWith(1, () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve(0)));
    const failure = await ask(deps).catch((error: unknown) => error);
    expect(failure).to.be.an('error');
    isAway = false;
    expect(await ask(deps)).to.equal(true);
  });

  it('is without end on a cluster the configuration does not know', async () => {
    expect(
      await takeRoom(await depsWith(1, () => Promise.resolve(9)), { id: 'one', cluster: 'elsewhere' }),
    ).to.equal(true);
  });
});
