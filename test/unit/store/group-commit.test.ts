import { expect } from 'chai';
import { createGroupCommit } from '../../../src/store/apply/group-commit.js';

describe('Calls that share a commit', () => {
  const double = (calls: readonly number[]): Promise<number[]> =>
    Promise.resolve(calls.map((call) => 2 * call));

  it('run together when they arrive together, and each gets its own answer', async () => {
    const groups: (readonly number[])[] = [];
    const commit = createGroupCommit<number, number>(
      (calls) => {
        groups.push(calls);
        return double(calls);
      },
      100,
      () => true,
    );
    expect(await Promise.all([commit(1), commit(2), commit(3)])).to.deep.equal([2, 4, 6]);
    expect(groups).to.deep.equal([[1, 2, 3]]);
  });

  it('gather while a group is under way', async () => {
    const groups: (readonly number[])[] = [];
    const late: Promise<number>[] = [];
    const commit = createGroupCommit<number, number>(
      (calls) => {
        groups.push(calls);
        if (groups.length === 1) late.push(commit(2), commit(3));
        return double(calls);
      },
      100,
      () => true,
    );
    await commit(1);
    expect(await Promise.all(late)).to.deep.equal([4, 6]);
    expect(groups).to.deep.equal([[1], [2, 3]]);
  });

  it('are split into groups of at most the given size, in their order', async () => {
    const groups: (readonly number[])[] = [];
    const commit = createGroupCommit<number, number>(
      (calls) => {
        groups.push(calls);
        return double(calls);
      },
      2,
      () => true,
    );
    await Promise.all([1, 2, 3, 4, 5].map((call) => commit(call)));
    expect(groups).to.deep.equal([[1, 2], [3, 4], [5]]);
  });

  it('run one by one when one of them makes the group fail, and only that one fails', async () => {
    const commit = createGroupCommit<number, number>(
      (calls) => (calls.includes(2) ? Promise.reject(new Error('two')) : double(calls)),
      100,
      () => true,
    );
    const outcomes = await Promise.allSettled([commit(1), commit(2), commit(3)]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('all fail at once, without a second try, when it is the fault of none', async () => {
    let runs = 0;
    const commit = createGroupCommit<number, number>(
      () => {
        runs++;
        return Promise.reject(new Error('the database is away'));
      },
      100,
      () => false,
    );
    const outcomes = await Promise.allSettled([commit(1), commit(2), commit(3)]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
    expect(runs).to.equal(1);
  });

  it('go on after a failure', async () => {
    let isAway = true;
    const commit = createGroupCommit<number, number>(
      (calls) => (isAway ? Promise.reject(new Error('away')) : double(calls)),
      100,
      () => false,
    );
    expect(await commit(1).catch(String)).to.equal('Error: away');
    isAway = false;
    expect(await commit(1)).to.equal(2);
  });
});
