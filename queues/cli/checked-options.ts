import { CrystalqError } from '../../src/errors/crystalq-error.js';

/** Texts of options as the numbers and times they must be; they come from a person's keyboard. */
export function wholeNumber(option: string, given: string): number {
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
  throw new CrystalqError('USAGE', `${option} ${given}: this is no number of things.`, {
    hint: `A whole number from 1 on, e.g. ${option} 20.`,
  });
}

export function seconds(option: string, given: string): number {
  const value = Number(given);
  if (given.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new CrystalqError('USAGE', `${option} ${given}: this is no number of seconds.`, {
    hint: `A number above 0, e.g. ${option} 5.`,
  });
}

/** As ISO 8601 in UTC. */
export function time(option: string, given: string): string {
  const at = new Date(given);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  throw new CrystalqError('USAGE', `${option} ${given}: this is no time.`, {
    hint: `A date or a time in ISO 8601, e.g. ${option} 2026-03-01 or ${option} 2026-03-01T09:30.`,
  });
}

export function oneOfThese(option: string, given: string, known: readonly string[]): string {
  if (known.includes(given)) return given;
  throw new CrystalqError('USAGE', `${option} ${given}: there is no such ${option.replace(/^-+/, '')}.`, {
    hint: `There are ${known.join(', ')}.`,
  });
}
