import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Plan } from '../../../src/workflow/plan.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import type { Config } from '../../../src/config/config.js';
import { exitCodes } from '../exit-codes.js';
import { addPlanOptions, planFrom, type PlanOptions } from '../plan-options.js';
import { addConfigOptions, author, withStore, type ConfigOptions, type StoreSession } from '../session.js';
import { printJson, type Terminal } from '../terminal.js';
import { plural } from '../views/plural.js';
import { remarkLines } from '../views/remark-lines.js';
import { oneLine } from '../views/table.js';

interface Options extends ConfigOptions, PlanOptions {
  readonly plan?: string;
  readonly json?: boolean;
}

export function define(command: Command, terminal: Terminal): void {
  addPlanOptions(addConfigOptions(command))
    .argument('[paths...]', 'structure files (.cif, .d12, .xyz, fort.34), folders or patterns')
    .option('--plan <file>', 'enqueue a plan saved by `crystalq plan --save`')
    .option('--json', 'as JSON')
    .action(async (paths: string[], options: Options) => {
      refuseBesidePlan(paths, options);
      await withStore(options, terminal, async (session) => {
        const plan = await planOf(paths, options, session.config, terminal);
        await save(session, plan, options, terminal);
      });
    });
}

/** A saved plan is a whole batch: what would be said of it here would be ignored. */
function refuseBesidePlan(paths: readonly string[], options: Options): void {
  const { plan, json: _json, config: _config, set: _set, ...ofBatch } = options;
  if (plan === undefined || (paths.length === 0 && Object.keys(ofBatch).length === 0)) return;
  throw new CrystalqError('USAGE', `${plan} holds structures, workflow and settings of its batch already.`, {
    hint: 'Say all of that to `crystalq plan --save`, or leave --plan out.',
  });
}

async function planOf(
  paths: readonly string[],
  options: Options,
  config: Config,
  terminal: Terminal,
): Promise<Plan> {
  if (options.plan === undefined) return planFrom(paths, options, config, terminal);
  const { loadPlanFile } = await import('../../enqueue/plan-file.js');
  return loadPlanFile(options.plan);
}

async function save(
  { config, store }: StoreSession,
  plan: Plan,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const { savePlan } = await import('../../enqueue/save-plan.js');
  const saved = await savePlan(store, plan, {
    ...author('enqueued'),
    owner: userInfo().username,
    settingsSnapshot: { workflow: config.workflow, cluster: config.clusters[plan.batch.cluster] },
  });
  const refused = plan.materials.filter((material) => material.refused !== null);
  if (saved.isNew) await announce(config, terminal);
  if (saved.isNew && refused.length > 0) process.exitCode = exitCodes.findings.value;
  if (options.json) {
    printJson(terminal, { ...saved, refused: refused.map(({ label, refused: why }) => ({ label, ...why })) });
    return;
  }
  if (!saved.isNew) {
    terminal.out.write(
      `batch ${saved.batchId} is there already, with the same structures and settings: nothing added\n`,
    );
    return;
  }
  const good = plan.materials.length - refused.length;
  terminal.out.write(
    `batch ${saved.batchId}: ${plural(good, 'material')}, ${plan.batch.workflow.join(' → ')}, cluster ${plan.batch.cluster}\n`,
  );
  const accepted = plan.materials.filter((material) => material.refused === null);
  for (const line of remarkLines(accepted)) terminal.out.write(`${line}\n`);
  for (const { label, refused: why } of refused) {
    terminal.err.write(
      `refused ${oneLine(label)}: ${oneLine(why?.message ?? '', 300)}\n    what to do: ${oneLine(why?.hint ?? '', 300)}\n`,
    );
  }
}

/** Wakes the workers at once; without Redis the batch is safe in the store and starts when there is one. */
async function announce(config: Config, terminal: Terminal): Promise<void> {
  const { openQueues } = await import('../../open-queues.js');
  try {
    const opened = await openQueues(config);
    await opened.queues.request({ v: 1, task: 'release' });
    await opened.close();
  } catch (error) {
    const { toCrystalqError } = await import('../../../src/errors/crystalq-error.js');
    const { message, hint } = toCrystalqError(error);
    terminal.err.write(`saved, but the queues cannot be told: ${message}\n    what to do: ${hint}\n`);
  }
}
