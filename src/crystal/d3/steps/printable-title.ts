/** One line of printable ASCII, at most `longest` characters: what a Fortran program reads as a title. */
export const printableTitle = (title: string, longest: number): string =>
  title
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, longest)
    .trimEnd() || 'BAND';
