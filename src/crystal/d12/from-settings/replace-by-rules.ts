import type { DeckEntry } from '../deck.js';
import { replaceKeywords } from '../entries.js';

/** Which settings stand for which keywords. */
export interface SettingsRule<Settings> {
  readonly keys: readonly (keyof Settings)[];
  readonly keywords: readonly string[];
  readonly entries: (settings: Settings) => readonly DeckEntry[];
}

/** Rewrites the keywords of the settings that a patch names, in their place; all others stay as they are. */
export function replaceByRules<Settings extends object>(
  entries: readonly DeckEntry[],
  rules: readonly SettingsRule<Settings>[],
  patch: Partial<Settings> | undefined,
  settings: Settings,
): DeckEntry[] {
  const named = rules.filter((rule) => rule.keys.some((key) => patch?.[key] !== undefined));
  return named.reduce<DeckEntry[]>(
    (list, rule) => replaceKeywords(list, rule.keywords, rule.entries(settings)),
    [...entries],
  );
}
