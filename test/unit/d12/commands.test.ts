import { expect } from 'chai';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { main } from '../../../queues/cli/main.js';
import { findingsOfTestRun } from '../../../src/crystal/d12/test-run.js';
import { fixtureDeck } from './real-decks.js';

const rocksalt = `data_mgo
_cell_length_a 4.21
_cell_length_b 4.21
_cell_length_c 4.21
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 90
_space_group_IT_number 225
loop_
_atom_site_label
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
Mg1 0 0 0
O1 0.5 0.5 0.5
`;

describe('the command line for decks', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'crystalq-decks-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    process.exitCode = 0;
  });

  const place = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it('writes the deck of a CIF to the screen', async () => {
    const cif = place('mgo.cif', rocksalt);
    const { code, out } = await run(
      'd12',
      cif,
      '--calc',
      'SP',
      '--set',
      'method.functional=PBE0',
      '--set',
      'level=tight',
    );
    expect(code).to.equal(0);
    expect(out).to.match(/^mgo\nCRYSTAL\n0 0 0\n225\n4\.21\n2\n/);
    expect(out).to.contain('PBE0-D3').and.contain('TOLINTEG\n8 8 8 9 24');
  });

  it('writes to a file with settings from YAML, options of the line over them', async () => {
    const cif = place('mgo.cif', rocksalt);
    const settings = place('s.yaml', 'level: quick\nscf: { maxCycles: 99, fmixingPercent: 60 }\n');
    const file = path.join(folder, 'mgo.d12');
    const { code, out } = await run(
      'd12',
      cif,
      '--settings',
      settings,
      '--set',
      'scf.maxCycles=77',
      '-o',
      file,
    );
    expect([code, out]).to.deep.equal([0, '']);
    const text = readFileSync(file, 'utf8');
    expect(text)
      .to.contain('TOLINTEG\n6 6 6 6 12')
      .and.contain('MAXCYCLE\n77')
      .and.contain('FMIXING\n60')
      .and.contain('OPTGEOM');
    expect(readdirSync(folder)).to.have.members(['mgo.cif', 's.yaml', 'mgo.d12']);
  });

  it('changes a given deck in the records named and leaves the others', async () => {
    const deck = place('x.d12', fixtureDeck('diamond-opt.d12'));
    const { out } = await run('d12', deck, '--calc', 'OPT', '--set', 'scf.fmixingPercent=60');
    expect(out).to.equal(fixtureDeck('diamond-opt.d12').replace('FMIXING\n30', 'FMIXING\n60'));
  });

  it('tells all faults of the settings and writes nothing', async () => {
    const cif = place('mgo.cif', rocksalt);
    const { code, err } = await run(
      'd12',
      cif,
      '--set',
      'method.functional=FOO',
      '--set',
      'scf.bar=1',
      '-o',
      path.join(folder, 'a.d12'),
    );
    expect(code).to.equal(2);
    expect(err).to.contain('"FOO" is no functional').and.contain('scf.bar: there is no such key');
    expect(readdirSync(folder)).to.deep.equal(['mgo.cif']);
  });

  it('refuses an element without basis functions', async () => {
    const cif = place('kr.cif', rocksalt.replace('Mg1', 'Kr1'));
    const { code, err } = await run('d12', cif);
    expect(code).to.equal(1);
    expect(err).to.contain('POB-TZVP-REV2 has no functions for Kr').and.contain('POB-TZVP, ');
  });

  for (const args of [
    ['--calc', 'BAND'],
    ['--symmetry', 'most'],
    ['--tolerance', '-1'],
    ['--dimension', '4'],
  ]) {
    it(`refuses ${args.join(' ')} as a wrong command line`, async () => {
      const { code } = await run('d12', place('mgo.cif', rocksalt), ...args);
      expect(code).to.equal(2);
    });
  }

  it('checks decks with exit code 0 where there is no error and 1 where there is one', async () => {
    const good = place('good.d12', fixtureDeck('diamond-opt.d12'));
    expect(await run('check', good)).to.deep.include({
      code: 0,
      out: `${good}: nothing to complain about\n`,
    });
    const bad = place('bad.d12', fixtureDeck('diamond-opt.d12').replace('12 24', '0 24\n12 12 10'));
    const { code, out } = await run('check', good, bad);
    expect(code).to.equal(1);
    expect(out).to.contain(`${bad}:29: error: factors 12 12 10 break the symmetry of group 227`);
  });

  it('checks each of several decks one below another, and warns of other text behind END', async () => {
    const doss = (...projection: readonly string[]): string =>
      ['NEWK', '12 24', '1 0', 'DOSS', '1 200 1 8 1 14 0', ...projection, 'END', ''].join('\n');
    const row = place('DOSS.d3', doss('1 1') + doss('2 1 2'));
    expect((await run('check', row)).out).to.equal(`${row}: nothing to complain about\n`);
    const coarse = place('coarse.d3', doss('1 1') + doss('2 1 2').replace('12 24', '12 12'));
    expect((await run('check', coarse)).out).to.match(/^\S+coarse\.d3:8: warning: the Gilat net.*\n$/);
    for (const behind of ['BAND\nend\n', 'a note of mine\n', doss('2 1 2').replace('END\n', '')]) {
      const other = place('other.d3', doss('1 1') + behind);
      expect((await run('check', other)).out, behind).to.contain(
        'other.d3:7: warning: CRYSTAL does not read',
      );
    }
  });

  it("finds the files of a restart beside the deck, under CRYSTAL's names or the deck's", async () => {
    const text = fixtureDeck('diamond-opt.d12')
      .replace('FULLOPTG', 'FULLOPTG\nRESTART')
      .replace('SCFDIR', 'GUESSP');
    const deck = place('go.d12', text);
    expect((await run('check', deck)).out)
      .to.contain('OPTINFO.DAT')
      .and.contain('fort.20');
    place('OPTINFO.DAT', '');
    place('go.f20', '');
    expect((await run('check', deck)).code).to.equal(0);
  });

  it('tells findings as JSON', async () => {
    const bad = place('bad.d12', 'title\nCRYSTAL\n0 0 0\n999\n');
    const { out } = await run('check', bad, '--json');
    expect(JSON.parse(out)).to.deep.equal([
      {
        file: bad,
        findings: [
          {
            line: 4,
            severity: 'error',
            rule: 'readable',
            message: 'expected a space group number from 1 to 230, found "999"',
            instead: 'Correct the record named.',
          },
        ],
      },
    ]);
  });

  for (const [line, answer] of [
    [' WARNING **** CRYSTA **** TESTGEOM  DIRECTIVE - GEOMETRY EDITING COMPLETE', []],
    // Any run ends with this, good or bad.
    [' EEEEEEEEEE TERMINATION  DATE 14 08 2024', ["CRYSTAL's TESTGEOM: it stopped without a word"]],
    [' ERROR **** NEIGHB **** USE KEYWORD SMALLDIST', ["CRYSTAL's TESTGEOM: NEIGHB: USE KEYWORD SMALLDIST"]],
  ] as const) {
    it(`takes "${line.trim().slice(0, 30)}" for ${answer.length === 0 ? 'success' : 'failure'} of TESTGEOM`, () => {
      expect(findingsOfTestRun(`${line}\n`, 'TESTGEOM').map(({ message }) => message)).to.deep.equal(answer);
    });
  }

  it('lets a serial program read the deck, without files of earlier runs', async () => {
    const deck = place('x.d12', fixtureDeck('graphene-slab.d12').replace('PPAN', 'PPAN'));
    const program = (answer: string): string => {
      const file = place('crystal', `#!/bin/sh\ncat > "${folder}/seen"\ncat <<'EOT'\n${answer}\nEOT\n`);
      chmodSync(file, 0o755);
      return file;
    };
    expect((await run('check', deck, '--run', program(' SIZE OF DENSITY MATRIX EVALUATED'))).code).to.equal(
      0,
    );
    expect(readFileSync(path.join(folder, 'seen'), 'utf8')).to.contain('TESTPDIM\nEND');
    const refused = await run(
      'check',
      deck,
      '--run',
      program(' ERROR **** CAPPA **** SHRINK BREAKS SYMMETRY'),
    );
    expect(refused.code).to.equal(1);
    expect(refused.out).to.contain("CRYSTAL's TESTPDIM: CAPPA: SHRINK BREAKS SYMMETRY");
    const silent = await run('check', deck, '--run', program('something else'));
    expect(silent.out).to.contain('it stopped without a word');
    const missing = await run('check', deck, '--run', path.join(folder, 'nothing'));
    expect([missing.code, missing.err]).to.satisfy(
      ([code, err]: [number, string]) => code === 1 && err.includes('cannot be started'),
    );
  });
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  process.exitCode = 0;
  const [out, err] = [new Sink(), new Sink()];
  const code = await main(args, '0', { out, err, interactive: false });
  process.exitCode = 0;
  return { code, out: out.text, err: err.text };
}

class Sink extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
