const limitMs = 5_000;

/**
 * Posts JSON. Returns what went wrong, if anything, in words without the address: it is a secret, and the texts of
 * network errors hold parts of it.
 */
export async function postWebhook(url: string, body: object): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(limitMs),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `HTTP ${response.status}`;
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError')
      return `no answer within ${limitMs / 1000} s`;
    return codeOf(error instanceof Error ? error.cause : undefined) ?? 'the request failed';
  }
}

const codeOf = (cause: unknown): string | undefined =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
