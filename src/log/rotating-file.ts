import { createWriteStream, mkdirSync, readdirSync, rmSync, statSync, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';

export interface RotationOptions {
  readonly folder: string;
  /** `crystalq` writes crystalq-2026-11-21.log, then crystalq-2026-11-21.1.log, ... */
  readonly name: string;
  readonly maxSizeBytes: number;
  readonly keepDays: number;
  /** For tests. */
  readonly now?: () => Date;
}

export interface RotatingFile {
  /** Appends a line; never throws: a log must not end the work it tells of. */
  readonly write: (line: string) => void;
  /** Resolves when everything is with the system. */
  readonly close: () => Promise<void>;
}

/**
 * Day by day and, beyond a size, number by number. Nothing is renamed, so that several processes of one user can
 * write the same files (appends of whole lines do not mix); old days are removed by their names.
 */
export function createRotatingFile(options: RotationOptions): RotatingFile {
  const now = options.now ?? (() => new Date());
  let open: OpenFile | undefined;
  const closing: Promise<unknown>[] = [];

  const change = (day: string, firstNumber: number): OpenFile => {
    if (open) closing.push(finished(open.stream));
    open = openFile(options, day, firstNumber);
    if (open.isNewDay) removeOldDays(options, now());
    return open;
  };

  return {
    write: (line) => {
      try {
        const day = dayOf(now());
        const bytes = Buffer.byteLength(line) + 1;
        let file = open ?? change(day, 0);
        if (file.day !== day || file.stream.destroyed) file = change(day, 0);
        // What was written is not all on disk yet: its size there does not tell that the file is full.
        if (file.sizeBytes + bytes > options.maxSizeBytes) file = change(day, file.number + 1);
        file.sizeBytes += bytes;
        file.stream.write(`${line}\n`);
      } catch {
        // No folder, no space: the line is lost, the work goes on; doctor tells of folders that cannot be written.
      }
    },
    close: async () => {
      if (open) closing.push(finished(open.stream));
      open = undefined;
      await Promise.all(closing);
    },
  };
}

interface OpenFile {
  readonly day: string;
  readonly number: number;
  readonly stream: WriteStream;
  readonly isNewDay: boolean;
  /** Own count from the size at opening on: other processes may make a file somewhat longer than the limit. */
  sizeBytes: number;
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

function openFile(
  { folder, name, maxSizeBytes }: RotationOptions,
  day: string,
  firstNumber: number,
): OpenFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let number = firstNumber; ; number++) {
    const path = join(folder, number === 0 ? `${name}-${day}.log` : `${name}-${day}.${number}.log`);
    const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    // A tenth is left free: a process that opens a nearly full file would change it at once again.
    if (sizeBytes > maxSizeBytes * 0.9) continue;
    const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
    // A full disk must not end the process; `destroyed` makes the next line open the file anew.
    stream.on('error', () => stream.destroy());
    return { day, number, stream, isNewDay: number === 0 && sizeBytes === 0, sizeBytes };
  }
}

async function finished(stream: WriteStream): Promise<void> {
  if (stream.destroyed) return;
  stream.end();
  await once(stream, 'close');
}

function removeOldDays({ folder, name, keepDays }: RotationOptions, today: Date): void {
  const oldest = dayOf(new Date(today.getTime() - keepDays * 86_400_000));
  for (const file of readdirSync(folder)) {
    const day = file.startsWith(`${name}-`)
      ? /^(\d{4}-\d\d-\d\d)(\.\d+)?\.log$/.exec(file.slice(name.length + 1))
      : null;
    if (day?.[1] !== undefined && day[1] < oldest) rmSync(join(folder, file), { force: true });
  }
}
