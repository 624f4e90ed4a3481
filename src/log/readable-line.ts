/** A line as a person reads it in a terminal: time, level, message, ids, then the other facts. */
export interface LogLine {
  readonly time: string;
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const colours: Readonly<Record<string, string>> = { debug: '90', info: '36', warn: '33', error: '31' };

/** Ids of the context stand first and without their names: they say whose line it is. */
const idNames = ['attemptId', 'stepId', 'materialId', 'batchId'] as const;

export function renderReadableLine({ time, level, message, fields }: LogLine, colour: boolean): string {
  const paint = (code: string, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const { error, ...rest } = fields;
  // The innermost id holds the outer ones: `k3x9w2ab-0007-OPT-a1`.
  const innermost = idNames.map((name) => rest[name]).find((id) => typeof id === 'string');
  const facts = Object.entries(rest)
    .filter(([name, value]) => value !== undefined && !idNames.some((id) => id === name))
    .map(([name, value]) => paint('90', `${name}=${plain(value)}`));
  const parts = [
    paint('90', time.slice(11, 19)),
    paint(colours[level] ?? '0', level.padEnd(5)),
    plain(message),
    ...(typeof innermost === 'string' ? [paint('1', plain(innermost))] : []),
    ...facts,
  ];
  return error === undefined ? parts.join('  ') : `${parts.join('  ')}\n${renderError(error)}`;
}

function renderError(error: unknown): string {
  if (typeof error !== 'object' || error === null) return `          ${plain(error)}`;
  const { code, message, hint, stack } = error as Record<string, unknown>;
  const isKnown = typeof code === 'string' && typeof hint === 'string';
  const lines = isKnown ? [`${code}: ${plain(message)}`, `what to do: ${hint}`] : [plain(stack ?? message)];
  return lines.map((line) => `          ${line}`).join('\n');
}

/** On one line, without anything that a terminal would obey. */
const plain = (value: unknown): string => {
  const told =
    typeof value === 'string' ? value : ((JSON.stringify(value) as string | undefined) ?? String(value));
  return told.replace(/\p{Cc}/gu, (sign) =>
    sign === '\n' ? ' \\n ' : `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
};
