import { expect } from 'chai';
import { createReadStream } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { identityOf, isAlive } from '../../../src/scheduler/local/process-identity.js';
import { createNodeStarter } from '../../../src/scheduler/starter/node-starter.js';
import { createPerlStarter } from '../../../src/scheduler/starter/perl-starter.js';
import type {
  ProcessEnd,
  ProcessStarter,
  StartRequest,
} from '../../../src/scheduler/starter/process-starter.js';
import { eventually } from '../../support/eventually.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

const path = process.env['PATH'] ?? '';

/** For the starter under test, to which nothing is left. */
const nobody: ProcessStarter = {
  start: (_request, { onEnd }) => onEnd({ kind: 'failed', error: new Error('left to somebody else') }),
  close: () => Promise.resolve(),
};

const starters = { perl: () => createPerlStarter(nobody), node: createNodeStarter };

for (const [name, create] of Object.entries(starters))
  describe(`a process that is started by ${name}`, () => {
    let folder: TemporaryFolder;
    let starter: ProcessStarter;
    beforeEach(async () => {
      folder = await temporaryFolder('starter');
      starter = create();
    });
    afterEach(async () => {
      await starter.close();
      await folder.remove();
    });

    const bash = (script: string, more: Partial<StartRequest> = {}): StartRequest => ({
      command: ['bash', '-c', script, 'script', "one 'two' $(three)\n\tfour", ''],
      folder: folder.path,
      environment: { PATH: path },
      ...more,
    });
    const run = (request: StartRequest): Promise<ProcessEnd> =>
      new Promise((resolve) => starter.start(request, { onEnd: resolve }));
    const ended = async (request: StartRequest): Promise<Extract<ProcessEnd, { kind: 'ended' }>> => {
      const end = await run(request);
      if (end.kind !== 'ended') throw new Error(`it should have ended: ${JSON.stringify(end)}`);
      return end;
    };
    const codeOf = (end: ProcessEnd): unknown =>
      end.kind === 'failed' ? (end.error as NodeJS.ErrnoException).code : end.kind;

    it('gets its arguments as they are, whatever they hold', async () => {
      const { stdout } = await ended(bash(`printf '<%s>' "$@"`));
      expect(stdout).to.equal("<one 'two' $(three)\n\tfour><>");
    });

    it('runs in its folder with its environment and no other', async () => {
      const environment = { PATH: path, LINES_OF: 'two\nlines = 2', ÜBER: 'größe' };
      const { stdout } = await ended(bash('pwd; env', { environment }));
      expect(stdout).to.include(`${folder.path}\n`).and.to.include('LINES_OF=two\nlines = 2\n');
      expect(stdout).to.include('ÜBER=größe\n').and.to.not.include('HOME=');
    });

    it('has variables of its own beside what all have', async () => {
      const environment = { PATH: path, SHARED: 'of all', OWN: 'of all' };
      const script = 'echo "$SHARED, $OWN, $MORE"';
      const first = bash(script, { environment, variables: { OWN: 'of one', MORE: 'two\nlines' } });
      expect((await ended(first)).stdout).to.equal('of all, of one, two\nlines\n');
      expect((await ended(bash(script, { environment }))).stdout).to.equal('of all, of all, \n');
      expect((await ended(bash(script))).stdout).to.equal(', , \n');
    });

    it('has an empty input', async () => {
      expect((await ended(bash('cat; echo over'))).stdout).to.equal('over\n');
    });

    it('is heard on both of its outputs, and its exit code is told', async () => {
      const end = await ended(bash('echo good; echo bad >&2; exit 7'));
      expect(end).to.deep.equal({
        kind: 'ended',
        exitCode: 7,
        isKilled: false,
        stdout: 'good\n',
        stderr: 'bad\n',
      });
    });

    it('is told apart when a signal ended it', async () => {
      expect(await ended(bash('kill -USR1 $$'))).to.include({ exitCode: 138, isKilled: true });
    });

    it('may say more than a pipe holds; the first megabyte is kept', async () => {
      const { stdout, exitCode } = await ended(bash(`head -c 3000000 /dev/zero | tr '\\0' x`));
      expect({ exitCode, length: stdout.length }).to.deep.equal({ exitCode: 0, length: 2 ** 20 });
    });

    it('may close its outputs and go on', async () => {
      expect(await ended(bash('echo first; exec >&- 2>&-; sleep 0.3; exit 4'))).to.include({
        stdout: 'first\n',
        exitCode: 4,
      });
    });

    it('appends what it says to its log where it has one', async () => {
      const log = join(folder.path, 'job.log');
      await writeFile(log, 'before\n');
      expect(await ended(bash('echo out; echo err >&2', { log }))).to.include({ stdout: '', stderr: '' });
      expect(await readFile(log, 'utf8')).to.equal('before\nout\nerr\n');
    });

    it('leads a session of its own, with the signals as usual', async () => {
      const { stdout } = await ended(bash('read -ra stat </proc/$$/stat; echo "$$ ${stat[5]}"; trap'));
      const [pid, session] = stdout.trim().split(' ');
      expect(session).to.equal(pid);
    });

    it('is told of with its pid as soon as it runs', async () => {
      let pid = 0;
      const end = new Promise<ProcessEnd>((resolve) => {
        starter.start(bash('until [[ -e go ]]; do sleep 0.02; done; echo $$'), {
          onStart: (started) => (pid = started),
          onEnd: resolve,
        });
      });
      await eventually('it is started', () => pid > 0);
      await writeFile(join(folder.path, 'go'), '');
      expect(await end).to.include({ stdout: `${pid}\n` });
    });

    it('fails with the reason when there is no such program, folder, or log', async () => {
      const missing = join(folder.path, 'missing');
      expect(codeOf(await run({ ...bash(''), command: ['crystalq-no-such-program'] }))).to.equal('ENOENT');
      expect(codeOf(await run(bash('true', { folder: missing })))).to.equal('ENOENT');
      expect(codeOf(await run(bash('true', { log: join(missing, 'job.log') })))).to.equal('ENOENT');
      const text = join(folder.path, 'text');
      await writeFile(text, 'no program', { mode: 0o644 });
      expect(codeOf(await run({ ...bash(''), command: [text] }))).to.equal('EACCES');
    });

    it('goes on when the starter is closed', async () => {
      let pid = 0;
      const request = bash('until [[ -e go ]]; do sleep 0.02; done; echo done >done', {
        log: join(folder.path, 'log'),
      });
      starter.start(request, { onStart: (started) => (pid = started), onEnd: () => undefined });
      await starter.close();
      expect(pid, 'closed after the start').to.be.greaterThan(0);
      expect(isAlive(identityOf(pid) ?? '')).to.equal(true);
      await writeFile(join(folder.path, 'go'), '');
      await eventually('it did its work', () =>
        readFile(join(folder.path, 'done'), 'utf8').catch(() => undefined),
      );
    });
  });

