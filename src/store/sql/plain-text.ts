/**
 * Text that both databases take and give back alike. PostgreSQL knows no NUL and neither half of a broken surrogate
 * pair; names of materials are whatever somebody typed. Such characters become U+FFFD.
 */
export function plainText(text: string): string {
  return text.replace(/[\p{Surrogate}\0]/gu, '\uFFFD');
}

/** The same for a value that is stored as JSON: JSON.stringify writes exactly these characters as escapes. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(/\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g, (escape) =>
    escape === '\\\\' ? escape : '\\ufffd',
  );
}
