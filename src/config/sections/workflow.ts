import { duration, flag, listOf, oneOf, realNumber, text, textLike, wholeNumber } from '../kinds.js';
import { group, mapOf, setting } from '../setting.js';
import { resourcesByStepType, stepTypeName } from './resources.js';

const hour = 3600;

interface RetryDefaults {
  readonly attempts: number;
  readonly delaySeconds: number;
  readonly capSeconds: number;
}

const retryPolicy = (what: string, { attempts, delaySeconds, capSeconds }: RetryDefaults) =>
  group(`how ${what} is tried again when something outside failed`, {
    kind: setting(oneOf('fixed', 'exponential'), 'exponential', 'fixed waits, or waits that double'),
    attempts: setting(wholeNumber(1, 1000), attempts, 'tries in all before the failure is told'),
    delaySeconds: setting(realNumber(0.05, hour), delaySeconds, 'first wait', { live: true }),
    capSeconds: setting(realNumber(0.05, 24 * hour), capSeconds, 'longest wait', { live: true }),
    jitter: setting(realNumber(0, 1), 0.5, 'share of a wait that is drawn by lot, so that retries spread', {
      live: true,
    }),
  });

export const workflowSection = group('what happens to a material', {
  optionalSteps: setting(
    listOf(textLike(/^[A-Z][A-Z0-9_+]*$/, 'a step type such as BAND')),
    ['BAND', 'DOSS', 'TRANSPORT', 'CHARGE+POTENTIAL', 'ECHG', 'POTM', 'POTC', 'FREQ'],
    'step types whose failure leaves a material `partial` instead of `failed`',
  ),
  maxAttemptsPerStep: setting(wholeNumber(1, 50), 3, 'calculations of one step, the first included', {
    live: true,
  }),
  recovery: setting(flag(), true, 'let recovery rules change a failed calculation and try again', {
    live: true,
  }),
  resources: resourcesByStepType,
  timeouts: group('limits of our own work, not of calculations', {
    handoverSeconds: setting(duration(10, 24 * hour), 900, 'staging of files from one step to the next'),
    stepSeconds: setting(duration(10, 24 * hour), 900, 'writing a deck, or reading an output'),
    submitSeconds: setting(
      duration(150, hour),
      180,
      'one submission; sbatch itself tries for 120 s, and a shorter limit would end it while the job may exist',
    ),
    lookUpSeconds: setting(duration(5, hour), 90, 'one question to the scheduler'),
    secondLookUpSeconds: setting(
      duration(1, hour),
      60,
      'wait between two look-ups before an unclear submission counts as not taken',
    ),
    settleSeconds: setting(
      duration(0, hour),
      30,
      'how long after the end of a job its files may still appear (network file systems)',
    ),
    shutdownSeconds: setting(duration(1, hour), 30, 'work in hand may go on this long after SIGTERM'),
  }),
  retry: group('retry policies per kind of work', {
    submit: retryPolicy('a submission', { attempts: 20, delaySeconds: 5, capSeconds: 300 }),
    handover: retryPolicy('a hand-over', { attempts: 8, delaySeconds: 1, capSeconds: 120 }),
    step: retryPolicy('the preparation or reading of a step', {
      attempts: 8,
      delaySeconds: 1,
      capSeconds: 120,
    }),
    poll: retryPolicy('a question to the scheduler, or a task of the system that was asked for,', {
      attempts: 5,
      delaySeconds: 2,
      capSeconds: 60,
    }),
  }),
  keepFiles: mapOf(
    'further files to keep per step type, beside those crystalq itself needs',
    stepTypeName,
    '<STEP TYPE>',
    setting(
      listOf(textLike(/^[A-Za-z0-9_.*?-]+$/, 'a file name, with * and ? as wild cards')),
      [],
      'names of files in the scratch folder',
    ),
  ),
  templates: mapOf(
    'named workflows of your own, beside the built-in ones',
    text('a name'),
    '<NAME>',
    setting(listOf(text('a step such as OPT2')), [], 'steps in their order'),
  ),
});
