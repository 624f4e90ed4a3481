/** A table; `|` and line breaks in cells cannot break it. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const escapeCell = (cell: string): string => cell.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');

export const code = (text: string): string => (text === '' ? '' : `\`${text}\``);

/** A page that is printed, with a line that keeps people from editing it. */
export const renderPage = (title: string, source: string, blocks: readonly string[]): string =>
  [`# ${title}`, `Printed from ${source} by \`npm run docs\`; change it there.`, ...blocks].join('\n\n') + '\n';
