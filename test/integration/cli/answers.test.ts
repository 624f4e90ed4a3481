import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInstallation, type Installation } from '../../support/installation.js';
import { writeStructures } from '../../support/structures.js';

describe('What crystalq answers', function () {
  this.timeout(60_000);
  let installation: Installation;
  before(async () => {
    installation = createInstallation({ scheduler: 'local' });
    await installation.startRedis();
  });
  after(() => installation.close());

  it('is the same to people and to programs, and tells both where it is not all', async () => {
    const structures = writeStructures(installation.home, 2);
    writeFileSync(join(structures, 'broken.cif'), 'no structure');
    const enqueue = ['enqueue', structures, '--workflow', 'OPT,SP'] as const;
    expect((await installation.run(...enqueue, '--json')).exitCode).to.equal(1);
    expect((await installation.run(...enqueue)).exitCode).to.equal(0);
    expect((await installation.run(...enqueue, '--json')).exitCode).to.equal(0);

    const part = await installation.run('steps', '--limit', '3', '--json');
    expect(JSON.parse(part.stdout)).to.have.length(3);
    expect(part.stderr).to.contain('only the first 3 are shown');
    expect((await installation.run('steps', '--limit', '4')).stderr).to.equal('');
  });

  it('says why nothing goes on where a material is resumed whose batch is on hold', async () => {
    await installation.run('pause', '--all');
    const { stdout, stderr } = await installation.run('resume', '--material', 'm00');
    expect(stdout).to.contain('0 steps of 0 materials resumed');
    expect(stderr).to.contain('on hold with its whole material or batch');
    expect((await installation.run('resume', '--all')).stdout).to.contain('4 steps of 2 materials resumed');
  });
});
