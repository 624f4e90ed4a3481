import { expect } from 'chai';
import fc from 'fast-check';
import { shareWindow, type WindowCandidate } from '../../../src/store/share-window.js';

const candidate = (id: string, changes: Partial<WindowCandidate> = {}): WindowCandidate => ({
  id,
  priority: 50,
  inWindow: 0,
  pending: 100,
  ...changes,
});

describe('Places in the window', () => {
  const table: [string, number, WindowCandidate[], Record<string, number>, window?: number][] = [
    ['go to the only batch there is', 3, [candidate('a')], { a: 3 }],
    ['are no more than a batch has materials for', 5, [candidate('a', { pending: 2 })], { a: 2 }],
    ['are shared evenly among equals', 4, [candidate('a'), candidate('b')], { a: 2, b: 2 }],
    ['make up for what others have already', 4, [candidate('a', { inWindow: 4 }), candidate('b')], { b: 4 }],
    [
      'go on to the others when one has enough',
      5,
      [candidate('a', { pending: 1 }), candidate('b')],
      { a: 1, b: 4 },
    ],
    ['go to the more urgent batch first', 3, [candidate('a'), candidate('b', { priority: 1 })], { b: 3 }],
    [
      'go on to the less urgent batch when the urgent one has enough',
      3,
      [candidate('a'), candidate('b', { priority: 1, pending: 2, inWindow: 50 })],
      { b: 2, a: 1 },
    ],
    ['are no more than the window has', 9, [candidate('a', { inWindow: 3 }), candidate('b')], { b: 2 }, 5],
    ['are given to nobody where it is full', 3, [candidate('a', { inWindow: 5 }), candidate('b')], {}, 5],
    [
      'are not taken up by less urgent batches',
      9,
      [candidate('a', { inWindow: 5 }), candidate('b', { priority: 1, pending: 3 })],
      { b: 3 },
      5,
    ],
    [
      'are taken up by more urgent batches',
      9,
      [candidate('a', { inWindow: 1 }), candidate('b', { priority: 1, inWindow: 2, pending: 1 })],
      { b: 1, a: 1 },
      5,
    ],
    ['are given to nobody where nothing is pending', 3, [candidate('a', { pending: 0 })], {}],
    ['are given to nobody where there are none', 0, [candidate('a')], {}],
  ];
  for (const [title, count, candidates, expected, window = Infinity] of table)
    it(title, () => {
      expect(
        Object.fromEntries(shareWindow(window, count, candidates).map(({ id, share }) => [id, share])),
      ).to.deep.equal(expected);
    });

  it('are all given while something is pending, and never more, in any order of the batches', () => {
    const candidates = fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1 }),
        priority: fc.integer({ min: 1, max: 3 }),
        inWindow: fc.nat(20),
        pending: fc.nat(20),
      }),
      { selector: ({ id }) => id, maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.nat(60), candidates, (count, batches) => {
        const shares = shareWindow(Infinity, count, batches);
        const pending = batches.reduce((sum, batch) => sum + batch.pending, 0);
        expect(shares.reduce((sum, { share }) => sum + share, 0)).to.equal(Math.min(count, pending));
        expect(shareWindow(Infinity, count, [...batches].reverse())).to.have.deep.members(shares);
        for (const { id, share } of shares)
          expect(share).to.be.at.most(batches.find((batch) => batch.id === id)!.pending);
      }),
    );
  });
});
