import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createInstallation, program, type Installation } from '../../support/installation.js';

describe('A reader that has seen enough (crystalq ... | head)', function () {
  this.timeout(60_000);
  let installation: Installation;
  before(() => (installation = createInstallation({ scheduler: 'local' })));
  after(() => installation.close());

  it('does not make a command fail', async () => {
    const child = spawn(process.execPath, [program, 'config', 'show', '--config', installation.configFile], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const [said] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(said).to.equal('');
    expect(child.exitCode).to.equal(0);
  });
});
