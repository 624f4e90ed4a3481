import { appendFileSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { createController, type Controller } from './controller.js';

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Stands between a command and the controller: may call `work` or not, and answers what it likes, late or never. */
export type Fault = (work: () => Promise<Answer>, args: readonly string[]) => Answer | Promise<Answer>;

export type FakeCommand = 'sbatch' | 'squeue' | 'sacct' | 'scancel' | 'scontrol' | 'sinfo';

export interface FakeSlurm {
  /** Executables for the cluster profile; they work in any process of this machine as long as the fake is there. */
  readonly commands: Readonly<Record<FakeCommand, string>>;
  /** The truth, and the means to change it. */
  readonly controller: Controller;
  /** The next `times` calls of a command meet this fault. */
  readonly inject: (command: FakeCommand, fault: Fault, times?: number) => void;
  readonly heal: () => void;
  /** Every call that arrived. */
  readonly calls: readonly { readonly command: FakeCommand; readonly args: readonly string[] }[];
  readonly close: () => Promise<void>;
}

export interface FakeSlurmOptions {
  /** For executables and the truth log (`truth.jsonl`). */
  readonly folder: string;
  /** Jobs that run at the same time. 0: nothing starts by itself; tests move jobs. */
  readonly concurrentJobs: number;
  readonly firstJobId?: number;
  /** Jobs of the user in the queue at a time, as a site would limit them. */
  readonly maxSubmit?: number;
  /** How long a minute of walltime takes, in ms. */
  readonly minuteMs?: number;
}

const commandNames = ['sbatch', 'squeue', 'sacct', 'scancel', 'scontrol', 'sinfo'] as const;

/**
 * A Slurm made of small executables that ask a controller in this process. It runs the job scripts, keeps a log of what
 * it really did, and can be told to fail in every way that faults.ts names.
 */
export async function startFakeSlurm(options: FakeSlurmOptions): Promise<FakeSlurm> {
  const bin = join(options.folder, 'bin');
  await mkdir(bin, { recursive: true });
  const truthFile = join(options.folder, 'truth.jsonl');
  const controller = createController(options, (event) =>
    appendFileSync(truthFile, `${JSON.stringify(event)}\n`),
  );
  const calls: { command: FakeCommand; args: string[] }[] = [];
  const injected: { command: FakeCommand; fault: Fault; times: number }[] = [];
  const sockets = new Set<Socket>();

  async function answer(command: FakeCommand, folder: string, args: string[]): Promise<Answer> {
    calls.push({ command, args });
    const work = (): Promise<Answer> => controller.execute(command, folder, args);
    const due = injected.find((each) => each.command === command && each.times > 0);
    if (!due) return work();
    due.times -= 1;
    return due.fault(work, args);
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    readRequest(socket, ([command, folder, ...args]) => {
      void answer(command as FakeCommand, folder ?? '/', args).then((reply) => socket.end(render(reply)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = await readFile(new URL('client.sh', import.meta.url), 'utf8');
  for (const name of commandNames) {
    await writeFile(join(bin, name), client.replace('@PORT@', String(port)));
    await chmod(join(bin, name), 0o755);
  }

  return {
    commands: Object.fromEntries(commandNames.map((name) => [name, join(bin, name)])) as Record<
      FakeCommand,
      string
    >,
    controller,
    calls,
    inject: (command, fault, times = 1) => {
      injected.push({ command, fault, times });
    },
    heal: () => {
      injected.length = 0;
    },
    close: async () => {
      controller.stop();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** `<count>\0<word>\0<word>...` */
function readRequest(socket: Socket, onRequest: (words: string[]) => void): void {
  let text = '';
  let isRead = false;
  socket.on('data', (chunk) => {
    text += chunk.toString('utf8');
    const [count, ...words] = text.split('\0');
    if (isRead || words.length - 1 < Number(count)) return;
    isRead = true;
    onRequest(words.slice(0, Number(count)));
  });
}

const render = ({ stdout, stderr, exitCode }: Answer): string =>
  [...lines('1', stdout), ...lines('2', stderr), `=${exitCode}\n`].join('');

const lines = (prefix: string, text: string): string[] =>
  text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${prefix}${line}\n`);
