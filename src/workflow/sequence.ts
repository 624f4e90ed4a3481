import { CrystalqError } from '../errors/crystalq-error.js';
import { parseStepName, renderStepName } from './step-name.js';
import { templates } from './templates.js';

export interface SequenceStep {
  /** Unique in the sequence. */
  readonly name: string;
  readonly type: string;
}

/**
 * A template name, `OPT,SP,BAND` or a list of names, as steps. A type that is repeated without numbers is numbered
 * in order: OPT, OPT becomes OPT, OPT2.
 */
export function parseSequence(
  given: string | readonly string[],
  knownTypes: readonly string[],
): SequenceStep[] {
  const names = typeof given === 'string' ? namesOf(given) : given;
  if (names.length === 0) {
    throw new CrystalqError('RECIPE_INVALID', 'The workflow has no steps.', {
      hint: 'Name a template or a sequence, e.g. OPT,SP,BAND.',
    });
  }
  const used = new Set<string>();
  return names.map((text) => {
    const parsed = parseStepName(text);
    if (!parsed || !knownTypes.includes(parsed.type)) {
      throw new CrystalqError('RECIPE_INVALID', `"${text}" is no step crystalq knows.`, {
        hint: `Steps are ${knownTypes.join(', ')}, each with an optional number (SP2).`,
      });
    }
    const isNumbered = /\d$/.test(text.trim());
    let number = parsed.number;
    if (!isNumbered) while (used.has(renderStepName({ type: parsed.type, number }))) number += 1;
    const name = renderStepName({ type: parsed.type, number });
    if (used.has(name)) {
      throw new CrystalqError('RECIPE_INVALID', `The step ${name} stands twice in the sequence.`, {
        hint: 'Give each repetition its own number, or none at all.',
      });
    }
    used.add(name);
    return { name, type: parsed.type };
  });
}

function namesOf(text: string): readonly string[] {
  const template = templates[text.trim().toLowerCase()];
  if (template) return template;
  if (text.includes(',') || parseStepName(text)) {
    const names = text.split(',').map((name) => name.trim());
    if (names.every((name) => name !== '' && /^[A-Za-z+_]+\d*$/.test(name)) && looksLikeSteps(text))
      return names;
  }
  throw new CrystalqError('TEMPLATE_UNKNOWN', `There is no workflow template "${text}".`, {
    hint: `Templates: ${Object.keys(templates).join(', ')}. Or name the steps: OPT,SP,BAND.`,
  });
}

/** A lone lower-case word is a mistyped template rather than a step. */
const looksLikeSteps = (text: string): boolean => text.includes(',') || text === text.toUpperCase();
