/** Slows guessing down: after some failures from a place, logins from there wait. */
export interface LoginLimit {
  readonly isBlocked: (place: string, nowMs: number) => boolean;
  readonly failed: (place: string, nowMs: number) => void;
}

const mostFailures = 10;
const forgetMs = 60_000;
const mostPlaces = 1000;

export function createLoginLimit(): LoginLimit {
  const failures = new Map<string, { count: number; until: number }>();
  return {
    isBlocked: (place, nowMs) => {
      const known = failures.get(place);
      return known !== undefined && known.until > nowMs && known.count >= mostFailures;
    },
    failed: (place, nowMs) => {
      const known = failures.get(place);
      const count = known && known.until > nowMs ? known.count + 1 : 1;
      if (failures.size >= mostPlaces) failures.clear();
      failures.set(place, { count, until: nowMs + forgetMs });
    },
  };
}
