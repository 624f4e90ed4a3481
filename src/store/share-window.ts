export interface WindowCandidate {
  readonly id: string;
  /** 1 (first) to 100 (last). */
  readonly priority: number;
  /** Materials of the batch that are in the window already. */
  readonly inWindow: number;
  /** Materials of the batch that may be let in. */
  readonly pending: number;
}

/**
 * Shares `count` places at most: the most urgent batches first; among equals each place goes to the batch that then has
 * the fewest materials in the window, so that a small batch does not wait for a large one to end. Materials of less
 * urgent batches take up no place: calculations take days, and an urgent batch does not wait until theirs are over.
 */
export function shareWindow(
  window: number,
  count: number,
  candidates: readonly WindowCandidate[],
): { readonly id: string; readonly share: number }[] {
  const shares = new Map<string, number>();
  const ordered = [...candidates].sort(byUrgency);
  const inside = (batch: WindowCandidate): number => batch.inWindow + (shares.get(batch.id) ?? 0);
  for (let left = count; left > 0; left--) {
    const open = ordered.filter(({ id, pending }) => pending > (shares.get(id) ?? 0));
    const urgent = open.filter(({ priority }) => priority === open[0]?.priority);
    const [next] = urgent.sort((a, b) => inside(a) - inside(b));
    if (next === undefined) break;
    const rivals = ordered.filter(({ priority }) => priority <= next.priority);
    if (rivals.reduce((sum, batch) => sum + inside(batch), 0) >= window) break;
    shares.set(next.id, (shares.get(next.id) ?? 0) + 1);
  }
  return [...shares].map(([id, share]) => ({ id, share }));
}

/** By id among equals: the answer does not depend on the order of the rows. */
function byUrgency(a: WindowCandidate, b: WindowCandidate): number {
  return a.priority - b.priority || (a.id < b.id ? -1 : 1);
}
