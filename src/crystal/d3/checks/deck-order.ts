import { keywordOf, type PropertyDeck } from '../deck.js';
import { error, warning, type Remark } from '../../finding.js';

interface Placed {
  /** Of the block; blocks.length stands for the end of the deck. */
  readonly index: number;
  readonly remark: Remark;
}

const needsNewk = new Set([
  'DOSS',
  'COOP',
  'COHP',
  'BOLTZTRA',
  'BWIDTH',
  'ANBD',
  'ORBITALS',
  'LOCALI',
  'LOCALWF',
]);

/** What depends on the order of the keywords, and on the end. */
export function deckOrder(deck: PropertyDeck): readonly Placed[] {
  const keywords = deck.blocks.map(keywordOf);
  return [
    ...eigenvectors(keywords),
    ...keywords.flatMap((keyword, index) =>
      keyword === 'RDFMWF' && index > 0
        ? [
            {
              index,
              remark: error('rdfmwf-first', 'RDFMWF must be the first keyword', 'move RDFMWF to the top'),
            },
          ]
        : [],
    ),
    ...ending(deck),
  ];
}

/** NEWK computes eigenvectors, BAND throws them away. */
function eigenvectors(keywords: readonly string[]): readonly Placed[] {
  const placed: Placed[] = [];
  let lost: 'never' | 'there' | 'by BAND' = 'never';
  keywords.forEach((keyword, index) => {
    if (keyword === 'NEWK') lost = 'there';
    if (keyword === 'BAND' && lost === 'there') lost = 'by BAND';
    if (needsNewk.has(keyword) && lost !== 'there') {
      const why =
        lost === 'never'
          ? 'no NEWK stands before it'
          : 'the BAND before it discards the eigenvectors of NEWK';
      placed.push({
        index,
        remark: error(
          'newk-missing',
          `${keyword} needs eigenvectors, and ${why}: CRYSTAL stops with "NEWK MUST BE CALLED BEFORE ${keyword}"`,
          `write NEWK directly before ${keyword}, and BAND before NEWK`,
        ),
      });
    }
  });
  return placed;
}

function ending(deck: PropertyDeck): readonly Placed[] {
  const index = deck.blocks.length;
  if (deck.end === null) {
    const remark = error(
      'end-missing',
      'the deck does not end with END: CRYSTAL stops at the end of the file',
      'add END',
    );
    return [{ index, remark }];
  }
  if (deck.after.length === 0) return [];
  const remark = warning(
    'text-after-end',
    `CRYSTAL does not read the ${deck.after.length} lines behind END ("${(deck.after[0] ?? '').trim().slice(0, 30)}")`,
    'move them before END, or delete them',
  );
  return [{ index, remark }];
}
