import { expect } from 'chai';
import { backoffMs } from '../../../queues/policies.js';

const policy = { attempts: 10, delaySeconds: 2, capSeconds: 30, jitter: 0.5 };

describe('Waits between tries', () => {
  it('stay the same when fixed', () => {
    expect(
      [1, 2, 9].map((made) => backoffMs({ ...policy, kind: 'fixed', jitter: 0 }, made, 0.3)),
    ).to.deep.equal([2000, 2000, 2000]);
  });

  it('double up to the cap when exponential', () => {
    const waits = [1, 2, 3, 4, 5, 50].map((made) =>
      backoffMs({ ...policy, kind: 'exponential', jitter: 0 }, made, 0.3),
    );
    expect(waits).to.deep.equal([2000, 4000, 8000, 16000, 30000, 30000]);
  });

  it('spread by jitter, never beyond the cap', () => {
    const waits = [0, 0.5, 0.999].map((random) => backoffMs({ ...policy, kind: 'exponential' }, 5, random));
    expect(waits).to.deep.equal([30000, 22500, 15015]);
  });
});
