import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { magnesia, optimization } from '../../unit/rehearsal/play.js';
import { eventually } from '../../support/eventually.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

describe('The rehearsal programs', function () {
  this.timeout(60_000);
  let temporary: TemporaryFolder;
  let folder: string;
  const running: ChildProcess[] = [];

  beforeEach(async () => {
    temporary = await temporaryFolder('rehearsal');
    folder = temporary.path;
  });

  afterEach(async () => {
    for (const child of running.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await temporary.remove();
  });

  const start = (
    program: 'crystal' | 'properties',
    environment: Record<string, string> = {},
    launcher: readonly string[] = [],
  ): Started => {
    const source = new URL(`../../../src/rehearsal/${program}-main.ts`, import.meta.url).href;
    const code = `import { main } from ${JSON.stringify(source)}; process.exit(await main());`;
    const commandLine = [
      process.execPath,
      '--import',
      import.meta.resolve('tsx/esm'),
      '--input-type=module',
      '-e',
      code,
    ];
    const [command = '', ...args] = [...launcher, ...commandLine];
    const child = spawn(command, args, {
      cwd: folder,
      detached: true,
      env: { PATH: process.env['PATH'], CRYSTALQ_REHEARSAL_SECONDS: '0', ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    running.push(child);
    const started: Started = { child, output: '', errors: '', ended: ending(child) };
    child.stdout.on('data', (chunk: Buffer) => (started.output += chunk.toString('latin1')));
    child.stderr.on('data', (chunk: Buffer) => (started.errors += chunk.toString('latin1')));
    return started;
  };

  it('read INPUT in their folder and leave the files of the step there', async () => {
    writeFileSync(join(folder, 'INPUT'), magnesia(optimization));
    const run = start('crystal');
    run.child.stdin?.end();
    expect(await run.ended).to.deep.equal({ code: 0, signal: null });
    expect(run.output).to.include('* OPT END - CONVERGED *').and.to.include('EEEEEEEEEE TERMINATION');
    expect(readFileSync(join(folder, 'fort.9'), 'latin1')).to.have.length.above(100);

    writeFileSync(join(folder, 'INPUT'), 'BAND\nMgO\n1 2 20 1 20 1 0\n0 0 0 1 0 1\nEND\n');
    const bands = start('properties');
    bands.child.stdin?.end();
    expect(await bands.ended).to.deep.equal({ code: 0, signal: null });
    expect(existsSync(join(folder, 'BAND.DAT'))).to.equal(true);
  });

  it('read standard input where there is no INPUT', async () => {
    const run = start('crystal');
    run.child.stdin?.end(magnesia());
    expect(await run.ended).to.deep.equal({ code: 0, signal: null });
    expect(run.output).to.include('SCF ENDED - CONVERGENCE ON ENERGY');
  });

  it('fail with a fort.87 on a deck that cannot be read', async () => {
    const run = start('crystal');
    run.child.stdin?.end('not a deck\n');
    expect(await run.ended).to.deep.equal({ code: 1, signal: null });
    expect(readFileSync(join(folder, 'fort.87'), 'latin1')).to.match(/^ ERROR \*\*\*\* /);
  });

  it('hang at a walltime until they are ended, and leave what a restart needs', async () => {
    const run = start('crystal', { CRYSTALQ_REHEARSAL_FAIL: 'walltime' });
    run.child.stdin?.end(magnesia(optimization));
    await eventually('the third point', () => /POINT {4}3\s*$/.test(run.output));
    run.child.kill('SIGTERM');
    expect(await run.ended).to.deep.equal({ code: 143, signal: null });
    expect(run.errors).to.include('forrtl: error (78): process killed (SIGTERM)');
    expect(readFileSync(join(folder, 'OPTINFO.DAT'), 'latin1')).to.include('"point":2');
  });

  it('die by SIGKILL when memory runs out', async () => {
    const run = start('crystal', { CRYSTALQ_REHEARSAL_FAIL: 'oom' });
    run.child.stdin?.end(magnesia());
    expect(await run.ended).to.deep.equal({ code: null, signal: 'SIGKILL' });
    expect(run.errors).to.include('KILLED BY SIGNAL: 9');
  });

  it('take their job script down with them when the node fails, but no shell outside a job', async () => {
    const script = ['bash', '-c', '"$@" <&0 & wait; exit 7', '-'];
    const fail = (environment: Record<string, string>): Started['ended'] => {
      const run = start('crystal', { CRYSTALQ_REHEARSAL_FAIL: 'node', ...environment }, script);
      run.child.stdin?.end(magnesia());
      return run.ended;
    };
    const [inJob, outside] = [fail({ CRYSTALQ_JOB_ID: '1' }), fail({})];
    expect(await inJob).to.deep.equal({ code: null, signal: 'SIGKILL' });
    expect(await outside).to.deep.equal({ code: 7, signal: null });
  });

  it('know the attempt by the name of the run folder', async () => {
    folder = join(folder, 'a02');
    await mkdir(folder);
    const run = start('crystal', { CRYSTALQ_REHEARSAL_FAIL: 'truncated' });
    run.child.stdin?.end(magnesia());
    expect(await run.ended).to.deep.equal({ code: 0, signal: null });
    expect(run.output).to.include('EEEEEEEEEE TERMINATION  DATE');
  });

  it('refuse settings that they cannot read', async () => {
    for (const [name, value] of [
      ['CRYSTALQ_REHEARSAL_FAIL', 'explode'],
      ['CRYSTALQ_REHEARSAL_SECONDS', 'soon'],
      ['CRYSTALQ_REHEARSAL_FAIL_SHARE', '2'],
    ] as const) {
      const run = start('crystal', { [name]: value });
      run.child.stdin?.end();
      expect(await run.ended).to.deep.equal({ code: 2, signal: null });
      expect(run.errors).to.include(value);
    }
  });
});

interface Started {
  readonly child: ChildProcess;
  output: string;
  errors: string;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

function ending(child: ChildProcess): Started['ended'] {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
}
