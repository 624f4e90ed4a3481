import { createDice } from './dice.js';

/** Ways to fail; see docs/rehearsal.md. */
const failureKinds = [
  'scf',
  'opt',
  'walltime',
  'oom',
  'node',
  'truncated',
  'fort87',
  'basis',
  'atoms',
  'fermi',
  'disk',
  'mpi',
] as const;
export type FailureKind = (typeof failureKinds)[number];

/**
 * One wish for a failure, written `kind[!][@STEP][#ATTEMPT][%TEXT]`: `scf@SP`, `walltime@OPT#1`, `oom#1-2%NaCl`.
 * `!` never heals; the step is SP, OPT, FREQ, BAND, DOSS, ...; TEXT must occur in the title of the deck.
 */
export interface FailureRule {
  readonly kind: FailureKind;
  readonly stubborn: boolean;
  readonly step: string | null;
  readonly attempts: readonly [number, number] | null;
  readonly titlePart: string | null;
}

/** Rules apart by blanks or semicolons. Throws RangeError naming the rule that cannot be read. */
export function parseFailureRules(text: string): FailureRule[] {
  return wordsOf(text).map((word) => {
    const rule = parseRule(word);
    if (rule !== undefined) return rule;
    throw new RangeError(
      `rehearsal failure "${word}": expected kind[!][@STEP][#ATTEMPT][%TEXT] with kind one of ${failureKinds.join(', ')}`,
    );
  });
}

/** `[[fail:scf@SP]]` in a title. Titles are names of materials: what is no rule there is part of a name. */
export function failureRulesOfTitle(title: string): FailureRule[] {
  return [...title.matchAll(/\[\[fail:([^\]]*)\]\]/g)]
    .flatMap(([, rules = '']) => wordsOf(rules).map(parseRule))
    .filter((rule) => rule !== undefined);
}

const wordsOf = (text: string): string[] => text.split(/[\s;]+/).filter(Boolean);

function parseRule(text: string): FailureRule | undefined {
  const match = /^([a-z0-9]+)(!)?(?:@([A-Z0-9+]+))?(?:#(\d+)(?:-(\d+))?)?(?:%(.+))?$/.exec(text);
  const kind = failureKinds.find((each) => each === match?.[1]);
  if (match === null || kind === undefined) return undefined;
  const [, , stubborn, step = null, from, to = from, titlePart = null] = match;
  return {
    kind,
    stubborn: stubborn !== undefined,
    step,
    attempts: from === undefined ? null : [Number(from), Number(to)],
    titlePart,
  };
}

export interface FailureQuestion {
  readonly rules: readonly FailureRule[];
  /** In [0, 1]: this share of all decks fails in a way picked by the deck. */
  readonly share: number;
  readonly step: string;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly title: string;
  /** Text of the deck without its title. */
  readonly deckSeed: string;
}

/** The failure that this run shall have, if any; whether the deck heals it is asked afterwards. */
export function failureFor(question: FailureQuestion): FailureRule | undefined {
  return question.rules.find((rule) => applies(rule, question)) ?? failureByShare(question);
}

function applies(rule: FailureRule, { step, attempt, title }: FailureQuestion): boolean {
  const [from, to] = rule.attempts ?? [1, Infinity];
  const stepFits = rule.step === null || rule.step === step || step.split('+').includes(rule.step);
  return (
    stepFits &&
    attempt >= from &&
    attempt <= to &&
    (rule.titlePart === null || title.includes(rule.titlePart))
  );
}

function failureByShare({ share, step, attempt, deckSeed }: FailureQuestion): FailureRule | undefined {
  const dice = createDice(`${deckSeed} failure ${step}`);
  if (attempt > 1 || dice.next() >= share) return undefined;
  const kinds: readonly FailureKind[] =
    step === 'OPT' ? ['scf', 'opt', 'oom', 'truncated', 'fort87'] : ['scf', 'oom', 'truncated', 'mpi'];
  const kind = kinds[dice.whole(0, kinds.length - 1)] ?? 'oom';
  return { kind, stubborn: false, step, attempts: [1, 1], titlePart: null };
}
