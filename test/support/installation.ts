import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = join(root, 'bin', 'crystalq.js');

export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** crystalq as a user has it: a home of its own, a configuration file, and the compiled program. */
export interface Installation {
  readonly home: string;
  readonly configFile: string;
  /** Runs a command to its end. */
  readonly run: (...args: string[]) => Promise<Answer>;
  /** Runs a command with --json and parses what it prints. */
  readonly json: (...args: string[]) => Promise<unknown>;
  readonly startWorker: (env?: NodeJS.ProcessEnv) => RunningCommand;
  /** A command that stays, such as `up`; ended with the installation. */
  readonly start: (args: readonly string[], env?: NodeJS.ProcessEnv) => RunningCommand;
  /** What its processes have logged until now. */
  readonly logged: () => string;
  readonly startRedis: () => Promise<void>;
  readonly stopRedis: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface RunningCommand {
  readonly process: ChildProcess;
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
}

export interface InstallationOptions {
  readonly scheduler: 'local' | 'slurm';
  /** Further keys of the configuration, laid over the ones of the tests. */
  readonly advanced?: object;
  readonly workflow?: object;
  readonly profile?: object;
  /** Variables of the job, e.g. seeded failures. */
  readonly jobEnvironment?: Readonly<Record<string, string>>;
}

export function createInstallation(options: InstallationOptions): Installation {
  const home = mkdtempSync(join(tmpdir(), 'cq-test-'));
  const configFile = join(home, 'config.yaml');
  mkdirSync(join(home, 'tmp'));
  writeFileSync(configFile, JSON.stringify(configOf(home, options), undefined, 2));
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    USER: process.env['USER'] ?? 'tester',
    CRYSTALQ_CONFIG: configFile,
    CRYSTALQ_SITE_CONFIG: join(home, 'no-site.yaml'),
  };
  writeFileSync(env.CRYSTALQ_SITE_CONFIG, '{}\n');
  const running: RunningCommand[] = [];
  let redis: { stop: () => Promise<void> } | undefined;

  const run = async (...args: string[]): Promise<Answer> => {
    const { exitCode, stdout, stderr } = await execa(process.execPath, [program, ...args], {
      env,
      extendEnv: false,
      cwd: home,
      reject: false,
      stdin: 'ignore',
    });
    return { exitCode: exitCode ?? -1, stdout, stderr };
  };
  const start: Installation['start'] = (args, more = {}) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...env, ...more },
      cwd: home,
      stdio: ['ignore', 'ignore', 'inherit'],
      // A group of its own: `up` that is killed must not leave its worker behind.
      detached: true,
    });
    const command: RunningCommand = {
      process: child,
      kill: async (signal) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'exit');
        if (signal === 'SIGKILL' && child.pid !== undefined) process.kill(-child.pid, signal);
        else child.kill(signal);
        await gone;
      },
    };
    running.push(command);
    return command;
  };
  return {
    home,
    configFile,
    run,
    json: async (...args) => {
      const { stdout, stderr } = await run(...args, '--json');
      try {
        return JSON.parse(stdout) as unknown;
      } catch {
        throw new Error(`crystalq ${args.join(' ')} printed no JSON: ${stdout}${stderr}`);
      }
    },
    start,
    startWorker: (more) => start(['worker'], more),
    logged: () => {
      const folder = join(home, 'data', 'logs');
      if (!existsSync(folder)) return '';
      const files = readdirSync(folder).filter((name) => name.startsWith('crystalq-'));
      return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
    },
    startRedis: async () => {
      const { startOwnRedis } = await import('../../queues/redis/own-redis.js');
      redis = await startOwnRedis({
        dataDir: join(home, 'data'),
        env,
        mayInstall: true,
        lifetime: 'process',
      });
    },
    stopRedis: async () => redis?.stop(),
    close: async () => {
      await Promise.all(running.map((command) => command.kill('SIGKILL')));
      await redis?.stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function configOf(
  home: string,
  { scheduler, advanced, workflow, profile, jobEnvironment }: InstallationOptions,
): object {
  return {
    environment: 'testing',
    cluster: 'test',
    paths: { dataDir: join(home, 'data'), workDir: join(home, 'work') },
    clusters: {
      test: {
        scheduler,
        rehearsal: true,
        launcher: [process.execPath],
        crystalBinary: join(root, 'bin', 'crystalq-rehearsal-crystal.js'),
        propertiesBinary: join(root, 'bin', 'crystalq-rehearsal-properties.js'),
        environment: { CRYSTALQ_REHEARSAL_SECONDS: '0.1', ...jobEnvironment },
        resources: { default: { tasks: 1, cpusPerTask: 1, nodes: 1, memoryMiB: 200, walltimeSeconds: 300 } },
        ...profile,
      },
    },
    ...(workflow ? { workflow } : {}),
    ...(advanced ? { advanced } : {}),
  };
}
