/** `Ti*` against a label; `*` stands for anything, everything else for itself. */
export function matchesLabel(pattern: string, label: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === label;
  if (!label.startsWith(first)) return false;
  let position = first.length;
  const last = rest.pop() ?? '';
  for (const part of rest) {
    const found = label.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return label.length - last.length >= position && label.endsWith(last);
}
