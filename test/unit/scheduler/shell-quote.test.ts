import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { quote, quoteExpanding, variablesIn } from '../../../src/scheduler/shell-quote.js';

const hostile = [
  'plain',
  '',
  'two words',
  "it's",
  '"quoted"',
  '$(touch /tmp/owned)',
  '`id`',
  '$HOME',
  '${HOME}',
  'a;b&&c|d>e<f',
  '*?[x]{a,b}~',
  '!history',
  'back\\slash\\',
  "'; rm -rf / #",
  'tab\there',
  'line\nbreak',
  '-rf',
  'ünïcödé 中文 🙂',
  '3,4^2T1-CA (x)',
  'x'.repeat(300),
];

const echoed = (word: string, environment: NodeJS.ProcessEnv = {}): string =>
  execFileSync('bash', ['-c', `printf '%s|' ${word}`], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });

describe('quote', () => {
  it('makes one word of bash that is exactly the value, whatever the value is', () => {
    const words = hostile.map(quote).join(' ');
    expect(echoed(words)).to.equal(hostile.map((value) => `${value}|`).join(''));
  });

  for (const value of ['nul\0', 'bell\u0007', 'return\r', 'escape\u001b[2J', 'delete\u007f']) {
    it(`refuses the control character in ${JSON.stringify(value)}`, () => {
      expect(() => quote(value)).to.throw(CrystalqError, 'control characters');
    });
  }
});

describe('quoteExpanding', () => {
  it('replaces variables of the job and nothing else', () => {
    const word = quoteExpanding("$SCRATCH/it's ${USER_NAME}/$(id)/`id`/*/$5");
    expect(echoed(word, { SCRATCH: '/sc ratch/*', USER_NAME: '$(id)' })).to.equal(
      "/sc ratch/*/it's $(id)/$(id)/`id`/*/$5|",
    );
  });

  it('takes a variable that is not set as empty', () => {
    expect(echoed(quoteExpanding('a${CRYSTALQ_NOT_SET}b'))).to.equal('ab|');
  });

  it('leaves a value without variables as `quote` has it', () => {
    for (const value of hostile.filter((each) => !each.includes('$')))
      expect(quoteExpanding(value)).to.equal(quote(value));
  });

  it('names the variables', () => {
    expect(variablesIn('$A/${B_1}/$1/$(C)/$$')).to.deep.equal(['A', 'B_1']);
  });
});
