import { warning } from '../../finding.js';
import type { BlockEntry, DeckEntry } from '../deck.js';
import { hasKeyword } from '../entries.js';
import { at, type DeckRule, type PlacedRemark } from './rule.js';

/** Any END closes the innermost block; a name that speaks of another one shows that the author lost count. */
export const blockEnds: DeckRule = ({ deck }) => {
  const remarks = [...deck.edits, ...deck.method].flatMap(inEntry);
  const geometryEnd = deck.geometryEnd?.toUpperCase() ?? 'END';
  if (/^END(OPT|FREQ|DFT|SCF|BS)/.test(geometryEnd)) {
    remarks.push(
      at(
        deck.geometry,
        warning('block-ends', `${geometryEnd} closes the geometry`, 'count the ENDs of the blocks before'),
      ),
    );
  }
  if (/^END(DFT|OPT|FREQ|GEOM|BS)/i.test(deck.methodEnd)) {
    remarks.push(
      at(
        deck.method.at(-1),
        warning('block-ends', `${deck.methodEnd} closes the deck`, 'count the ENDs of the blocks before'),
      ),
    );
  }
  if (
    deck.rest.length > 0 &&
    !hasKeyword(deck.method, 'FIXINDEX') &&
    deck.rest.some((line) => !/^END/i.test(line))
  ) {
    remarks.push(
      at(
        deck.method.at(-1),
        warning(
          'block-ends',
          `${deck.rest.length} lines after the end of the deck are not read`,
          'remove them, or the END before them',
        ),
      ),
    );
  }
  return remarks;
};

/** Names that may stand behind END of a block. */
const endNames = /^END(DFT|OPT|FREQ|GEOM|BS|SCF|CPHF|INTCPHF|ELAST|EOS|QHA)$/i;

function inEntry(entry: DeckEntry): PlacedRemark[] {
  if (entry.kind !== 'block') return [];
  const inside = entry.entries.flatMap(inEntry);
  return speaksOfAnother(entry)
    ? [
        at(
          entry,
          warning(
            'block-ends',
            `${entry.end ?? ''} closes ${entry.keyword}`,
            'a block before it is not closed, or close this one with END',
          ),
        ),
        ...inside,
      ]
    : inside;
}

function speaksOfAnother({ keyword, end }: BlockEntry): boolean {
  const [, name] = endNames.exec(end ?? '') ?? [];
  return name !== undefined && !keyword.includes(name.toUpperCase());
}
