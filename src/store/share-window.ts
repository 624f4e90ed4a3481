export interface WindowCandidate {
  readonly id: string;
  /** 1 (first) to 100 (last). */
  readonly priority: number;
  /** Materials of the batch that are in the window already. */
  readonly inWindow: number;
  readonly pending: number;
}

/**
 * Shares `count` places: the most urgent batches first; among equals each place goes to the batch that then has the
 * fewest materials in the window, so that a small batch does not wait for a large one to end.
 */
export function shareWindow(
  count: number,
  candidates: readonly WindowCandidate[],
): { readonly id: string; readonly share: number }[] {
  const shares = new Map<string, number>();
  const ordered = candidates.filter(({ pending }) => pending > 0).sort(byUrgency);
  const shareOf = ({ id }: WindowCandidate): number => shares.get(id) ?? 0;
  for (let left = count; left > 0; left--) {
    const open = ordered.filter((candidate) => candidate.pending > shareOf(candidate));
    const urgent = open.filter(({ priority }) => priority === open[0]?.priority);
    const [next] = urgent.sort((a, b) => a.inWindow + shareOf(a) - (b.inWindow + shareOf(b)));
    if (next === undefined) break;
    shares.set(next.id, shareOf(next) + 1);
  }
  return [...shares].map(([id, share]) => ({ id, share }));
}

/** By id among equals: the answer does not depend on the order of the rows. */
function byUrgency(a: WindowCandidate, b: WindowCandidate): number {
  return a.priority - b.priority || (a.id < b.id ? -1 : 1);
}
