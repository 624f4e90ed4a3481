/** A kind of value: what is allowed, in words, and how a raw value (YAML scalar, list, text) becomes one. */
export interface Kind<T> {
  /** For people: `a whole number from 1 to 100`. */
  readonly allowed: string;
  /** Throws a TypeError when the value is not allowed. Only `allowed` is told, so its text does not matter. */
  readonly read: (raw: unknown) => T;
  /** What a variable or flag is split into before it is read; without it the text is read as a YAML scalar. */
  readonly fromText?: (text: string) => unknown;
  /** A file of this machine: `~` and relative paths are resolved when it is read. */
  readonly isLocalPath?: boolean;
}

const refuse = (): never => {
  throw new TypeError('not allowed');
};

const asText = (raw: unknown): string =>
  typeof raw === 'string' ? raw : typeof raw === 'number' ? String(raw) : refuse();

const kind = <T>(allowed: string, read: (raw: unknown) => T): Kind<T> => ({ allowed, read });

/** One line of text without control characters. */
export const text = (allowed = 'one line of text'): Kind<string> => ({
  allowed,
  // eslint's no-control-regex has a point elsewhere; `\p{Cc}` says the same.
  read: (raw) => {
    const value = asText(raw);
    return value.trim() === '' || /\p{Cc}/u.test(value) ? refuse() : value;
  },
  fromText: (given) => given,
});

/** Text that must match a pattern as a whole. */
export const textLike = (pattern: RegExp, allowed: string): Kind<string> => ({
  allowed,
  read: (raw) => {
    const value = asText(raw);
    return pattern.test(value) ? value : refuse();
  },
  fromText: (given) => given,
});

/** A word that is safe as an argument of a scheduler: an account, a partition, a name. */
export const word = (allowed = 'a word of letters, digits and _ . @ , : + -'): Kind<string> =>
  textLike(/^[A-Za-z0-9_][A-Za-z0-9_.@,:+-]*$/, allowed);

export const flag = (): Kind<boolean> =>
  kind('true or false', (raw) => (typeof raw === 'boolean' ? raw : refuse()));

export const wholeNumber = (least: number, most: number): Kind<number> =>
  kind(`a whole number from ${least} to ${most}`, (raw) =>
    typeof raw === 'number' && Number.isInteger(raw) && raw >= least && raw <= most ? raw : refuse(),
  );

export const realNumber = (least: number, most: number): Kind<number> =>
  kind(`a number from ${least} to ${most}`, (raw) =>
    typeof raw === 'number' && raw >= least && raw <= most ? raw : refuse(),
  );

/** Seconds; also `90s`, `15m`, `2h`, `3d` and Slurm's `[d-]hh:mm:ss`. */
export const duration = (leastSeconds: number, mostSeconds: number): Kind<number> => ({
  allowed: `${leastSeconds} to ${mostSeconds} seconds, as a number, as 90s, 15m, 2h, 3d or as 1-12:00:00`,
  read: (raw) => {
    const seconds = typeof raw === 'number' ? raw : secondsOf(asText(raw));
    return seconds >= leastSeconds && seconds <= mostSeconds ? seconds : refuse();
  },
});

const secondsPerUnit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400 };

function secondsOf(given: string): number {
  const plain = /^(\d+(?:\.\d+)?)\s*([smhd])$/.exec(given);
  if (plain) return Number(plain[1]) * (secondsPerUnit[plain[2] ?? ''] ?? Number.NaN);
  const clock = /^(?:(\d+)-)?(\d{1,3}):([0-5]\d):([0-5]\d)$/.exec(given);
  if (!clock) return refuse();
  const [, days = '0', hours, minutes, seconds] = clock;
  return Number(days) * 86400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** MiB; also `512M`, `5G`, `1.5T` (binary units, as Slurm reads them). */
export const memory = (leastMiB: number, mostMiB: number): Kind<number> => ({
  allowed: `${leastMiB} to ${mostMiB} MiB, as a number, as 512M, 80G or 1.5T`,
  read: (raw) => {
    const mebibytes = typeof raw === 'number' ? raw : mebibytesOf(asText(raw));
    return Number.isInteger(mebibytes) && mebibytes >= leastMiB && mebibytes <= mostMiB
      ? mebibytes
      : refuse();
  },
});

const mebibytesPerUnit: Readonly<Record<string, number>> = { M: 1, G: 1024, T: 1024 * 1024 };

function mebibytesOf(given: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([MGT])(?:i?B)?$/.exec(given);
  return match ? Number(match[1]) * (mebibytesPerUnit[match[2] ?? ''] ?? Number.NaN) : refuse();
}

export const oneOf = <const T extends string | number>(...choices: readonly T[]): Kind<T> =>
  kind(`one of ${choices.join(', ')}`, (raw) => choices.find((choice) => choice === raw) ?? refuse());

/** A list; from a variable or flag: separated by commas, or `[a, b]` in YAML. */
export const listOf = <T>(item: Kind<T>): Kind<readonly T[]> => ({
  allowed: `a list, each ${item.allowed}`,
  read: (raw) => (Array.isArray(raw) ? raw.map((each) => item.read(each)) : refuse()),
  fromText: (given) => {
    if (given.trim() === '') return [];
    return given.trim().startsWith('[')
      ? undefined
      : given.split(',').map((part) => (item.fromText ?? scalarOfText)(part.trim()));
  },
});

/** An argument list: as a list, or as one line that is split at blanks. No shell reads it. */
export const argumentList = (): Kind<readonly string[]> => ({
  allowed: 'a list of arguments, or one line that is split at blanks',
  read: (raw) => {
    const parts: unknown[] = Array.isArray(raw) ? raw : asText(raw).split(/\s+/).filter(Boolean);
    return parts.map((part) => text().read(part));
  },
  fromText: (given) => (given.trim().startsWith('[') ? undefined : given),
});

export const nullable = <T>(inner: Kind<T>): Kind<T | null> => ({
  ...inner,
  allowed: `${inner.allowed}, or null`,
  read: (raw) => (raw === null ? null : inner.read(raw)),
  fromText: (given) => (given === '' || given === 'null' ? null : (inner.fromText ?? scalarOfText)(given)),
});

/** A file or folder of this machine; absolute once it is read. */
export const localPath = (): Kind<string> => ({ ...text('a path'), isLocalPath: true });

/** `true`, `12`, `1.5`, `null` become what they are in YAML; everything else stays text. */
export function scalarOfText(given: string): unknown {
  if (given === 'true' || given === 'false') return given === 'true';
  if (given === 'null') return null;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(given) ? Number(given) : given;
}