describe('the starter in perl', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => (folder = await temporaryFolder('starter')));
  afterEach(() => folder.remove());

  it('tells what it does not know when it is killed, and begins anew with the next process', async () => {
    const starter = createPerlStarter(nobody);
    const log = join(folder.path, 'log');
    const bash = (script: string): StartRequest => ({
      command: ['bash', '-c', script],
      folder: folder.path,
      environment: { PATH: path },
      log,
    });
    const ends: ProcessEnd[] = [];
    const onEnd = (end: ProcessEnd): void => void ends.push(end);
    const parent = async (): Promise<number | undefined> =>
      Number(await readFile(join(folder.path, 'parent'), 'utf8').catch(() => '')) || undefined;

    starter.start(bash('echo $PPID >parent; sleep 0.2; echo over >>log'), { onEnd });
    process.kill(await eventually('the process runs', parent), 'SIGKILL');
    await eventually('the end is told of', () => ends.length === 1);
    expect(ends).to.deep.equal([{ kind: 'unseen' }]);
    await eventually('the process itself goes on', async () => (await readFile(log, 'utf8')) === 'over\n');

    starter.start(bash('exit 3'), { onEnd });
    await eventually('the next one ends', () => ends.length === 2);
    expect(ends[1]).to.include({ kind: 'ended', exitCode: 3 });
    await starter.close();
  });

  it('is not known to be gone as long as something that it forked has no log yet', async () => {
    const starter = createPerlStarter(nobody);
    const log = join(folder.path, 'log');
    // Whoever opens a pipe waits for its other end.
    await execa('mkfifo', [log]);
    let isReading = false;
    let wasReading: boolean | undefined;
    let pid = 0;
    const request: StartRequest = {
      command: ['sleep', '0.1'],
      folder: folder.path,
      environment: { PATH: path },
      log,
    };
    starter.start(request, {
      onStart: (started) => (pid = started),
      onEnd: () => (wasReading = isReading),
    });
    await eventually('it is forked', () => pid > 0);
    const parent = Number((await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ')[1]);
    process.kill(parent, 'SIGKILL');
    await eventually('the starter is gone', () => identityOf(parent) === undefined);
    isReading = true;
    const reader = createReadStream(log).resume();
    await eventually('its end is told of', () => wasReading !== undefined);
    expect(wasReading).to.equal(true);
    reader.destroy();
    await starter.close();
  });

  it('leaves everything to the other one where it cannot run', async () => {
    const starter = createPerlStarter(createNodeStarter(), join(folder.path, 'no-perl'));
    const ends: ProcessEnd[] = [];
    for (const code of [1, 2]) {
      const request: StartRequest = {
        command: ['bash', '-c', `exit ${code}`],
        folder: folder.path,
        environment: { PATH: path },
      };
      starter.start(request, { onEnd: (end) => ends.push(end) });
      await eventually('it ended', () => ends.length === code);
      expect(ends.at(-1)).to.include({ kind: 'ended', exitCode: code });
    }
    await starter.close();
  });

  it('is tried again after it could not be started for a moment', async () => {
    const perl = join(folder.path, 'perl');
    await writeFile(perl, '#!/bin/sh\nexec /usr/bin/perl "$@"\n', { mode: 0o644 });
    const starter = createPerlStarter(createNodeStarter(), perl);
    const parent = async (): Promise<string> => {
      const end = await new Promise<ProcessEnd>((resolve) => {
        const command = ['bash', '-c', 'echo $PPID'] as const;
        starter.start({ command, folder: folder.path, environment: { PATH: path } }, { onEnd: resolve });
      });
      return end.kind === 'ended' ? end.stdout.trim() : end.kind;
    };
    expect(await parent()).to.equal(String(process.pid));
    await chmod(perl, 0o755);
    expect(Number(await parent()), 'a process of its own')
      .to.be.above(0)
      .and.not.equal(process.pid);
    await starter.close();
  });
});
