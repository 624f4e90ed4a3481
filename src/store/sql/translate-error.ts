import type { MappedError } from '@prisma/driver-adapter-utils';
import type { ErrorCode } from '../../errors/codes.js';
import { CrystalqError } from '../../errors/crystalq-error.js';

/** What a driver threw, as ours. Anything without a name becomes UNEXPECTED and keeps its text. */
export function translateDatabaseError(thrown: unknown): CrystalqError {
  if (thrown instanceof CrystalqError) return thrown;
  const code = codeOf(thrown);
  return new CrystalqError(code, `${said[code] ?? 'the database refused a statement'}: ${textOf(thrown)}`, {
    cause: thrown,
  });
}

const said: Partial<Record<ErrorCode, string>> = {
  STORE_UNREACHABLE: 'the database does not answer',
  STORE_LOCKED: 'the database is locked',
  STORE_CONFLICT: 'the record was changed or added by somebody else',
  STORE_SCHEMA: 'the database lacks a table or column',
  DISK_FULL: 'the database cannot grow',
};

/** An error of Prisma's driver adapters carries the driver's error, sorted by kind. */
function mappedError(thrown: unknown): (MappedError & { originalMessage?: string }) | undefined {
  if (!(thrown instanceof Error) || typeof thrown.cause !== 'object' || thrown.cause === null)
    return undefined;
  return 'kind' in thrown.cause ? (thrown.cause as MappedError) : undefined;
}

function textOf(thrown: unknown): string {
  const mapped = mappedError(thrown);
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return mapped?.originalMessage ?? (mapped === undefined ? message : JSON.stringify(mapped));
}

function codeOf(thrown: unknown): ErrorCode {
  const mapped = mappedError(thrown);
  if (mapped === undefined) return codeOfStranger(thrown);
  if (mapped.kind === 'postgres') return codeOfSqlState(mapped.code);
  return byKind[mapped.kind] ?? 'UNEXPECTED';
}

const byKind: Partial<Record<MappedError['kind'], ErrorCode>> = {
  SocketTimeout: 'STORE_UNREACHABLE',
  DatabaseNotReachable: 'STORE_UNREACHABLE',
  DatabaseDoesNotExist: 'STORE_UNREACHABLE',
  DatabaseAccessDenied: 'STORE_UNREACHABLE',
  AuthenticationFailed: 'STORE_UNREACHABLE',
  ConnectionClosed: 'STORE_UNREACHABLE',
  TlsConnectionError: 'STORE_UNREACHABLE',
  TooManyConnections: 'STORE_UNREACHABLE',
  TableDoesNotExist: 'STORE_SCHEMA',
  ColumnNotFound: 'STORE_SCHEMA',
  TransactionWriteConflict: 'STORE_CONFLICT',
  UniqueConstraintViolation: 'STORE_CONFLICT',
  ForeignKeyConstraintViolation: 'STORE_CONFLICT',
};

/** Classes of SQLSTATE: 08 connection, 57P shutting down, 53 out of resources, 42 undefined names, 55P03 lock. */
function codeOfSqlState(state: string): ErrorCode {
  if (state === '53100') return 'DISK_FULL';
  if (state === '55P03') return 'STORE_LOCKED';
  if (/^(08|57P|53)/.test(state)) return 'STORE_UNREACHABLE';
  if (state === '42704' || state === '42P01') return 'STORE_SCHEMA';
  return 'UNEXPECTED';
}

/** https://www.sqlite.org/rescode.html; the low byte is the primary code. */
function codeOfSqlite(extended: number, message: string): ErrorCode {
  // SQLite has no code of its own for this one.
  if (/no such (table|column)/.test(message)) return 'STORE_SCHEMA';
  return sqlitePrimaryCodes[extended & 0xff] ?? 'UNEXPECTED';
}

const sqlitePrimaryCodes: Partial<Record<number, ErrorCode>> = {
  5: 'STORE_LOCKED', // busy
  6: 'STORE_LOCKED', // locked
  8: 'STORE_UNREACHABLE', // read-only
  10: 'STORE_UNREACHABLE', // I/O error
  11: 'STORE_UNREACHABLE', // malformed
  13: 'DISK_FULL',
  14: 'STORE_UNREACHABLE', // cannot open
  19: 'STORE_CONFLICT', // constraint: the row is there already, or the row it belongs to is not
  26: 'STORE_UNREACHABLE', // no database at all
};

/** Errors of drivers and sockets that no adapter has sorted. */
function codeOfStranger(thrown: unknown): ErrorCode {
  if (!(thrown instanceof Error)) return 'UNEXPECTED';
  if ('rawCode' in thrown && typeof thrown.rawCode === 'number')
    return codeOfSqlite(thrown.rawCode, thrown.message);
  const code = 'code' in thrown ? String(thrown.code) : '';
  if (/^(ECONN|ENOENT|EACCES|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EPIPE|EHOST|ENET)/.test(code))
    return 'STORE_UNREACHABLE';
  return /timeout exceeded when trying to connect|Connection terminated|not queryable/i.test(thrown.message)
    ? 'STORE_UNREACHABLE'
    : 'UNEXPECTED';
}
