import type { StartRequest } from './process-starter.js';

/** What bin/crystalq-starter.pl is told; the environment first, which holds for all that follows. */
export const renderEnvironment = (environment: StartRequest['environment']): Buffer =>
  renderOrder(['environment', ...assignments(environment)]);

export const renderStart = (
  id: number,
  { command, folder, variables = {}, log }: Omit<StartRequest, 'environment'>,
): Buffer =>
  renderOrder([
    'start',
    String(id),
    folder,
    log ?? '',
    String(command.length),
    ...command,
    ...assignments(variables),
  ]);

const assignments = (variables: Readonly<Record<string, string>>): string[] =>
  Object.entries(variables).map(([name, value]) => `${name}=${value}`);

/** `<bytes>\n<body>`, the fields of the body with NUL between them. */
function renderOrder(fields: readonly string[]): Buffer {
  const body = fields.join('\0');
  return Buffer.from(`${Buffer.byteLength(body)}\n${body}`);
}

/** Its words. */
export type StarterMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'started'; readonly id: number; readonly pid: number }
  | { readonly kind: 'failed'; readonly id: number; readonly errno: number }
  | {
      readonly kind: 'ended';
      readonly id: number;
      /** As of waitpid(2). */
      readonly status: number;
      readonly stdout: string;
      readonly stderr: string;
    };

/** Takes what it says in pieces of any size; each call returns the messages that have become whole. */
export function createMessageReader(): (piece: Buffer) => StarterMessage[] {
  let rest: Buffer = Buffer.alloc(0);
  return (piece) => {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const messages: StarterMessage[] = [];
    for (;;) {
      const end = rest.indexOf('\n');
      if (end < 0) return messages;
      const [kind, ...words] = rest.toString('latin1', 0, end).split(' ');
      const [id = 0, second = 0, outBytes = 0, errBytes = 0] = words.map(Number);
      const next = end + 1 + outBytes + errBytes;
      if (rest.length < next) return messages;
      const text = (start: number, length: number): string => rest.toString('utf8', start, start + length);
      if (kind === 'ready') messages.push({ kind });
      else if (kind === 'started') messages.push({ kind, id, pid: second });
      else if (kind === 'failed') messages.push({ kind, id, errno: second });
      else if (kind === 'ended') {
        const stdout = text(end + 1, outBytes);
        const stderr = text(end + 1 + outBytes, errBytes);
        messages.push({ kind, id, status: second, stdout, stderr });
      }
      rest = rest.subarray(next);
    }
  };
}
