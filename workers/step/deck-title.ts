/**
 * Title line of a deck. CRYSTAL reads one line of text; labels are hostile, so only printable ASCII stays, and the
 * step stands last.
 */
export function deckTitle(label: string, stepName: string): string {
  const clean = label
    .replace(/[^ -~]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return `${clean.slice(0, 60)} ${stepName}`.trim();
}
