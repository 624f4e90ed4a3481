import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { createLog, type LogOptions, type ProcessLog } from '../../../src/log/create-log.js';

describe('the log of a process', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (options: Partial<LogOptions> = {}): Promise<ProcessLog> =>
    createLog({
      name: 'worker',
      level: 'info',
      folder,
      maxSizeMiB: 1,
      keepDays: 3,
      console: 'off',
      ...options,
    });

  const linesOf = (name: string): Record<string, unknown>[] =>
    readdirSync(folder)
      .filter((file) => file.startsWith(`${name}-`))
      .flatMap((file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n'))
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('writes all lines, errors a second time, and durations into a file of their own', async () => {
    const log = await open();
    log.debug('not told');
    log.info('submitted', { schedulerJobId: '12' });
    log.error('not read', {
      error: new CrystalqError('FILE_MISSING', 'no OPT.out', { details: { file: 'OPT.out' } }),
    });
    log.performance('read output', 12.3456, { bytes: 10 });
    await log.close();
    expect(linesOf('crystalq').map(({ message }) => message)).to.deep.equal(['submitted', 'not read']);
    expect(linesOf('crystalq')[0]).to.include({
      level: 'info',
      process: 'worker',
      pid: process.pid,
      schedulerJobId: '12',
    });
    const [error] = linesOf('errors');
    expect(error?.['error']).to.deep.include({ code: 'FILE_MISSING', details: { file: 'OPT.out' } });
    expect(linesOf('errors')).to.have.length(1);
    expect(linesOf('performance')[0]).to.include({ name: 'read output', milliseconds: 12.346, bytes: 10 });
  });

  it('keeps the message of a line where a field has the same name', async () => {
    const log = await open();
    log.error('submissions are halted', { message: 'Invalid account', time: 'noon', level: 'low' });
    await log.close();
    expect(linesOf('errors')[0]).to.include({ message: 'submissions are halted', level: 'error' });
    expect(linesOf('errors')[0]?.['time']).not.to.equal('noon');
  });

  it('gives a child its fields and follows a new level', async () => {
    const log = await open();
    const child = log.child({ cluster: 'hpcc' });
    child.debug('before');
    log.setLevel('debug');
    child.debug('after');
    log.setLevel('error');
    child.warn('not told');
    await log.close();
    expect(linesOf('crystalq').map(({ message, cluster }) => [message, cluster])).to.deep.equal([
      ['after', 'hpcc'],
    ]);
  });

  it('masks secrets in messages, fields and context', async () => {
    const log = await open();
    log.info('redis://:hush-hush@h', { url: 'redis://:hush-hush@h', password: 'hush-hush' });
    log.performance('ping redis://:hush-hush@h', 1, { token: 'hush-hush' });
    await log.close();
    expect(JSON.stringify([linesOf('crystalq'), linesOf('performance')])).not.to.contain('hush');
  });

  it('drops lines after its end instead of ending the process', async () => {
    const log = await open();
    await log.close();
    log.error('too late');
    await log.close();
    expect(linesOf('crystalq')).to.deep.equal([]);
  });

  it('keeps working where its folder cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    const log = await open({ folder: join(folder, 'file', 'logs') });
    log.error('nobody will read this');
    await log.close();
  });

  it('makes files that only the user can read', async () => {
    const log = await open({ folder: join(folder, 'logs') });
    log.info('hello');
    await log.close();
    expect(statSync(join(folder, 'logs')).mode & 0o077).to.equal(0);
    const [file = ''] = readdirSync(join(folder, 'logs'));
    expect(statSync(join(folder, 'logs', file)).mode & 0o077).to.equal(0);
  });

  it('prints readable lines, in colour on a terminal only, and nothing that a terminal obeys', async () => {
    const printed = async (isTTY: boolean): Promise<string> => {
      const stream = Object.assign(new PassThrough(), { isTTY });
      const log = await open({ folder: undefined, console: 'readable', stream });
      log.child({ batchId: 'k3', stepId: 'k3-0001-OPT' }).warn('odd', { name: 'x\u001b[2J\ny', n: 1 });
      await log.close();
      return String(stream.read());
    };
    expect(await printed(false)).to.match(
      /^\d\d:\d\d:\d\d {2}warn {3}odd {2}k3-0001-OPT {2}name=x\\x1b\[2J \\n y {2}n=1\n$/,
    );
    expect(await printed(true))
      .to.contain('\u001b[33mwarn')
      .and.not.contain('\u001b[2J');
  });
});
