import { expect } from 'chai';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOwnRedis } from '../../../queues/redis/own-redis.js';
import { eventually } from '../../support/eventually.js';
import { createInstallation, type Installation, type RunningCommand } from '../../support/installation.js';

describe('crystalq up', function () {
  this.timeout(60_000);
  let installation: Installation;
  let up: RunningCommand;

  beforeEach(() => {
    installation = createInstallation({ scheduler: 'local', advanced: { log: { level: 'info' } } });
  });
  afterEach(async () => {
    await up.kill('SIGTERM');
    await installation.close();
  });

  const isLogged = (words: string) => (): boolean => installation.logged().includes(words);

  it('passes SIGHUP on to its worker, which takes the changed settings, and ends both on SIGTERM', async () => {
    up = installation.start(['up', '--no-dashboard']);
    await eventually('the worker to start', isLogged('worker started'), 20_000);
    const before = readFileSync(installation.configFile, 'utf8');
    writeFileSync(installation.configFile, before.replace('"info"', '"debug"'));
    up.process.kill('SIGHUP');
    await eventually('the worker to reload', isLogged('configuration reloaded'), 20_000);
    expect(up.process.exitCode).to.equal(null);
    await up.kill('SIGTERM');
    expect(up.process.exitCode).to.equal(0);
    expect(installation.logged()).to.contain('worker stopped');
  });

  it('lets its worker end cleanly on Ctrl-C, which reaches both of them', async () => {
    up = installation.start(['up', '--no-dashboard']);
    await eventually('the worker to start', isLogged('worker started'), 20_000);
    const gone = once(up.process, 'exit');
    process.kill(-Number(up.process.pid), 'SIGINT');
    await gone;
    expect(up.process.exitCode).to.equal(0);
    expect(installation.logged()).to.contain('worker stopped');
  });

  it('leaves Redis to another one of the same folder, and ends it as the last', async () => {
    const workers = (): number => installation.logged().split('worker started').length - 1;
    const other = installation.start(['up', '--no-dashboard']);
    await eventually('the first worker to start', () => workers() === 1, 20_000);
    up = installation.start(['up', '--no-dashboard']);
    await eventually('the second worker to start', () => workers() === 2, 20_000);
    const redis = () =>
      startOwnRedis({
        dataDir: join(installation.home, 'data'),
        env: { HOME: installation.home, PATH: process.env['PATH'] },
        lifetime: 'process',
      });
    await other.kill('SIGTERM');
    expect((await redis()).isNew).to.equal(false);
    await up.kill('SIGTERM');
    const anew = await redis();
    expect(anew.isNew).to.equal(true);
    await anew.stop();
  });
});
