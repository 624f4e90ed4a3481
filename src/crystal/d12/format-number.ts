/** Shortest text that Fortran's free format reads back as the same double. */
export function formatNumber(value: number): string {
  if (Object.is(value, -0)) return '-0';
  return String(value).toUpperCase();
}
