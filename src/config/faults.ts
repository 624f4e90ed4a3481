import { CrystalqError } from '../errors/crystalq-error.js';

/** One thing that is wrong in the configuration, and where it was said. */
export interface Fault {
  readonly key: string;
  /** `/home/me/.config/crystalq/config.yaml:12`, `CRYSTALQ_CLUSTER`, `--set cluster=...` */
  readonly where: string;
  readonly message: string;
}

/** All faults in one error, one line each. */
export function configError(faults: readonly Fault[]): CrystalqError {
  const lines = faults.map(({ key, message, where }) => `  ${key ? `${key}: ` : ''}${message} (${where})`);
  const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
  return new CrystalqError('CONFIG_INVALID', [`the configuration has ${count}:`, ...lines].join('\n'), {
    details: { faults },
  });
}

/** A value as it stands in a message: short, on one line. */
export function quoteValue(value: unknown): string {
  const told = JSON.stringify(value) as string | undefined;
  if (told === undefined) return String(value);
  return told.length > 120 ? `${told.slice(0, 117)}...` : told;
}
