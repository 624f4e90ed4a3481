import { expect } from 'chai';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSchedulerLog } from '../../../src/crystal/output/witnesses.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { renderWalltime, warningSeconds } from '../../../src/scheduler/job-script-directives.js';
import { renderJobScript, type JobProfile, type JobScriptInput } from '../../../src/scheduler/job-script.js';
import { readEndRecord } from '../../../src/workdir/end-record.js';
import { giveNames } from '../../../src/workdir/give-names.js';
import { eventually } from '../../support/eventually.js';
import { plainProfile, saveScript, scriptInput, smallResources } from '../../support/job-examples.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

describe('a job script', () => {
  let base: TemporaryFolder;
  let folder: string;
  beforeEach(async () => {
    base = await temporaryFolder('job-script');
    folder = join(base.path, `run 'of' "$(touch owned)" & co`);
    await mkdir(folder);
  });
  afterEach(() => base.remove());

  interface Ran {
    readonly code: number | null;
    readonly said: string;
  }
  async function run(
    changes: Partial<JobScriptInput> = {},
    environment: NodeJS.ProcessEnv = {},
  ): Promise<Ran> {
    const path = await saveScript(folder, renderJobScript(scriptInput(folder, changes)));
    const env = { PATH: process.env['PATH'], CRYSTALQ_JOB_ID: '17', ...environment };
    const { status, stdout, stderr } = spawnSync('/bin/bash', [path], { env, cwd: '/', encoding: 'utf8' });
    return { code: status, said: stdout + stderr };
  }
  /** As whoever reads what the job left. */
  const nameFiles = async (): Promise<void> => giveNames(folder, (await recordOf())?.renames ?? []);
  /** A program for the profile, with what it does. */
  async function withProgram(body: string, changes: Partial<JobProfile> = {}): Promise<JobProfile> {
    const program = join(base.path, "pro'gram $x.sh");
    await writeFile(program, `#!/bin/bash\n${body}\n`);
    await chmod(program, 0o755);
    // `$x` in the name of a binary is a variable of the job.
    return {
      ...plainProfile,
      crystalBinary: program.replace('$x', '${DOLLAR}x'),
      environment: { DOLLAR: '$' },
      ...changes,
    };
  }
  const recordOf = () => readEndRecord(folder, scriptInput(folder).token);
  const inFolder = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');

  it('opens with directives that Slurm reads, and nothing before them', () => {
    const input = scriptInput(folder, {
      resources: {
        tasks: 32,
        cpusPerTask: 2,
        nodes: 2,
        memoryMiB: 1001,
        walltimeSeconds: 90_061,
        partition: 'general',
        account: 'phys-1',
        qos: 'long',
      },
      profile: { ...plainProfile, extraDirectives: ['--constraint=intel18'] },
    });
    expect(renderJobScript(input).split('\n\n')[0]).to.equal(
      [
        '#!/bin/bash',
        '#SBATCH --job-name=k3x9w2ab-0007-OPT-a1',
        '#SBATCH --output=job.log',
        '#SBATCH --open-mode=append',
        '#SBATCH --no-requeue',
        '#SBATCH --signal=B:USR2@120',
        '#SBATCH --nodes=2',
        '#SBATCH --ntasks=32',
        '#SBATCH --cpus-per-task=2',
        '#SBATCH --mem=501M',
        '#SBATCH --time=1-01:01:01',
        '#SBATCH --partition=general',
        '#SBATCH --account=phys-1',
        '#SBATCH --qos=long',
        '#SBATCH --constraint=intel18',
      ].join('\n'),
    );
  });

  it('warns two minutes before the end, or a tenth of a short walltime', () => {
    expect([604_800, 1200, 600, 60, 5].map(warningSeconds)).to.deep.equal([120, 120, 60, 6, 1]);
    expect([59, 3600, 604_800].map(renderWalltime)).to.deep.equal(['0-00:00:59', '0-01:00:00', '7-00:00:00']);
  });

  it('runs the program on INPUT, keeps its output, and writes an end record', async () => {
    await writeFile(join(folder, 'OPT.d12'), 'TITLE\n  1 2\n');
    const profile = await withProgram('cat; cat INPUT >&2; exit 0');
    const ran = await run({ profile, stage: [{ from: 'OPT.d12', to: 'INPUT' }] });
    expect(ran).to.deep.equal({ code: 0, said: '' });
    expect(await inFolder('OPT.out')).to.equal('TITLE\n  1 2\nTITLE\n  1 2\n');
    expect(await recordOf()).to.include({ jobId: '17', exitCode: 0, signal: null, scratch: null });
    expect(existsSync(join(folder, 'owned')) || existsSync(join(base.path, 'owned'))).to.equal(false);
  });

  it('ends with the exit code of the program', async () => {
    const ran = await run({ profile: await withProgram('exit 9') });
    expect(ran.code).to.equal(9);
    expect((await recordOf())?.exitCode).to.equal(9);
  });

  it('ends as shells do when the program cannot be found', async () => {
    const ran = await run({ profile: { ...plainProfile, crystalBinary: '/no/such/Pcrystal' } });
    expect(ran.code).to.equal(127);
    expect((await recordOf())?.exitCode).to.equal(127);
    expect(await inFolder('OPT.out')).to.include('No such file');
  });

  it('fills the numbers of the job into the launcher and expands variables of the job', async () => {
    const profile = await withProgram('', {
      launcher: ['echo', '-n', '{tasks}', '{cpusPerTask}', '{nodes}', '{other}', '$NUMBER'],
    });
    await run({ profile, resources: { ...smallResources, tasks: 8, cpusPerTask: 2 } }, { NUMBER: '4 5' });
    expect(await inFolder('OPT.out')).to.include('8 2 1 {other} 4 5 ');
  });

  it('lets a second job of the attempt go at once, without touching anything', async () => {
    await run({ profile: await withProgram('echo first') });
    const before = await inFolder('end.json');
    const second = await run({ profile: await withProgram('echo second') }, { CRYSTALQ_JOB_ID: '18' });
    expect(second.code).to.equal(0);
    expect(second.said).to.include('job 18 came second to job 17');
    expect(await inFolder('duplicates.log')).to.equal('duplicate: job 18 came second to job 17\n');
    expect(await inFolder('OPT.out')).to.equal('first\n');
    expect(await inFolder('end.json')).to.equal(before);
  });

  it('grants the claim to one of many that start at the same moment', async () => {
    const path = await saveScript(
      folder,
      renderJobScript(scriptInput(folder, { profile: await withProgram('echo ran >>runs') })),
    );
    const jobs = Array.from({ length: 12 }, (_, index) =>
      spawn('bash', [path], { env: { ...process.env, CRYSTALQ_JOB_ID: String(index) }, stdio: 'ignore' }),
    );
    await Promise.all(jobs.map((job) => new Promise((resolve) => job.on('exit', resolve))));
    expect(await inFolder('runs')).to.equal('ran\n');
    expect((await inFolder('duplicates.log')).trim().split('\n')).to.have.length(11);
  });

  it('does not call itself a duplicate where it cannot claim anything', async () => {
    await symlink('no/such/place', join(folder, 'claim'));
    const ran = await run({ profile: await withProgram('echo ran') });
    expect(ran.code).to.equal(75);
    expect(ran.said).to.include('cannot be written to');
    expect(existsSync(join(folder, 'duplicates.log'))).to.equal(false);
  });

  it('goes on where Slurm starts the same job anew, and takes back what its first life said', async () => {
    await run({ profile: await withProgram('exit 1') });
    const ran = await run({ profile: await withProgram('[[ ! -e end.json ]]') });
    expect(ran.code).to.equal(0);
    expect((await recordOf())?.exitCode).to.equal(0);
    const ofFirstLife =
      'slurmstepd: error: *** JOB 17 ON c3 CANCELLED AT 2026-05-01T14:00:08 DUE TO PREEMPTION ***\n';
    expect(readSchedulerLog(ofFirstLife)).to.have.length(1);
    expect(readSchedulerLog(`${ofFirstLife}${ran.said}`)).to.deep.equal([]);
  });

  it('touches nothing where Slurm starts a job anew that has succeeded', async () => {
    await run({ profile: await withProgram('echo first') });
    const before = await inFolder('end.json');
    expect((await run({ profile: await withProgram('echo second') })).code).to.equal(0);
    expect(await inFolder('OPT.out')).to.equal('first\n');
    expect(await inFolder('end.json')).to.equal(before);
  });

  const threeDecks = 'A\n 1  x\nEND\nB\nEND\nC\n2\n3\nEND\n';
  const doss = {
    program: 'crystal',
    outputName: 'DOSS.out',
    stage: [{ from: 'DOSS.d3', to: 'INPUT' }],
    decks: [3, 2, 4],
    keep: [
      { scratchName: 'DOSS.DAT', as: 'DOSS.DOSS.DAT' },
      { scratchName: 'fort.87', as: 'DOSS.f87' },
    ],
  } as const;
  for (const where of ['in the run folder', 'in scratch']) {
    it(`calls the program once for each deck and gathers what the calls write, ${where}`, async () => {
      await writeFile(join(folder, 'DOSS.d3'), threeDecks);
      const scratch = where === 'in scratch' ? [join(base.path, 'scratch')] : [];
      const profile = await withProgram('echo run; cat; read -r word <INPUT; echo "dos of $word" >DOSS.DAT', {
        scratch,
      });
      expect(await run({ ...doss, profile })).to.deep.equal({ code: 0, said: '' });
      await nameFiles();
      expect(await inFolder('DOSS.out')).to.equal('run\nA\n 1  x\nEND\nrun\nB\nEND\nrun\nC\n2\n3\nEND\n');
      expect(await inFolder('DOSS.DOSS.DAT')).to.equal('dos of A\ndos of B\ndos of C\n');
      expect((await readdir(folder)).filter((name) => /\.all$|^DOSS\.DAT$|f87/.test(name))).to.deep.equal([]);
    });
  }

  it('stops at the call that fails and leaves no file that looks whole', async () => {
    await writeFile(join(folder, 'DOSS.d3'), threeDecks);
    const profile = await withProgram(
      'read -r word <INPUT; [[ $word == B ]] && { echo why >fort.87; exit 3; }; echo "dos of $word" >DOSS.DAT',
      { scratch: [join(base.path, 'scratch')] },
    );
    expect((await run({ ...doss, profile })).code).to.equal(3);
    expect(existsSync(join(folder, 'DOSS.DOSS.DAT'))).to.equal(false);
    expect(await inFolder('DOSS.f87')).to.equal('why\n');
  });

  it('says which names the files are to get that the program leaves in the run folder itself', async () => {
    const profile = await withProgram(
      'echo wave >fort.9; echo bands >BAND.DAT; echo dos >DOSS.DAT; : >fort.98',
    );
    const keep = [
      { scratchName: 'fort.9', as: 'SP.f9' },
      { scratchName: 'BAND.DAT', as: 'BAND.DAT' },
      { scratchName: 'DOSS.DAT', as: 'SP.DOSS.DAT' },
      { scratchName: 'fort.98', as: 'SP.f98' },
    ];
    expect(await run({ profile, keep })).to.deep.equal({ code: 0, said: '' });
    expect((await recordOf())?.renames).to.deep.equal([
      ['fort.9', 'SP.f9'],
      ['DOSS.DAT', 'SP.DOSS.DAT'],
    ]);
    await nameFiles();
    expect(await readdir(folder)).to.have.members([
      'BAND.DAT',
      'OPT.out',
      'SP.DOSS.DAT',
      'SP.f9',
      'claim',
      'end.json',
      'fort.98',
      'job.sh',
    ]);
  });

  it('starts no process but the program where that runs in the run folder itself', async () => {
    const profile = await withProgram('echo wave >fort.9');
    await writeFile(join(folder, 'OPT.d12'), 'deck\n');
    const stage = [{ from: 'OPT.d12', to: 'INPUT' }];
    const ran = await run(
      { profile, stage, keep: [{ scratchName: 'fort.9', as: 'SP.f9' }] },
      { PATH: '/none' },
    );
    expect(ran).to.deep.equal({ code: 0, said: '' });
    expect((await recordOf())?.renames).to.deep.equal([['fort.9', 'SP.f9']]);
  });

  describe('with patterns of files to keep', () => {
    const body = [
      'echo cube >GAUSSIAN.CUBE; echo other >DENS.CUBE; : >EMPTY.CUBE; echo wave >fort.9; echo b >fort.98',
      "mkdir DIR.CUBE; ln -s /etc/passwd LINK.CUBE; echo odd >'a b$(touch owned).CUBE'",
      'echo ours >d12; echo ours >out; echo hidden >.x.CUBE',
    ].join('\n');
    const keep = [{ scratchName: 'fort.9', as: 'OPT.f9' }];
    const stage = [{ from: 'OPT.d12', to: 'INPUT' }];
    const brought = ['OPT.GAUSSIAN.CUBE', 'OPT.DENS.CUBE', 'OPT.fort.98'];
    const patterns = ['*.CUBE', 'fort.9*', '*D*', 'd12', 'out', '*absent*', 'INPUT'];
    const keepMatching = { patterns, prefix: 'OPT.' };

    for (const where of ['in place', 'from scratch'])
      it(`brings back plain files that fit, and nothing that is ours (${where})`, async () => {
        await writeFile(join(folder, 'OPT.d12'), 'deck\n');
        const scratch = where === 'in place' ? [] : [join(base.path, 'scratch')];
        const profile = await withProgram(body, { scratch });
        expect(await run({ profile, keep, stage, keepMatching })).to.deep.equal({ code: 0, said: '' });
        await nameFiles();
        const files = await readdir(folder);
        expect(files.filter((name) => name.startsWith('OPT.'))).to.have.members([
          'OPT.d12',
          'OPT.f9',
          'OPT.out',
          ...brought,
        ]);
        expect(await inFolder('OPT.d12')).to.equal('deck\n');
        expect(files).to.include.members(['claim', 'job.sh', 'end.json']).and.not.include('owned');
        expect(await inFolder('OPT.GAUSSIAN.CUBE')).to.equal('cube\n');
        expect((await recordOf())?.notCopied).to.deep.equal([]);
      });

    it('keeps everything but its own files when asked for everything, in place', async () => {
      const profile = await withProgram('echo 1 >A; echo 2 >B');
      expect(await run({ profile, keepMatching: { patterns: ['*'], prefix: 'OPT.' } })).to.include({
        code: 0,
      });
      await nameFiles();
      expect(await readdir(folder)).to.have.members([
        'OPT.A',
        'OPT.B',
        'OPT.out',
        'claim',
        'end.json',
        'job.sh',
      ]);
    });

    for (const pattern of ['$(id)', 'a b', '; id', '../x', '/etc/*', '`id`', 'a\nb', '', '[a]', '{a,b}', '~'])
      it(`refuses the pattern ${JSON.stringify(pattern)}`, () => {
        const input = scriptInput(folder, { keepMatching: { patterns: [pattern], prefix: 'OPT.' } });
        expect(() => renderJobScript(input)).to.throw(CrystalqError, 'no pattern');
      });
  });

  it('knows the tasks of a Slurm array apart', async () => {
    await run(
      { profile: plainProfile },
      { SLURM_JOB_ID: '99', SLURM_ARRAY_JOB_ID: '90', SLURM_ARRAY_TASK_ID: '4' },
    );
    expect((await recordOf())?.jobId).to.equal('90_4');
  });

  describe('with scratch', () => {
    const withScratch = (scratch: string[], body: string): Promise<JobProfile> =>
      withProgram(body, { scratch });
    const stage = [
      { from: 'BAND.d3', to: 'INPUT' },
      { from: 'SP.f9', to: 'fort.9' },
    ];
    const keep = [
      { scratchName: 'fort.25', as: 'BAND.f25' },
      { scratchName: 'fort.87', as: 'fort.87' },
      { scratchName: 'EMPTY.DAT', as: 'EMPTY.DAT' },
      { scratchName: 'ABSENT.DAT', as: 'ABSENT.DAT' },
    ];
    beforeEach(async () => {
      await writeFile(join(folder, 'BAND.d3'), 'BAND\n');
      await writeFile(join(folder, 'SP.f9'), 'wave');
    });

    it('runs there, brings back what is there and not empty, and removes its own folder only', async () => {
      const scratch = join(base.path, 'scr atch');
      await mkdir(join(scratch, 'of others'), { recursive: true });
      const profile = await withScratch(
        [scratch],
        'pwd; cat INPUT fort.9; echo plot >fort.25; echo E >fort.87; : >EMPTY.DAT; echo junk >junk',
      );
      const ran = await run({ profile, stage, keep });
      expect(ran).to.deep.equal({ code: 0, said: '' });
      const [where, ...rest] = (await inFolder('OPT.out')).split('\n');
      expect(where).to.equal(join(scratch, 'k3x9w2ab-0007-OPT-a1-17'));
      expect(rest.join()).to.equal('BAND,wave');
      expect(await readdir(scratch)).to.deep.equal(['of others']);
      expect(await readdir(folder)).to.have.members([
        'BAND.d3',
        'BAND.f25',
        'OPT.out',
        'SP.f9',
        'claim',
        'end.json',
        'fort.87',
        'job.sh',
      ]);
      expect(await inFolder('BAND.f25')).to.equal('plot\n');
      expect((await recordOf())?.scratch).to.equal(where);
    });

    it('passes over places that are not set, not there or not writable', async () => {
      const file = join(base.path, 'file');
      await writeFile(file, '');
      const good = join(base.path, 'good');
      const profile = await withScratch(
        ['$NOT_SET_HERE/crys', `${file}/below`, '/proc/nothing', '$GOOD/a/b'],
        'pwd',
      );
      expect((await run({ profile, stage }, { GOOD: good })).code).to.equal(0);
      expect(await inFolder('OPT.out')).to.equal(`${good}/a/b/k3x9w2ab-0007-OPT-a1-17\n`);
    });

    it('says so and does not run where no place is writable', async () => {
      const profile = await withScratch(['$NOT_SET_HERE', '/proc/nothing'], 'echo ran');
      const ran = await run({ profile, stage });
      expect(ran.code).to.equal(73);
      expect(ran.said).to.match(
        /no writable scratch directory: \/proc\/nothing: No such file or directory$/m,
      );
      expect(existsSync(join(folder, 'OPT.out'))).to.equal(false);
      expect((await recordOf())?.exitCode).to.equal(73);
    });

    it('says that no variable of a place is set', async () => {
      const ran = await run({ profile: await withScratch(['$NOT_SET_HERE'], 'echo ran'), stage });
      expect(ran).to.deep.equal({
        code: 73,
        said: 'crystalq: no writable scratch directory: their variables are not set\n',
      });
    });

    it('passes over a place that does not take the inputs, removes what it has put there, and says so', async () => {
      const [full, good] = [join(base.path, 'full'), join(base.path, 'good')];
      const profile = await withScratch([full, good], 'pwd; cat INPUT fort.9');
      const ran = await run({ profile, stage }, { PATH: await pathWhereFull(full) });
      expect(ran).to.deep.equal({
        code: 0,
        said: `crystalq: scratch folder ${full} is passed over: No space left on device\n`,
      });
      expect(await inFolder('OPT.out')).to.equal(`${good}/k3x9w2ab-0007-OPT-a1-17\nBAND\nwave`);
      expect(await readdir(full)).to.deep.equal([]);
      expect(readSchedulerLog(ran.said)).to.deep.equal([]);
    });

    it('says which places do not take the inputs where none does', async () => {
      const full = join(base.path, 'full');
      const profile = await withScratch([full, '/proc/nothing'], 'echo ran');
      const ran = await run({ profile, stage }, { PATH: await pathWhereFull(full) });
      expect(ran.code).to.equal(73);
      const message = `crystalq: no writable scratch directory: ${full}: No space left on device; /proc/nothing: No such file or directory`;
      expect(ran.said.trimEnd().split('\n').at(-1)).to.equal(message);
      expect(readSchedulerLog(ran.said).map(({ code }) => code)).to.deep.equal(['SCRATCH_UNWRITABLE']);
      expect(existsSync(join(folder, 'OPT.out'))).to.equal(false);
    });

    /** PATH with a cp that finds no room below a folder. */
    async function pathWhereFull(full: string): Promise<string> {
      const bin = join(base.path, 'bin');
      await mkdir(bin);
      const said = `"cp: error writing 'fort.9': No space left on device"`;
      const text = `#!/bin/bash\n[[ $PWD == ${full}/* ]] && { : >fort.9; echo ${said} >&2; exit 1; }\nexec /bin/cp "$@"\n`;
      await writeFile(join(bin, 'cp'), text, { mode: 0o755 });
      return `${bin}:${process.env['PATH'] ?? ''}`;
    }

    it('does not run when an input is missing', async () => {
      const ran = await run({
        profile: await withScratch([base.path], 'echo ran'),
        stage: [...stage, { from: 'gone', to: 'fort.20' }],
      });
      expect(ran).to.deep.equal({ code: 74, said: 'crystalq: the input gone is missing\n' });
      expect(existsSync(join(folder, 'OPT.out'))).to.equal(false);
      expect(await readdir(base.path)).to.not.include('k3x9w2ab-0007-OPT-a1-17');
    });

    it('starts with a folder of its own where Slurm starts a job anew whose node failed', async () => {
      const scratch = join(base.path, 'scratch');
      const dies = 'echo half >fort.25; kill -KILL $PPID';
      await run({ profile: await withScratch([scratch], dies), stage, keep });
      expect(await readdir(scratch), 'left behind').to.have.length(1);
      const ran = await run({ profile: await withScratch([scratch], '[[ ! -e fort.25 ]]'), stage, keep });
      expect(ran).to.deep.equal({ code: 0, said: 'crystalq: started anew\n' });
      expect(await readdir(scratch)).to.deep.equal([]);
    });

    it('keeps the scratch folder and fails when a result cannot be brought back', async () => {
      // A disk that is full.
      await symlink('/dev/full', join(folder, 'BAND.f25.part'));
      const scratch = join(base.path, 'scratch');
      const ran = await run({ profile: await withScratch([scratch], 'echo plot >fort.25'), stage, keep });
      expect(ran.code).to.equal(74);
      const record = await recordOf();
      expect(record?.notCopied).to.deep.equal(['fort.25']);
      expect(await readFile(join(record?.scratch ?? '', 'fort.25'), 'utf8')).to.equal('plot\n');
      expect(await readdir(folder)).to.not.include('BAND.f25.part');
    });
  });

  for (const [signal, code] of [
    ['SIGUSR2', 140],
    ['SIGTERM', 143],
  ] as const) {
    it(`hears ${signal} while the program runs: files are kept and the record names the signal`, async () => {
      const profile = await withProgram('echo half >OPTINFO.DAT; echo up; exec sleep 100', {
        scratch: [join(base.path, 'scratch')],
      });
      const keep = [{ scratchName: 'OPTINFO.DAT', as: 'OPTINFO.DAT' }];
      const path = await saveScript(folder, renderJobScript(scriptInput(folder, { profile, keep })));
      const child = spawn('bash', [path], {
        env: { ...process.env, CRYSTALQ_JOB_ID: '17' },
        stdio: 'ignore',
      });
      const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
      await eventually('the program is up', async () =>
        (await inFolder('OPT.out').catch(() => '')).includes('up'),
      );
      child.kill(signal);
      expect(await ended).to.equal(code);
      expect(await inFolder('OPTINFO.DAT')).to.equal('half\n');
      expect(await recordOf()).to.include({ exitCode: code, signal: signal.replace('SIG', '') });
    });
  }

  it('loads modules, and says which one cannot be loaded', async () => {
    // What a login shell of a cluster would define.
    const module = 'module() { echo "module $*"; [[ $2 != bad* ]]; }; export -f module;';
    const path = await saveScript(
      folder,
      renderJobScript(
        scriptInput(folder, { profile: { ...plainProfile, modules: ['CRYSTAL/23', "bad'one"] } }),
      ),
    );
    const { stdout, status } = spawnSync('bash', ['-c', `${module} bash "$1"`, '-', path], {
      encoding: 'utf8',
    });
    expect(stdout).to.equal(
      "module purge\nmodule load CRYSTAL/23\nmodule load bad'one\ncrystalq: module bad'one cannot be loaded\n",
    );
    expect(status).to.equal(78);
  });

  it('sets variables exactly as they were given', async () => {
    const value = `a "b" 'c' $HOME $(id) \\ *`;
    await run({
      profile: await withProgram('printf %s "$MY_OPTION"', {
        environment: { MY_OPTION: value, DOLLAR: '$' },
      }),
    });
    expect(await inFolder('OPT.out')).to.equal(value);
  });

  it('leaves its end record in the run folder when the profile of the user goes elsewhere and ends it', async () => {
    await writeFile(join(base.path, '.bash_profile'), `cd '${base.path}'; exit 3\n`);
    const ran = await run({ profile: { ...plainProfile, loginShell: true } }, { HOME: base.path });
    expect(ran.code).to.equal(3);
    expect((await recordOf())?.exitCode).to.equal(3);
  });

  it('reads the profile of the user where a login shell is wanted', async () => {
    await writeFile(join(base.path, '.bash_profile'), 'export FROM_PROFILE=yes; cd /\n');
    await run(
      { profile: await withProgram('echo $FROM_PROFILE; pwd', { loginShell: true }) },
      { HOME: base.path },
    );
    expect(await inFolder('OPT.out')).to.equal(`yes\n${folder}\n`);
  });

  const refusals: [string, Partial<JobScriptInput>][] = [
    ['a token with a space', { token: 'a b' }],
    ['a token that is a path', { token: '../a' }],
    ['a folder that is not absolute', { folder: 'work' }],
    ['a folder with a line break', { folder: '/a\n#SBATCH --uid=0' }],
    ['an output outside of the folder', { outputName: '../OPT.out' }],
    ['a staged file from elsewhere', { stage: [{ from: '/etc/passwd', to: 'INPUT' }] }],
    ['a kept file that goes elsewhere', { keep: [{ scratchName: 'fort.9', as: '../../fort.9' }] }],
    ['a partition with a line break', { resources: { ...smallResources, partition: 'a\n#SBATCH -x' } }],
    ['an account with a space', { resources: { ...smallResources, account: 'a --uid=0' } }],
    ['a directive with a line break', { profile: { ...plainProfile, extraDirectives: ['--a=b\nrm'] } }],
    ['a variable that is no name', { profile: { ...plainProfile, environment: { 'A;rm': 'x' } } }],
  ];
  for (const [what, changes] of refusals) {
    it(`is not written for ${what}`, () => {
      expect(() => renderJobScript(scriptInput(folder, changes))).to.throw(CrystalqError);
    });
  }
});
