import { expect } from 'chai';
import { execa } from 'execa';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url));
const secrets = { REDIS_PASSWORD: 'one', POSTGRES_PASSWORD: 'two' };

describe('docker-compose.yml', function () {
  before(async function () {
    const { exitCode } = await execa('docker-compose', ['--version'], { reject: false });
    if (exitCode !== 0) this.skip();
  });

  const parse = (env: Readonly<Record<string, string>>) =>
    execa('docker-compose', ['-f', file, 'config'], { env, reject: false });

  it('is valid, with a Redis that keeps everything and asks for a password', async () => {
    const { exitCode, stdout, stderr } = await parse(secrets);
    expect(exitCode, stderr).to.equal(0);
    for (const word of [
      'noeviction',
      '--requirepass',
      'appendonly',
      'postgres:15',
      '127.0.0.1:8717',
      'worker',
      'dashboard',
    ]) {
      expect(stdout).to.contain(word);
    }
  });

  it('does not start without passwords', async () => {
    const { exitCode, stderr } = await parse({ REDIS_PASSWORD: 'one' });
    expect(exitCode).not.to.equal(0);
    expect(stderr).to.contain('POSTGRES_PASSWORD');
  });
});
