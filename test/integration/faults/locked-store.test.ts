import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually } from '../../support/eventually.js';
import { createRig, notOneJobEach, type Rig } from '../../support/fault-rig.js';

/** Another process that has the one write lock of the database, until it is killed. */
async function lock(database: string): Promise<ChildProcess> {
  const program = `
    import LibSql from 'libsql';
    const database = new LibSql(${JSON.stringify(database)}, { timeout: 5000 });
    database.exec('BEGIN IMMEDIATE');
    console.log('held');
    // Named here, so that it is not collected, and the lock with it.
    setInterval(() => database.open, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe('A store that another process has locked', function () {
  this.timeout(90_000);
  let rig: Rig;
  let holder: ChildProcess | undefined;
  afterEach(async () => {
    holder?.kill('SIGKILL');
    await rig.close();
  });

  it('for longer than anybody waits fails no step and uses up no attempt', async () => {
    rig = await createRig({ materials: 2, workflow: 'OPT,SP' });
    rig.startWorker();
    await rig.enqueue();
    await eventually('work to be under way', async () => (await rig.attempts()).length > 0);
    holder = await lock(join(rig.home, 'data', 'crystalq.db'));
    await eventually(
      'a worker to give up waiting',
      () => rig.log.some(({ fields }) => JSON.stringify(fields).includes('STORE_LOCKED')),
      40_000,
    );
    expect(await rig.store.errors({}, { limit: 10 })).to.deep.equal([]);
    holder.kill('SIGKILL');
    expect(new Set(Object.values(await rig.ends(40_000)))).to.deep.equal(new Set(['succeeded']));
    expect((await rig.attempts()).map(({ number }) => number)).to.deep.equal([1, 1, 1, 1]);
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  });
});
