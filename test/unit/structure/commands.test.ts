import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { runCli } from '../../support/run-cli.js';

const file = fileURLToPath(new URL('../../fixtures/structures/halite-and-disordered.cif', import.meta.url));

describe('crystalq structure', () => {
  it('tells a good block and refuses a bad one, with exit code 1', async () => {
    const { exitCode, out } = await runCli('structure', file, '--json');
    const told = JSON.parse(out) as { name: string; formula?: string; error?: { code: string } }[];
    expect(exitCode).to.equal(1);
    expect(told.map(({ name, formula, error }) => [name, formula ?? error?.code])).to.deep.equal([
      ['halite', 'Cl4 Na4'],
      ['half_empty', 'STRUCTURE_PARTIAL_OCCUPANCY'],
    ]);
  });

  it('shows the records that CRYSTAL will read', async () => {
    const { out } = await runCli('structure', file);
    const lines = out.split('\n').map((line) => line.trim());
    const at = lines.indexOf('CRYSTAL');
    expect(lines.slice(at, at + 5)).to.deep.equal(['CRYSTAL', '0 0 0', '225', '5.6402', '2']);
  });

  it('calls a wrong option a wrong command line', async () => {
    for (const wrong of [
      ['--tolerance', 'much'],
      ['--symmetry', 'some'],
      ['--dimension', '4'],
    ]) {
      expect((await runCli('structure', file, ...wrong)).exitCode, wrong.join(' ')).to.equal(2);
    }
  });

  it('says which file is not there', async () => {
    const { exitCode, err } = await runCli('structure', 'no-such.cif');
    expect([exitCode, err.includes('no-such.cif')]).to.deep.equal([1, true]);
  });
});

describe('crystalq export', () => {
  it('refuses a format that it does not know', async () => {
    expect((await runCli('export', file, '--to', 'pdb')).exitCode).to.equal(2);
  });

  it('does not write half of a file: the disordered block stops it', async () => {
    const { exitCode, out } = await runCli('export', file, '--to', 'xyz');
    expect([exitCode, out]).to.deep.equal([1, '']);
  });
});
