const hidden = '***';

/** Names of fields whose value is a secret as a whole. `token` is one of a person; the one of an attempt is `attemptToken`. */
const secretName =
  /^(token|.*(access|session|login|csrf|auth)_?token|.*passw(or)?d|passwd|passphrase|.*secret|authorization|cookie|set-cookie|.*api_?key|.*private_?key|.*credentials?|webhook(url)?)$/i;

/** Whether a field of this name holds a secret. */
export const isSecretName = (name: string): boolean => secretName.test(name.replaceAll('-', '_'));

/** Text with passwords in URLs, bearer tokens and `password=...` made unreadable. */
export function maskText(text: string): string {
  // Most lines hold none of these; one cheap look saves three expressions.
  if (!/[:=]|bearer|basic/i.test(text)) return text;
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@/]+@/gi, `$1:${hidden}@`)
    .replace(/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi, `$1 ${hidden}`)
    .replace(
      /\b((?:access_|session_|login_|csrf_|auth_)?token|password|passwd|secret|api_?key|key|sig(?:nature)?)(["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi,
      `$1$2${hidden}`,
    );
}

const deepest = 8;
const longestText = 20_000;
const longestList = 1000;

/** A copy of the value that can be written as JSON and holds no secret. */
export function maskSecrets(value: unknown): unknown {
  return mask(value, 0, []);
}

function mask(value: unknown, depth: number, above: readonly object[]): unknown {
  switch (typeof value) {
    case 'string':
      return maskText(value.length > longestText ? `${value.slice(0, longestText)}... (cut)` : value);
    case 'bigint':
    case 'symbol':
      return value.toString();
    case 'function':
      return '[function]';
    case 'object':
      return value === null ? null : maskObject(value, depth, above);
    case 'number':
    case 'boolean':
    case 'undefined':
      return value;
  }
}

function maskObject(value: object, depth: number, above: readonly object[]): unknown {
  if (above.includes(value)) return '[circular]';
  if (depth >= deepest) return '[too deep]';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  const inside = [...above, value];
  if (value instanceof Error) return maskError(value, depth, inside);
  if (value instanceof Map || value instanceof Set) return mask([...value], depth, inside);
  if (Array.isArray(value)) return value.slice(0, longestList).map((each) => mask(each, depth + 1, inside));
  return maskFields(value, depth, inside);
}

function maskFields(value: object, depth: number, above: readonly object[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      isSecretName(name) && each !== null && each !== undefined ? hidden : mask(each, depth + 1, above),
    ]),
  );
}

/** Message, own fields (code, details, hint, ...), stack and cause: what JSON.stringify leaves out of an error. */
function maskError(error: Error, depth: number, above: readonly object[]): Record<string, unknown> {
  return {
    name: error.name,
    message: mask(error.message, depth, above),
    ...maskFields(error, depth, above),
    ...(error.stack !== undefined && { stack: mask(error.stack, depth, above) }),
    ...(error.cause !== undefined && { cause: mask(error.cause, depth + 1, above) }),
  };
}
