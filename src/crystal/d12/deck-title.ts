/** CRYSTAL prints 80 characters of it; what is not printable could end the record early. */
export function deckTitle(text: string): string {
  const line = text
    .normalize('NFKD')
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, 80)
    .trimEnd();
  return line === '' ? 'untitled' : line;
}
