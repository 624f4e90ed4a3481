import type { Deck } from '../crystal/d12/deck.js';
import type { Resources } from '../workflow/records.js';
import type { RuleName } from './rule-names.js';

/** A calculation that failed, as its rules see it. */
export interface Situation {
  readonly stepType: string;
  /** Failure code of the last attempt. */
  readonly failure: string;
  /** The deck of the last attempt; undefined for property steps. */
  readonly deck: Deck | undefined;
  readonly resources: Resources;
  /** Rules that made the attempts before this one, oldest first. */
  readonly usedRules: readonly string[];
  /** Roles of the files that the last attempt left and that are not empty. */
  readonly leftRoles: ReadonlySet<string>;
}

/** How the next attempt differs from the last one. */
export interface Correction {
  /** For people: `SCF MAXCYCLE 50 -> 150`. */
  readonly summary: string;
  readonly deck?: Deck;
  readonly resources?: Resources;
  /** Files of the last attempt that the next one starts from. */
  readonly carry?: readonly { readonly role: string; readonly to: string }[];
}

/** One rule, one file: which failures it answers, how often it may act, and what it proposes. Values in, values out. */
export interface RecoveryRule {
  readonly name: RuleName;
  readonly answers: readonly string[];
  /** How often it may act on one step. */
  readonly most: number;
  readonly propose: (situation: Situation) => Correction | undefined;
}
