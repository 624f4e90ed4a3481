import { expect } from 'chai';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { startRedisProcess } from '../support/redis-process.js';
import { rockSalt } from '../support/structures.js';

interface Enqueued {
  readonly added: number;
  readonly refused: readonly { readonly label: string; readonly code: string; readonly message: string }[];
}

const good = rockSalt('Mg', 'O', 4.21);
const partial = rockSalt('Mg', 'O', 4.3)
  .replace('_atom_site_fract_z\n', '_atom_site_fract_z\n_atom_site_occupancy\n')
  .replace(/^(Mg1.*|O1.*)$/gm, '$1 0.5');

describe('Bad input', () => {
  let installation: Installation;

  beforeEach(() => {
    installation = createInstallation({ scheduler: 'local' });
  });

  afterEach(async () => {
    await installation.close();
  });

  const write = (files: Readonly<Record<string, string>>): string => {
    const folder = join(installation.home, 'structures');
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  };

  for (const [what, text, code] of [
    ['an unreadable CIF', 'data_x broken', 'CIF_UNREADABLE'],
    ['partial occupancy', partial, 'STRUCTURE_PARTIAL_OCCUPANCY'],
    ['an unknown element', rockSalt('Qq', 'O', 4.3), 'STRUCTURE_UNKNOWN_ELEMENT'],
    ['an empty file', '', 'STRUCTURE_EMPTY'],
    ['a structure that is there already', good, 'STRUCTURE_DUPLICATE'],
    ['binary rubbish', '\u0000\u0001\u0002data_\u0000', 'STRUCTURE_UNREADABLE'],
    ['an element without basis functions', rockSalt('U', 'O', 5.3), 'BASIS_NOT_COVERED'],
  ] as [string, string, string][]) {
    it(`${what} is refused by name with ${code}, and the rest goes on`, async () => {
      const folder = write({ 'a-good.cif': good, 'b-bad.cif': text });
      const answer = (await installation.json('enqueue', folder, '--workflow', 'OPT')) as Enqueued;
      expect(answer.added).to.equal(2);
      expect(answer.refused.map(({ label, code: told }) => [label, told])).to.deep.equal([['b-bad', code]]);
      expect(answer.refused[0]?.message).to.match(/bad|for U/);
    });
  }

  it('names never reach a shell or a path', async () => {
    const names = [
      'with spaces',
      'quo\'te"s',
      '$(touch pwned)',
      '`touch pwned`',
      'dots..',
      'new\nline',
      `l${'o'.repeat(240)}ng`,
      '-rf',
      '; touch pwned',
      'ü☃',
    ];
    const folder = write(
      Object.fromEntries(
        names.map((name, index) => [`${name}.cif`, rockSalt('Mg', 'O', 4.2 + index * 0.01)]),
      ),
    );
    await installation.startRedis();
    installation.startWorker();
    const answer = (await installation.json('enqueue', folder, '--workflow', 'OPT')) as Enqueued;
    expect(answer).to.deep.include({ added: names.length, refused: [] });
    await eventually(
      'all steps to end',
      async () => {
        const { steps } = (await installation.json('status')) as {
          steps: { state: string; count: number }[];
        };
        return steps.find(({ state }) => state === 'succeeded')?.count === names.length;
      },
      60_000,
    );
    const work = join(installation.home, 'work');
    const everything = readdirSync(work, { recursive: true }) as string[];
    expect(everything.filter((path) => !/^[A-Za-z0-9./_-]+$/.test(path))).to.deep.equal([]);
    expect(
      [...everything, ...readdirSync(installation.home)].filter((path) => path.includes('pwned')),
    ).to.deep.equal([]);
    expect(existsSync(join(installation.home, 'structures', 'pwned'))).to.equal(false);
  });

  for (const [what, args, words, exitCode] of [
    [
      'an unknown template',
      ['--workflow', 'full_electronics'],
      /no workflow template "full_electronics".*full_electronic/s,
      2,
    ],
    ['a sequence that cannot work', ['--workflow', 'BAND,SP'], /BAND needs an SP or OPT before it/, 2],
    ['an unknown cluster', ['--workflow', 'OPT', '--cluster', 'nowhere'], /no cluster "nowhere".*test/s, 2],
    ['a priority out of range', ['--workflow', 'OPT', '--priority', '1000'], /priority/, 2],
    ['a file that is not there', ['no-such.cif', '--workflow', 'OPT'], /no-such\.cif/, 1],
  ] as [string, string[], RegExp, number][]) {
    it(`${what} gets one clear error`, async () => {
      const folder = write({ 'good.cif': good });
      const answer = await installation.run(
        'enqueue',
        ...(args[0]?.endsWith('.cif') ? [] : [folder]),
        ...args,
      );
      expect(answer.exitCode, answer.stderr).to.equal(exitCode);
      expect(answer.stderr).to.match(words).and.to.contain('what to do');
    });
  }

  it('all faults of a batch file are told at once, with line and key', async () => {
    const file = join(write({ 'good.cif': good }), 'batch.yaml');
    writeFileSync(file, 'name: x\nworkflow: OPT\npriorty: 3\nsymmetry: sometimes\n');
    const answer = await installation.run('enqueue', '--batch-file', file);
    expect(answer.exitCode).to.equal(2);
    expect(answer.stderr)
      .to.match(/batch\.yaml:\d+: .*priorty/)
      .and.to.match(/batch\.yaml:4: symmetry/);
  });

  it('a setting that no step has is told with its place', async () => {
    const folder = write({ 'good.cif': good, 'settings.yaml': 'scf: {maxCycle: 3}\n' });
    const answer = await installation.run(
      'enqueue',
      folder,
      '--workflow',
      'OPT',
      '--settings',
      join(folder, 'settings.yaml'),
    );
    expect(answer.exitCode).to.equal(2);
    expect(answer.stderr).to.match(/OPT\.scf.*maxCycle/s);
  });

  it('without Redis a batch is saved all the same, and the user is told', async () => {
    const answer = await installation.run('enqueue', write({ 'good.cif': good }), '--workflow', 'OPT');
    expect(answer.exitCode).to.equal(0);
    expect(answer.stderr).to.contain('saved, but the queues cannot be told');
    expect((await installation.run('status')).stdout).to.contain('1 pending');
  });

  it('a Redis that may throw jobs away is refused by worker and command', async () => {
    const redis = await startRedisProcess({
      args: ['--maxmemory-policy', 'allkeys-lru'],
      password: 'secret-word',
    });
    try {
      const url = `redis://:secret-word@127.0.0.1:${redis.port}`;
      const answer = await installation.run('worker', '--set', `advanced.redis.url=${url}`);
      expect(answer.exitCode).to.equal(2);
      expect(answer.stderr).to.contain('REDIS_EVICTION_POLICY').and.not.to.contain('secret-word');
    } finally {
      await redis.stop();
    }
  });
});
