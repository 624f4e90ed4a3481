import { restartDeck } from '../crystal/d12/deck-patches.js';
import type { Correction, RecoveryRule, Situation } from './rule.js';

const hour = 3600;
const sevenDays = 7 * 24 * hour;

/** Restart files by step type: role in the attempt, name in scratch. */
const restartFiles: Readonly<Record<string, readonly { readonly role: string; readonly to: string }[]>> = {
  OPT: [
    { role: 'optimizationRestart', to: 'OPTINFO.DAT' },
    { role: 'hessian', to: 'HESSOPT.DAT' },
    { role: 'densityMatrix', to: 'fort.20' },
  ],
  FREQ: [
    { role: 'frequencyRestart', to: 'FREQINFO.DAT' },
    { role: 'phononData', to: 'fort.13' },
    { role: 'densityMatrix', to: 'fort.20' },
  ],
};
const needed: Readonly<Record<string, string>> = { OPT: 'optimizationRestart', FREQ: 'frequencyRestart' };

/** A job that ran into its walltime gets more, and goes on from its restart files where it left some. */
export const moreWalltime: RecoveryRule = {
  name: 'more-walltime',
  answers: ['WALLTIME'],
  most: 3,
  propose: (situation) => {
    const before = situation.resources.walltimeSeconds;
    const walltimeSeconds = Math.min(sevenDays, Math.round(before * factorFor(before)));
    const restart = restartOf(situation);
    if (walltimeSeconds <= before && !restart) return undefined;
    return {
      summary: [`walltime ${before} -> ${walltimeSeconds} s`, restart?.summary].filter(Boolean).join(', '),
      resources: { ...situation.resources, walltimeSeconds },
      ...(restart?.deck ? { deck: restart.deck } : {}),
      ...(restart?.carry ? { carry: restart.carry } : {}),
    };
  },
};

/** Short jobs are cheap to give twice the time; long ones block a partition. */
const factorFor = (seconds: number): number => (seconds >= 2 * hour && seconds <= 12 * hour ? 2 : 1.5);

/** Going on where it stopped; undefined where the attempt left nothing to go on from. */
export function restartOf({ stepType, deck, leftRoles }: Situation): Correction | undefined {
  const key = needed[stepType];
  if (!deck || key === undefined || !leftRoles.has(key)) return undefined;
  const carry = (restartFiles[stepType] ?? []).filter(({ role }) => leftRoles.has(role));
  return { summary: 'restart from where it stopped', deck: restartDeck(deck), carry };
}
