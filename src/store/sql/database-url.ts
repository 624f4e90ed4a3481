import { CrystalqError } from '../../errors/crystalq-error.js';
import type { Provider } from './database.js';

export function providerOf(url: string): Provider {
  // One slash or three: a relative path would be taken for an absolute one, two slashes begin with a host.
  if (/^file:\/(\/\/)?[^/]/.test(url)) return 'sqlite';
  if (/^postgres(ql)?:/.test(url)) return 'postgresql';
  throw new CrystalqError(
    'CONFIG_INVALID',
    `the database URL ${JSON.stringify(withoutPassword(url))} is of no known kind`,
    {
      hint: 'Write file:/absolute/path.db or postgresql://user:password@host:port/database.',
    },
  );
}

/** For messages and logs. */
export function withoutPassword(url: string): string {
  return url
    .replace(/(\/\/[^:/?#]*:)[^@]*@/, '$1***@')
    .replace(/([?&](?:password|sslpassword)=)[^&]*/gi, '$1***');
}
