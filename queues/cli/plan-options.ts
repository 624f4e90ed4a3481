import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../src/config/config.js';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import type { Plan } from '../../src/workflow/plan.js';
import type { BatchFile } from '../../src/workflow/recipe.js';
import { optimizeLate } from './optimize-late.js';
import type { Terminal } from './terminal.js';

export interface PlanOptions {
  readonly batchFile?: string;
  readonly workflow?: string;
  readonly name?: string;
  readonly cluster?: string;
  readonly priority?: string;
  readonly symmetry?: string;
  readonly dimension?: string;
  readonly settings?: string;
  readonly again?: string;
}

/** What `plan` and `enqueue` ask about a batch; options stand above the batch file. */
export function addPlanOptions(command: Command): Command {
  return command
    .option('-f, --batch-file <file>', 'batch file (YAML): structures, workflow, settings')
    .option(
      '-w, --workflow <name|steps>',
      'template (full_electronic), sequence (OPT,SP,BAND) or recipe file',
    )
    .option('-n, --name <name>', 'name of the batch')
    .option('--cluster <name>', 'cluster profile to run on')
    .option('--priority <1-100>', '1 goes first, 100 last')
    .option('--symmetry <mode>', 'cif (as the file says), standard or p1')
    .option(
      '--dimension <0|1|2|3>',
      'structures in a cell with vacuum as molecule (0), polymer (1) or slab (2), without the vacuum',
    )
    .option('--settings <file>', 'settings for all calculations (YAML)')
    .option('--again <word>', 'a batch of its own although the same one is there: any word sets it apart');
}

export async function planFrom(
  paths: readonly string[],
  options: PlanOptions,
  config: Config,
  terminal: Terminal,
): Promise<Plan> {
  optimizeLate();
  const { loadBatchFile } = await import('../enqueue/batch-file.js');
  const fromFile = options.batchFile === undefined ? undefined : await loadBatchFile(options.batchFile);
  const batch = await withOptions(fromFile, options);
  const ownPaths = fromFile?.structures ?? [];
  if (paths.length === 0 && ownPaths.length === 0) {
    throw new CrystalqError('USAGE', 'No structures were named.', {
      hint: 'crystalq enqueue FOLDER --workflow full_electronic',
    });
  }
  const { makePlan } = await import('../enqueue/make-plan.js');
  const base = paths.length > 0 ? process.cwd() : dirname(resolve(options.batchFile ?? '.'));
  return makePlan({
    paths: paths.length > 0 ? paths : ownPaths,
    base,
    batch,
    config,
    salt: options.again,
    onProgress: terminal.interactive ? progressLine(terminal) : undefined,
  });
}

async function withOptions(file: BatchFile | undefined, options: PlanOptions): Promise<BatchFile> {
  const { loadRecipe, loadSettingsFile, checkBatch } = await import('../enqueue/batch-file.js');
  const isRecipeFile = options.workflow !== undefined && /\.ya?ml$/.test(options.workflow);
  return checkBatch({
    ...file,
    ...(isRecipeFile ? { recipe: await loadRecipe(options.workflow ?? '') } : {}),
    ...(options.workflow !== undefined && !isRecipeFile ? { workflow: options.workflow } : {}),
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.cluster === undefined ? {} : { cluster: options.cluster }),
    ...(options.priority === undefined ? {} : { priority: Number(options.priority) }),
    ...(options.symmetry === undefined ? {} : { symmetry: options.symmetry }),
    ...(options.dimension === undefined ? {} : { dimension: Number(options.dimension) }),
    ...(options.settings === undefined ? {} : { settings: await loadSettingsFile(options.settings) }),
  });
}

const progressLine =
  (terminal: Terminal) =>
  (done: number, total: number): void => {
    if (total < 20 || (done % 20 !== 0 && done !== total)) return;
    terminal.err.write(`\rreading structures: ${done} of ${total}${done === total ? '\n' : ''}`);
  };
