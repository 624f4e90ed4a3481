import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkBatch } from '../../../queues/enqueue/batch-file.js';
import { makePlan } from '../../../queues/enqueue/make-plan.js';
import { remarkLines } from '../../../queues/cli/views/remark-lines.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { Plan, PlannedMaterial } from '../../../src/workflow/plan.js';

const method = ['BASISSET', 'POB-TZVP-REV2', 'DFT', 'PBE', 'END'];
const deck = (...lines: readonly string[]): string => ['a deck', ...lines, ...method, 'END', ''].join('\n');
const net = ['SHRINK', '8 8'];
const water = '3\nwater\nO 0 0 0\nH 0.757 0 0.586\nH -0.757 0 0.586\n';
const chain = (atoms = 'H 0 0 0'): string =>
  `1\nLattice="3 0 0 0 20 0 0 0 20" Properties=species:S:1:pos:R:3 pbc="T T T"\n${atoms}\n`;
const halite = (name: string, cell: string): string =>
  `data_${name}\n_cell_length_a ${cell}\n_cell_length_b ${cell}\n_cell_length_c ${cell}\n` +
  '_cell_angle_alpha 90\n_cell_angle_beta 90\n_cell_angle_gamma 90\n_space_group_IT_number 225\n' +
  'loop_\n_atom_site_label\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\nNa1 0 0 0\nCl1 0.5 0.5 0.5\n';

