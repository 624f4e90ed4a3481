import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runCli } from '../../support/run-cli.js';

const output = join(process.cwd(), 'test/fixtures/d3/beryllium-sulphide-sp.out');

describe('crystalq d3', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'd3-command-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('prints the deck on the screen and its remarks beside it', async () => {
    const { out, err, exitCode } = await runCli('d3', 'BAND', '--from', output);
    expect(exitCode).to.equal(0);
    expect(out).to.match(/^BAND\ncF2 GAMMA-X-U\|K-GAMMA-L-W-X\n6 8 1000 1 19 1 0\n/);
    expect(out).to.match(/\nEND\n$/);
    expect(err).to.equal('path hpkot cF2: GAMMA-X-U|K-GAMMA-L-W-X\n');
  });

  it('knows the other convention, settings one by one and from a file; what is said later counts', async () => {
    const settings = join(folder, 'band.yaml');
    writeFileSync(settings, 'points: 300\nbands: {below: 5, above: 5}\n');
    const { out } = await runCli(
      'd3',
      'band',
      '--from',
      output,
      '--path',
      'sc',
      '--settings',
      settings,
      '--set',
      'bands.above=2',
      '--set',
      'bands.below=3',
    );
    expect(out).to.match(/^BAND\nFCC GAMMA-X-W-K-GAMMA-L-U-W-L-K\|U-X\n10 8 300 8 12 1 0\n/);
  });

  it('writes several decks where CRYSTAL needs several runs, numbered', async () => {
    const file = join(folder, 'dos.d3');
    const labels = Array.from(
      { length: 17 },
      (_, index) => `{label: f${index + 1}, functions: [${index + 1}]}`,
    );
    const set = `projections=[${labels.join(', ')}]`;
    expect((await runCli('d3', 'DOSS', '--from', output, '--set', set)).exitCode).to.equal(2);
    const { exitCode, out } = await runCli('d3', 'DOSS', '--from', output, '--set', set, '-o', file);
    expect([exitCode, out]).to.deep.equal([0, '']);
    expect(readFileSync(file, 'utf8')).to.contain('DOSS\n15 1000');
    expect(readFileSync(join(folder, 'dos-2.d3'), 'utf8')).to.contain('DOSS\n2 1000');
  });

  const refused: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ['a step that is none', ['BANDS', '--from', output], 2, /There is no property step BANDS/],
    ['a missing output', ['BAND', '--from', '/nowhere/x.out'], 1, /\/nowhere\/x\.out cannot be read/],
    ['an unknown setting', ['DOSS', '--from', output, '--set', 'colour=red'], 2, /settings of DOSS.*colour/],
    [
      'a setting without value',
      ['DOSS', '--from', output, '--set', 'points'],
      2,
      /--set points: expected key=value/,
    ],
    ['a convention that is none', ['BAND', '--from', output, '--path', 'mine'], 2, /settings of BAND: path/],
    [
      'a path for a step without one',
      ['DOSS', '--from', output, '--path', 'sc'],
      2,
      /--path belongs to BAND/,
    ],
    [
      'an output that is none',
      ['BAND', '--from', join(process.cwd(), 'package.json')],
      1,
      /needs the geometry/,
    ],
  ];
  for (const [name, args, code, message] of refused) {
    it(`refuses ${name}, with exit code ${code}`, async () => {
      const { exitCode, err } = await runCli('d3', ...args);
      expect(err).to.match(message);
      expect(exitCode).to.equal(code);
    });
  }
});
