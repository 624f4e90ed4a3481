import type { ClusterProfile } from '../../config/config.js';
import { toCrystalqError } from '../../errors/crystalq-error.js';
import type { SchedulerProbe } from '../scheduler.js';
import type { CommandResult } from './run-command.js';

type CommandName = 'sbatch' | 'squeue' | 'sacct' | 'scancel' | 'scontrol' | 'sinfo';
type Call = (name: CommandName, args: readonly string[]) => Promise<CommandResult>;

/** Asks each command once whether it is there, and the controller whether it answers. */
export async function probeSlurm(commands: ClusterProfile['commands'], call: Call): Promise<SchedulerProbe> {
  const findings: { ok: boolean; what: string; remedy: string }[] = [];
  let version: string | null = null;
  for (const name of ['sbatch', 'squeue', 'scancel', 'scontrol'] as const) {
    const answer = await attempt(() => call(name, ['--version']));
    const found = answer.text?.trim() ?? null;
    findings.push({
      ok: found !== null,
      what: found === null ? `${commands[name]}: ${answer.problem}` : `${commands[name]}: ${found}`,
      remedy: found === null ? 'Load the Slurm module, or name the command in the cluster profile.' : '',
    });
    version ??= /(\d+\.\d+\.\d+)/.exec(found ?? '')?.[1] ?? null;
  }
  const controller = await attempt(() => call('scontrol', ['show', 'config']));
  findings.push({
    ok: controller.text !== null,
    what:
      controller.text === null
        ? `controller: ${controller.problem}`
        : `controller answers (${limitsOf(controller.text)})`,
    remedy: controller.text === null ? 'Nothing is lost; ask the site when it stays away.' : '',
  });
  const accounting = await attempt(() =>
    call('sacct', ['-X', '-n', '-P', '--format=JobID', '--starttime=now']),
  );
  const hasAccounting = accounting.text !== null;
  findings.push({
    // Everything works without it; a job's end is then known from queue and end record.
    ok: true,
    what: hasAccounting ? 'accounting answers' : `no accounting: ${accounting.problem}`,
    remedy: hasAccounting ? '' : 'Ends of jobs are then known from the queue and the end record only.',
  });
  return { ok: findings.every(({ ok }) => ok), findings, version, hasAccounting };
}

async function attempt(
  work: () => Promise<CommandResult>,
): Promise<{ text: string | null; problem: string }> {
  try {
    const result = await work();
    if (result.exitCode === 0 && !result.isTimedOut) return { text: result.stdout, problem: '' };
    return {
      text: null,
      problem: result.isTimedOut ? 'no answer in time' : result.stderr.trim().slice(0, 300),
    };
  } catch (thrown) {
    return { text: null, problem: toCrystalqError(thrown).message };
  }
}

/** `MinJobAge = 300 sec`, `MaxArraySize = 1001`, `MaxJobCount = 10000`. */
const limitsOf = (config: string): string =>
  [...config.matchAll(/^(MinJobAge|MaxArraySize|MaxJobCount)\s*=\s*(.+)$/gm)]
    .map(([, name, value]) => `${name ?? ''} ${value?.trim() ?? ''}`)
    .join(', ');
