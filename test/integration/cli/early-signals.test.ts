import { expect } from 'chai';
import { once } from 'node:events';
import { constants, closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { execa } from 'execa';
import { join } from 'node:path';
import { eventually } from '../../support/eventually.js';
import { createInstallation, type Installation, type RunningCommand } from '../../support/installation.js';

/** A configuration that comes through a pipe holds a process where it has loaded next to nothing. */
describe('A signal that comes before the program is loaded', function () {
  this.timeout(60_000);
  let installation: Installation;
  let pipe: string;

  beforeEach(async () => {
    installation = createInstallation({ scheduler: 'local', advanced: { log: { level: 'info' } } });
    pipe = join(installation.home, 'pipe.yaml');
    await execa('mkfifo', [pipe]);
  });
  afterEach(() => installation.close());

  /** The command as it waits for its configuration; `goOn` gives it. */
  const startAndHold = async (...args: string[]): Promise<{ command: RunningCommand; goOn: () => void }> => {
    const command = installation.start([...args, '--config', pipe]);
    const end = await eventually('the configuration to be read', () => openForWriting(pipe), 20_000);
    return {
      command,
      goOn: () => {
        writeSync(end, readFileSync(installation.configFile));
        closeSync(end);
      },
    };
  };
  const exitOf = async ({ process: { exitCode, signalCode }, process }: RunningCommand): Promise<unknown> => {
    if (exitCode === null && signalCode === null) await once(process, 'exit');
    return process.exitCode ?? process.signalCode;
  };
  const logged = (words: string) => (): boolean => installation.logged().includes(words);

  it('lets a worker start on SIGHUP, and take its settings anew', async () => {
    await installation.startRedis();
    const { command, goOn } = await startAndHold('worker');
    command.process.kill('SIGHUP');
    goOn();
    await eventually('the worker to start', logged('worker started'), 20_000);
    const again = await eventually('the configuration to be read again', () => openForWriting(pipe), 20_000);
    writeSync(again, readFileSync(installation.configFile));
    closeSync(again);
    await eventually('the worker to reload', logged('configuration reloaded'), 20_000);
    await command.kill('SIGTERM');
    expect(command.process.exitCode).to.equal(0);
  });

  for (const name of ['worker', 'dashboard', 'up'])
    it(`lets ${name} end cleanly on SIGTERM, before it has started anything`, async () => {
      const { command, goOn } = await startAndHold(name);
      command.process.kill('SIGTERM');
      goOn();
      expect(await exitOf(command)).to.equal(0);
      expect(readdirSync(installation.home)).not.to.include('data');
    });

  it('does not end a worker that `up` has just started, on SIGHUP', async () => {
    const up = installation.start(['up', '--no-dashboard']);
    await eventually('the worker process', () => childOf(up, 'worker'), 20_000);
    up.process.kill('SIGHUP');
    await eventually('the worker to reload', () => {
      if (up.process.exitCode !== null) throw new Error('up has ended');
      return logged('configuration reloaded')();
    });
    await up.kill('SIGTERM');
    expect(up.process.exitCode).to.equal(0);
  });
});

/** Possible once somebody has begun to read it. */
function openForWriting(pipe: string): number | undefined {
  try {
    return openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    // ENXIO: nobody reads.
    return undefined;
  }
}

function childOf({ process: { pid } }: RunningCommand, word: string): boolean {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return children.some((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').split('\0').includes(word));
}
