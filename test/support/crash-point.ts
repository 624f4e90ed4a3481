import type { Change } from '../../src/store/store.js';
import type { Life } from './fault-rig.js';

/** The worker dies right before or right after the first call of `method` whose arguments match. */
export function dyingAt<T extends object>(
  port: T,
  life: Life,
  method: keyof T & string,
  moment: 'before' | 'after',
  matches: (...args: readonly unknown[]) => boolean = () => true,
): T {
  return replaced(port, method, async (call, args) => {
    if (!matches(...args)) return call();
    if (moment === 'after') await call();
    life.die();
    return call.name;
  });
}

/** One method of a port does something else; `call` is what it would have done. */
export function replaced<T extends object>(
  port: T,
  method: keyof T & string,
  instead: (call: () => Promise<unknown>, args: readonly unknown[]) => Promise<unknown>,
): T {
  return new Proxy(port, {
    get: (target, name, receiver): unknown => {
      const value: unknown = Reflect.get(target, name, receiver);
      if (name !== method || typeof value !== 'function') return value;
      return (...args: unknown[]) => instead(() => Promise.resolve(Reflect.apply(value, target, args)), args);
    },
  });
}

/** Matches `store.apply` calls with a change of that kind, and to that state where one is named. */
export const moving =
  (kind: Change['kind'], to?: string) =>
  (changes: unknown): boolean =>
    (changes as readonly Change[]).some(
      (change) => change.kind === kind && (to === undefined || ('to' in change && change.to === to)),
    );

/** Matches `store.apply` calls that record an attempt whose id ends like this. */
export const recording =
  (ending: string) =>
  (changes: unknown): boolean =>
    (changes as readonly Change[]).some(
      (change) => change.kind === 'newAttempt' && change.attempt.id.endsWith(ending),
    );
