import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { constants, closeSync, lstatSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '../../support/run-cli.js';
import { rockSalt } from '../../support/structures.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

describe('What a command writes where it was told to', () => {
  const before_ = { ...process.env };
  let base: TemporaryFolder;
  let cif = '';
  beforeEach(async () => {
    base = await temporaryFolder('write-named');
    const none = join(base.path, 'none.yaml');
    writeFileSync(none, '{}\n');
    process.env['HOME'] = base.path;
    process.env['CRYSTALQ_SITE_CONFIG'] = none;
    cif = join(base.path, 'NaCl.cif');
    writeFileSync(cif, rockSalt('Na', 'Cl', 5.64));
  });
  afterEach(async () => {
    process.env = { ...before_ };
    await base.remove();
  });

  const commands: readonly (readonly [string, (target: string) => string[], string])[] = [
    ['d12', (target) => ['d12', cif, '--calc', 'SP', '-o', target], 'CRYSTAL'],
    ['plan', (target) => ['plan', cif, '--workflow', 'SP', '--save', target], '"NaCl"'],
    ['export', (target) => ['export', cif, '--to', 'xyz', '-o', target], 'Na '],
  ];
  for (const [name, argumentsFor, words] of commands) {
    it(`goes through a named pipe, which stays one: ${name}`, async () => {
      const pipe = join(base.path, 'pipe');
      execFileSync('mkfifo', [pipe]);
      // Open both ways, so that nobody waits for anybody; reading from an empty one throws.
      const reader = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
      try {
        const { exitCode, err } = await runCli(...argumentsFor(pipe));
        expect(exitCode, err).to.equal(0);
        expect(lstatSync(pipe).isFIFO()).to.equal(true);
        const read = Buffer.alloc(65_536);
        expect(read.toString('utf8', 0, readSync(reader, read))).to.contain(words);
      } finally {
        closeSync(reader);
      }
    });

    it(`goes to where a link leads, which stays one: ${name}`, async () => {
      const link = join(base.path, 'link');
      await symlink('target', link);
      for (const state of ['dangling', 'leading to a file']) {
        const { exitCode, err } = await runCli(...argumentsFor(link));
        expect(exitCode, err).to.equal(0);
        expect(lstatSync(link).isSymbolicLink(), state).to.equal(true);
        expect(readFileSync(join(base.path, 'target'), 'utf8')).to.contain(words);
      }
    });

    it(`replaces a file whole and leaves it as private as it was: ${name}`, async () => {
      const file = join(base.path, 'file');
      writeFileSync(file, 'old', { mode: 0o600 });
      const { ino } = lstatSync(file);
      const { exitCode, err } = await runCli(...argumentsFor(file));
      expect(exitCode, err).to.equal(0);
      expect(readFileSync(file, 'utf8')).to.contain(words);
      expect(lstatSync(file).ino).not.to.equal(ino);
      expect(lstatSync(file).mode & 0o777).to.equal(0o600);
      expect((await readdir(base.path)).filter((one) => one.endsWith('.tmp'))).to.deep.equal([]);
    });
  }

  it('is told to be missing where a device has no room', async () => {
    // By way of a link: no fault of ours may ever replace the device itself.
    const link = join(base.path, 'link');
    await symlink('/dev/full', link);
    const { exitCode, err } = await runCli('d12', cif, '--calc', 'SP', '-o', link);
    expect(exitCode).not.to.equal(0);
    expect(err).to.contain('DISK_FULL').and.to.contain(link);
  });
});
