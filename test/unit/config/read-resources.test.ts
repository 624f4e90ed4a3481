import { expect } from 'chai';
import { readResources } from '../../../src/config/read-resources.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';

describe('Resources on a command line', () => {
  for (const [pairs, expected] of [
    [['account=chem-2026'], { account: 'chem-2026' }],
    [['walltimeSeconds=48h', 'memoryMiB=64G'], { walltimeSeconds: 172_800, memoryMiB: 65_536 }],
    [['walltimeSeconds=1-12:00:00'], { walltimeSeconds: 129_600 }],
    [['qos=null', 'tasks=32'], { qos: null, tasks: 32 }],
    [['partition='], { partition: null }],
  ] as const) {
    it(`${pairs.join(' ')} are values as in the configuration`, () => {
      expect(readResources(pairs)).to.deep.equal(expected);
    });
  }

  for (const [pair, told] of [
    ['acount=chem', 'did you mean account?'],
    ['account', 'write account=VALUE'],
    ['account=a b', '"a b" is not allowed; allowed is a word'],
    ['account=$(id)', 'is not allowed'],
    ['tasks=0', 'a whole number from 1 to 100000'],
    ['tasks=null', 'null is not allowed'],
    ['__proto__=1', 'there is no such key'],
  ] as const) {
    it(`${pair} is refused`, () => {
      expect(() => readResources([pair]))
        .to.throw(CrystalqError)
        .with.property('message')
        .that.contains(told);
    });
  }

  it('all faults are told at once', () => {
    expect(() => readResources(['tasks=0', 'acount=x'])).to.throw(/tasks:.*\nacount:/);
  });
});
