import { once } from 'node:events';
import { hostname } from 'node:os';
import { Writable } from 'node:stream';
import type { Logform } from 'winston';
import type { Fields, Log } from './log.js';
import { maskSecrets, maskText } from './mask-secrets.js';
import { renderReadableLine, type LogLine } from './readable-line.js';
import { createRotatingFile } from './rotating-file.js';

type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogOptions {
  /** Who writes: worker, dashboard, cli. */
  readonly name: string;
  readonly level: LogLevel;
  /** Undefined: no files. */
  readonly folder?: string | undefined;
  readonly maxSizeMiB: number;
  readonly keepDays: number;
  readonly console: 'readable' | 'json' | 'off';
  /** Where console lines go; process.stderr unless a test says otherwise. */
  readonly stream?: NodeJS.WritableStream & { isTTY?: boolean };
}

/** The log of a process, with what only its `main` needs. */
export interface ProcessLog extends Log {
  /** A running worker takes another level on SIGHUP. */
  readonly setLevel: (level: LogLevel) => void;
  /** Resolves when every line is written. */
  readonly close: () => Promise<void>;
}

/**
 * The log of a process: crystalq-<day>.log (all, JSON), errors-<day>.log and performance-<day>.log in the folder, and
 * the console. winston is loaded here and nowhere else, so that short commands do not pay for it.
 */
export async function createLog(options: LogOptions): Promise<ProcessLog> {
  const { default: winston } = await import('winston');
  const files = options.folder === undefined ? undefined : openFiles(options.folder, options);
  const out = options.stream ?? process.stderr;
  const colour = out.isTTY === true;
  const origin = { process: options.name, host: hostname(), pid: process.pid };

  const logger = winston.createLogger({
    level: options.level,
    levels: { error: 0, warn: 1, info: 2, debug: 3 },
    format: winston.format((info) => withFacts(info))(),
    silent: !files && options.console === 'off',
  });
  const sinks = [
    ...(files
      ? [
          sink((line) => files.all.write(renderJsonLine(line, origin))),
          sink((line) => line.level === 'error' && files.errors.write(renderJsonLine(line, origin))),
        ]
      : []),
    ...(options.console === 'json' ? [sink((line) => out.write(`${renderJsonLine(line, origin)}\n`))] : []),
    ...(options.console === 'readable'
      ? [sink((line) => out.write(`${renderReadableLine(line, colour)}\n`))]
      : []),
  ];
  for (const each of sinks) logger.pipe(each);
  let isOpen = true;

  const logWith = (own: Fields): Log => {
    const write = (level: LogLevel, message: string, fields?: Fields): void => {
      if (!isOpen || !logger.isLevelEnabled(level)) return;
      logger.log({ level, message, facts: { ...own, ...fields } });
    };
    return {
      debug: (message, fields) => write('debug', message, fields),
      info: (message, fields) => write('info', message, fields),
      warn: (message, fields) => write('warn', message, fields),
      error: (message, fields) => write('error', message, fields),
      child: (fields) => logWith({ ...own, ...fields }),
      performance: (name, milliseconds, fields) => {
        const facts = { ...own, ...fields };
        const time = new Date().toISOString();
        const line = { time, name: maskText(name), milliseconds: round(milliseconds), ...origin };
        files?.performance.write(JSON.stringify({ ...line, ...(maskSecrets(facts) as Fields) }));
      },
    };
  };
  return {
    ...logWith({}),
    setLevel: (level) => {
      logger.level = level;
    },
    close: async () => {
      if (!isOpen) return;
      // A line after this is dropped: winston would end the process for it.
      isOpen = false;
      const drained = sinks.map((each) => once(each, 'finish'));
      logger.end();
      await Promise.all(drained);
      await Promise.all(files ? Object.values(files).map((file) => file.close()) : []);
    },
  };
}

const round = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;

function openFiles(folder: string, { maxSizeMiB, keepDays }: LogOptions) {
  const rotation = { folder, maxSizeBytes: maxSizeMiB * 1024 * 1024, keepDays };
  return {
    all: createRotatingFile({ ...rotation, name: 'crystalq' }),
    errors: createRotatingFile({ ...rotation, name: 'errors' }),
    performance: createRotatingFile({ ...rotation, name: 'performance' }),
  };
}

/** Masks once, for all transports. */
function withFacts(info: Logform.TransformableInfo): Logform.TransformableInfo {
  return {
    ...info,
    message: maskText(String(info.message)),
    time: new Date().toISOString(),
    facts: maskSecrets(info['facts']),
  };
}

/** The end of winston's pipe: takes its records, gives away lines. */
const sink = (write: (line: LogLine) => unknown): Writable =>
  new Writable({
    objectMode: true,
    write: (info: Logform.TransformableInfo, _encoding, done) => {
      write({
        time: String(info['time']),
        level: info.level,
        message: String(info.message),
        fields: info['facts'] as Fields,
      });
      done();
    },
  });

// The line's own keys stand first, and no field of the same name replaces them: people search for the message.
const renderJsonLine = ({ fields, ...line }: LogLine, origin: Fields): string =>
  JSON.stringify({ ...line, ...fields, ...line, ...origin });
