import Table from 'cli-table3';

/** A plain table: no lines, so that it can be cut and pasted; cells of one line each. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: [...head],
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '  ',
    },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  table.push(...rows.map((row) => row.map((cell) => oneLine(cell))));
  return `${table.toString().replace(/[ \t]+$/gm, '')}\n`;
}

/** Labels come from users: control characters would steer the terminal. */
export const oneLine = (text: string, most = 120): string => {
  const clean = text.replace(/\p{C}+/gu, ' ').trim();
  return clean.length > most ? `${clean.slice(0, most - 1)}…` : clean;
};
