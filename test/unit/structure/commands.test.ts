import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

  it('names the group of molecules and polymers in the numbers of CRYSTAL', async () => {
    const water = '3\nwater\nO 0 0 0.12\nH 0 0.76 -0.47\nH 0 -0.76 -0.47\n';
    const zigzag = '2\nLattice="2.5 0 0 0 20 0 0 0 20" pbc="T F F"\nC 0.6 0.4 0\nC 1.85 -0.4 0\n';
    await inFolder({ 'water.xyz': water, 'zigzag.xyz': zigzag }, async (folder) => {
      const told = async (name: string): Promise<string> =>
        (await runCli('structure', path.join(folder, name))).out;
      expect(await told('water.xyz')).to.contain('point group 15 (C2v), 3 atoms\n');
      expect(await told('zigzag.xyz')).to.contain('rod group 31 (P2_1/m2/a2/m), 2 atoms per primitive cell');
    });
  });

  it('expands an EXTERNAL deck from the fort.34 beside it, and says what is missing where there is none', async () => {
    const deck = 'external\nEXTERNAL\nEND\n';
    const cell = '3 1 1\n2.8 0 0\n0 2.8 0\n0 0 2.8\n';
    const operations = '2\n1 0 0\n0 1 0\n0 0 1\n0 0 0\n-1 0 0\n0 -1 0\n0 0 -1\n0 0 0\n';
    const gui = `${cell}${operations}2\n55 0 0 0\n17 1.4 1.4 1.4\n`;
    await inFolder({ 'a.d12': deck, 'a.gui': gui, 'b.d12': deck }, async (folder) => {
      const [a, b] = await Promise.all(
        ['a.d12', 'b.d12'].map((name) => runCli('structure', path.join(folder, name), '--json')),
      );
      const told = JSON.parse(a!.out) as {
        formula: string;
        atoms: number;
        deck: { spaceGroup: { number: number } };
      }[];
      expect(
        told.map(({ formula, atoms, deck: { spaceGroup } }) => [formula, atoms, spaceGroup.number]),
      ).to.deep.equal([['Cl Cs', 2, 2]]);
      expect([b!.exitCode, b!.out.includes('fort.34')]).to.deep.equal([1, true]);
      const exported = await runCli('export', path.join(folder, 'a.d12'), '--to', 'xyz');
      expect(exported.out.split('\n')[0]).to.equal('2');
      const rewritten = await runCli('d12', path.join(folder, 'a.d12'), '--calc', 'SP');
      expect(rewritten.out).to.contain('EXTERNAL\n');
    });
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

async function inFolder(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'structure-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