describe('Planning of a batch', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'crystalq-plan-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const plan = async (files: Readonly<Record<string, string>>, batch: object): Promise<Plan> => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const { config } = await loadConfig({ env: { HOME: folder }, cwd: folder, home: folder });
    return makePlan({ paths: Object.keys(files), base: folder, batch: checkBatch(batch), config });
  };
  const stepsOf = ({ steps }: PlannedMaterial): string[] => steps.map(({ name }) => name);
  const by = ({ materials }: Plan, label: string): PlannedMaterial =>
    materials.find((material) => material.label === label)!;

  it('leaves band structure, density of states and transport out for molecules, and says so', async () => {
    const workflow = 'OPT,SP,BAND,DOSS,TRANSPORT,FREQ';
    const made = await plan({ 'water.xyz': water, 'salt.cif': halite('a', '5.64') }, { workflow });
    expect(stepsOf(by(made, 'water'))).to.deep.equal(['OPT', 'SP', 'FREQ']);
    expect(by(made, 'water').edges.map(({ consumer }) => consumer)).to.have.members(['SP', 'FREQ']);
    expect(stepsOf(by(made, 'salt')).join()).to.equal(workflow);
    expect(remarkLines([by(made, 'water')])).to.deep.equal(
      ['BAND', 'DOSS', 'TRANSPORT'].map((step) => `remark: left out: ${step} is not for molecules (water)`),
    );
  });

  it('tells what a deck cannot say of its structure, and what was done to the structure', async () => {
    const star = [0, 1, 2, 3, 4].map((i) => {
      const angle = (2 * Math.PI * i) / 5;
      return `F ${1.5 * Math.cos(angle)} ${1.5 * Math.sin(angle)} 0`;
    });
    const files = {
      'star.xyz': ['6', 'five-fold', 'B 0 0 0', ...star, ''].join('\n'),
      'twice.cif': `${halite('twice', '5.64')}Cl2 0.5 0.5 0.5\n`,
    };
    const made = await plan(files, { workflow: 'SP', symmetry: 'standard' });
    expect(made.materials.map(({ refused }) => refused)).to.deep.equal([null, null]);
    expect(remarkLines([by(made, 'star')])).to.have.length(1);
    const told = remarkLines(made.materials).join('\n');
    expect(told).to.match(/^remark: the molecule is D5h, written in \w+ \(\d+\): .* \(star\)$/m);
    expect(told).to.match(/^remark: 1 listed sites are images of others.* \(twice\)$/m);
  });

  it('tells that a cell given in P 1 would cost less with the symmetry that its atoms have', async () => {
    const cell = (atoms: readonly string[]): string =>
      halite('all', '5.64')
        .replace('225', '1')
        .replace(/Na1 [^]*$/, `${atoms.join('\n')}\n`);
    const files = {
      'cubic.cif': cell(['Na1 0 0 0', 'Na2 0.5 0.5 0', 'Na3 0.5 0 0.5', 'Na4 0 0.5 0.5']),
      'without.cif': cell(['Na1 0 0 0', 'Cl1 0.31 0.42 0.53', 'F1 0.71 0.17 0.23', 'H1 0.15 0.62 0.81']),
    };
    const made = await plan(files, { workflow: 'SP' });
    const told = remarkLines(made.materials).filter((line) => line.includes('more symmetry'));
    expect(told).to.deep.equal([
      'remark: the file states P 1, its atoms have more symmetry: --symmetry standard uses it, for fewer core-hours (cubic)',
    ]);
    const standard = await plan(files, { workflow: 'SP', symmetry: 'standard' });
    expect(remarkLines(standard.materials).join()).not.to.contain('more symmetry');
  });

  it('tells at most twenty different remarks at once', async () => {
    const made = await plan({ 'water.xyz': water }, { workflow: 'SP' });
    const remarks = Array.from({ length: 23 }, (_none, index) => `remark number ${index}`);
    const lines = remarkLines(made.materials.map((material) => ({ ...material, remarks })));
    expect(lines).to.have.length(21);
    expect(lines.at(-1)).to.equal('... and 3 more remarks, all in the JSON of crystalq plan --json');
  });

  it('names refused files as the user does, not by their whole path', async () => {
    const made = await plan({ 'half.cif': 'data_half\n_cell_length_a', 'void.xyz': '' }, { workflow: 'SP' });
    const told = made.materials.map(({ refused }) => refused?.message ?? '');
    expect(told[0]).to.match(/^half\.cif:\d+: /);
    expect(told[1]).to.equal('void.xyz is empty.');
    expect(by(made, 'void').source).to.equal(join(folder, 'void.xyz'));
  });

  it('names files outside of the working folder from the folder that was given', async () => {
    const { config } = await loadConfig({ env: { HOME: folder }, cwd: folder, home: folder });
    const given = join(folder, 'cifs');
    mkdirSync(given);
    writeFileSync(join(given, 'void.xyz'), '');
    const batch = checkBatch({ workflow: 'SP' });
    for (const path of [given, join(given, 'void.xyz')]) {
      const { materials } = await makePlan({ paths: [path], base: '/usr', batch, config });
      expect(materials[0]?.refused?.message).to.match(/^(cifs\/)?void\.xyz is empty\.$/);
    }
  });

  it('takes the vacuum out where a dimension is asked for, for all or by label', async () => {
    const files = { 'one.extxyz.xyz': chain(), 'other.xyz': chain('H 0 0.1 0') };
    const kinds = async (batch: object): Promise<unknown[]> =>
      (await plan(files, { workflow: 'SP', ...batch })).materials.map(
        ({ geometry }) => (geometry as { geometry: { kind: string } }).geometry.kind,
      );
    expect(await kinds({})).to.deep.equal(['CRYSTAL', 'CRYSTAL']);
    expect(await kinds({ dimension: 1, symmetry: 'p1' })).to.deep.equal(['POLYMER', 'POLYMER']);
    const materials = [{ match: 'oth*', dimension: 1 }];
    expect(await kinds({ materials })).to.deep.equal(['CRYSTAL', 'POLYMER']);
  });

  it('refuses a dimension that the batch file cannot mean, and one that a deck does not have', async () => {
    expect(() => checkBatch({ dimension: 4 })).to.throw(/dimension/);
    const files = { 'c.d12': deck('MOLECULE', '1', '1', '2 0 0 0') };
    const { materials } = await plan(files, { workflow: 'SP', dimension: 2 });
    expect(materials[0]?.refused?.message).to.contain('MOLECULE');
  });

  it('finds the same structure again in other words, but not another cell', async () => {
    const files = {
      'a.cif': halite('a', '5.64'),
      'b.cif': halite('b', '5.6400').replace('Na1 0 0 0', 'Na7 0.0 0.0 1.0'),
      'c.cif': halite('c', '5.65'),
    };
    const { materials } = await plan(files, { workflow: 'SP' });
    expect(materials.map(({ refused }) => refused?.code)).to.deep.equal([
      undefined,
      'STRUCTURE_DUPLICATE',
      undefined,
    ]);
  });

  it('tells batches apart whose structures differ by less than doubles do', async () => {
    const first = await plan({ 'a.cif': halite('a', '5.64') }, { workflow: 'SP' });
    const second = await plan({ 'a.cif': halite('a', '5.6401') }, { workflow: 'SP' });
    expect(first.batch.id).not.to.equal(second.batch.id);
  });

  for (const [what, text] of [
    ['a helix', deck('HELIX', '4 1', '5', '1', '6 0 1 0', ...net)],
    ['an icosahedral molecule', deck('MOLECULE', '47', '1', '6 0 0.7 3.4')],
    [
      'a shifted origin',
      deck('CRYSTAL', '0 0 2', '227', '6 0 0', '5.43', '1', '14 0.125 0.125 0.125', ...net),
    ],
  ] as const) {
    it(`takes a deck with ${what}, its formula unknown`, async () => {
      const { materials } = await plan({ 'own.d12': text }, { workflow: 'SP' });
      expect(materials[0]).to.include({ refused: null, formula: 'unknown', spaceGroup: 'unknown' });
      expect(materials[0]?.remarks.join()).to.contain('CRYSTAL alone');
      expect(materials[0]?.steps).to.have.length(1);
    });
  }

  it('expands a molecule with a point group', async () => {
    const text = deck('MOLECULE', '15', '2', '8 0 0 0', '1 0.757 0 0.586');
    const { materials } = await plan({ 'own.d12': text }, { workflow: 'SP' });
    expect(materials[0]).to.include({ refused: null, formula: 'H2 O', spaceGroup: 'C2v (15)', atoms: 3 });
  });

  it('refuses a deck that needs fort.34 and says what to do instead', async () => {
    const { materials } = await plan({ 'own.d12': deck('EXTERNAL', ...net) }, { workflow: 'SP' });
    expect(materials[0]?.refused?.message).to.contain('fort.34');
    expect(materials[0]?.refused?.hint).to.contain('.gui');
  });
});
