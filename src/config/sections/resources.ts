import { duration, memory, nullable, textLike, wholeNumber, word } from '../kinds.js';
import { group, mapOf, setting, type ValuesOf } from '../setting.js';

const day = 86400;

export const resourceRequest = group(
  'what a job of this type asks for; keys left out are taken from `default`',
  {
    tasks: setting(nullable(wholeNumber(1, 100_000)), null, 'MPI ranks in all'),
    cpusPerTask: setting(nullable(wholeNumber(1, 1024)), null, 'threads per rank'),
    nodes: setting(nullable(wholeNumber(1, 10_000)), null, 'nodes'),
    memoryMiB: setting(nullable(memory(16, 64 * 1024 * 1024)), null, 'memory per node'),
    walltimeSeconds: setting(nullable(duration(10, 60 * day)), null, 'walltime'),
    partition: setting(nullable(word()), null, 'partition; null leaves the choice to the cluster'),
    account: setting(nullable(word()), null, "account; null is the user's default account"),
    qos: setting(nullable(word()), null, 'quality of service; null is the default of the account'),
  },
);

/** What one step type asks for; null: not said here. */
export type ResourceRequest = ValuesOf<typeof resourceRequest>;

export const stepTypeName = textLike(/^([A-Z][A-Z0-9_+]*|default)$/, 'a step type such as OPT, or `default`');

export const resourcesByStepType = mapOf(
  'resources per step type',
  stepTypeName,
  '<STEP TYPE>',
  resourceRequest,
);
