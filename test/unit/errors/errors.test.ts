import { expect } from 'chai';
import { exitCodeOf, exitCodes } from '../../../queues/cli/exit-codes.js';
import { codes, type ErrorCode } from '../../../src/errors/codes.js';
import { CrystalqError, toCrystalqError } from '../../../src/errors/crystalq-error.js';

const names = Object.keys(codes) as ErrorCode[];

describe('the table of error codes', () => {
  it('tells meaning and remedy of each in whole sentences', () => {
    for (const name of names) {
      const { meaning, remedy } = codes[name];
      expect(meaning, name).to.match(/^[A-Z`].*\.$/s);
      expect(remedy, name).to.match(/^[A-Z`].*\.$/s);
    }
  });

  it('lets nothing be tried again that only a person can put right', () => {
    for (const name of names)
      if (['configuration', 'data'].includes(codes[name].category))
        expect(codes[name].retry, name).to.equal('never');
    for (const name of names)
      if (codes[name].category === 'transient') expect(codes[name].retry, name).to.equal('backoff');
  });

  it('gives each an exit code that is documented', () => {
    const documented = Object.values(exitCodes).map(({ value }) => value as number);
    for (const name of names) expect(documented).to.include(exitCodeOf(new CrystalqError(name, '')));
  });
});

describe('an error', () => {
  it('carries what its code says, and a hint of its own where it has one', () => {
    const plain = new CrystalqError('DISK_FULL', 'no space for OPT.out', { details: { path: '/w' } });
    expect(plain).to.include({
      category: 'resource',
      severity: 'critical',
      retry: 'backoff',
      hint: codes.DISK_FULL.remedy,
    });
    expect(plain.details).to.deep.equal({ path: '/w' });
    expect(new CrystalqError('DISK_FULL', '', { hint: 'empty /w' }).hint).to.equal('empty /w');
  });

  it('of a stranger becomes UNEXPECTED and keeps its text and cause', () => {
    const stranger = new TypeError('x is not a function');
    expect(toCrystalqError(stranger)).to.include({
      code: 'UNEXPECTED',
      message: 'x is not a function',
      cause: stranger,
    });
    expect(toCrystalqError('thrown text').message).to.equal('thrown text');
    const own = new CrystalqError('USAGE', 'no such option');
    expect(toCrystalqError(own)).to.equal(own);
  });
});
