/** Numbers as Fortran prints them: right-aligned in a width, exponents of two digits. */

/** F format: `fixed(1.5, 10, 3)` is `     1.500`. */
export function fixed(value: number, width: number, decimals: number): string {
  const text = value.toFixed(decimals);
  const isMinusZero = text.startsWith('-') && Number(text) === 0;
  return (isMinusZero ? text.slice(1) : text).padStart(width);
}

/** 1PE format: `scientific(-274.7683, 19, 12)` is `-2.747683000000E+02`. */
export function scientific(value: number, width: number, decimals: number): string {
  const text = (value + 0).toExponential(decimals);
  const end = text.indexOf('e');
  return `${text.slice(0, end)}E${twoDigits(Number(text.slice(end + 1)))}`.padStart(width);
}

/** E format: mantissa below one, `fraction(-0.00148, 12, 3)` is `  -0.148E-02`. */
export function fraction(value: number, width: number, decimals: number): string {
  if (value === 0) return `${(0).toFixed(decimals)}E+00`.padStart(width);
  const text = Math.abs(value).toExponential(decimals - 1);
  const end = text.indexOf('e');
  const digits = text.charAt(0) + text.slice(2, end);
  return `${value < 0 ? '-' : ''}0.${digits}E${twoDigits(Number(text.slice(end + 1)) + 1)}`.padStart(width);
}

export const integer = (value: number, width: number): string => String(value).padStart(width);

/** Values in rows of `perRow`, each row one line. */
export function inRows(values: readonly string[], perRow: number): string[] {
  const rows: string[] = [];
  for (let start = 0; start < values.length; start += perRow) {
    rows.push(values.slice(start, start + perRow).join(''));
  }
  return rows;
}

function twoDigits(exponent: number): string {
  const size = Math.abs(exponent);
  return `${exponent < 0 ? '-' : '+'}${size < 10 ? '0' : ''}${size}`;
}
