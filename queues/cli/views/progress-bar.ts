/** Shares of a whole as a bar of block characters; every share above zero is seen. */
export interface BarPart {
  readonly count: number;
  readonly mark: string;
}

export function progressBar(parts: readonly BarPart[], total: number, width: number): string {
  if (total <= 0) return '·'.repeat(width);
  let bar = '';
  let done = 0;
  for (const { count, mark } of parts) {
    done += count;
    const end = Math.round((done / total) * width);
    const cells = count > 0 ? Math.max(1, end - bar.length) : 0;
    bar += mark.repeat(Math.min(cells, width - bar.length));
  }
  return bar.padEnd(width, '·');
}
