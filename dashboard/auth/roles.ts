/** A viewer looks, an operator acts on campaigns and queues, an admin may also remove and change jobs of the queues. */
export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

export const mayAct = (role: Role): boolean => role !== 'viewer';

/**
 * What an operator may send. Everything else that changes something (Bull Board can empty queues and rewrite jobs) is
 * left to admins: what is not in this list is refused, so a new route of Bull Board is closed until it is judged.
 */
const operatorChanges: readonly RegExp[] = [
  /^\/actions\/[a-z]+$/,
  /^\/operate\/queues\/api\/queues\/(pause|resume)$/,
  /^\/operate\/queues\/api\/queues\/[^/]+\/(pause|resume|promote)$/,
  /^\/operate\/queues\/api\/queues\/[^/]+\/retry\/[^/]+$/,
  /^\/operate\/queues\/api\/queues\/[^/]+\/[^/]+\/(retry|promote)$/,
];

/** Whether a role may send a request that changes something to this path. */
export function mayChange(role: Role, path: string): boolean {
  switch (role) {
    case 'viewer':
      return false;
    case 'operator':
      return operatorChanges.some((pattern) => pattern.test(path));
    case 'admin':
      return true;
  }
}
