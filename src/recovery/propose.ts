import type { Correction, RecoveryRule, Situation } from './rule.js';
import { rules } from './rules.js';

export interface Proposal extends Correction {
  readonly rule: string;
}

/** The first rule that answers the failure, may still act and has something to change; undefined: it fails for good. */
export function propose(situation: Situation, known: readonly RecoveryRule[] = rules): Proposal | undefined {
  for (const rule of known) {
    if (!rule.answers.includes(situation.failure)) continue;
    if (situation.usedRules.filter((used) => used === rule.name).length >= rule.most) continue;
    const correction = rule.propose(situation);
    if (correction) return { rule: rule.name, ...correction };
  }
  return undefined;
}
