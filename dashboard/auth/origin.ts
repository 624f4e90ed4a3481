import type { FastifyRequest } from 'fastify';

/**
 * Whether a request that changes something comes from a page of ours. Browsers say where a form or script was
 * (Origin, Sec-Fetch-Site), and pages cannot change what they say; a request that says nothing is refused.
 */
export function isFromHere({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin, host } = headers;
  if (origin === undefined) return site === 'same-origin';
  return host !== undefined && hostOf(origin) === host;
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
