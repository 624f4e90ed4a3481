import { createHmac } from 'node:crypto';
import { isSame } from './tokens.js';
import { roles, type Role } from './roles.js';

export interface Session {
  readonly role: Role;
  /** Whole seconds since 1970. */
  readonly expiresAt: number;
}

/** `role.expiry.signature`: nothing is kept on the server, nothing in it can be changed. */
export function renderSession(session: Session, key: string): string {
  const body = `${session.role}.${session.expiresAt}`;
  return `${body}.${signatureOf(body, key)}`;
}

export function parseSession(text: string | undefined, key: string, nowSeconds: number): Session | undefined {
  const [role = '', expiry = '', signature = '', ...rest] = (text ?? '').split('.');
  if (rest.length > 0 || !isSame(signatureOf(`${role}.${expiry}`, key), signature)) return undefined;
  const known = roles.find((one) => one === role);
  const expiresAt = Number(expiry);
  return known && expiresAt > nowSeconds ? { role: known, expiresAt } : undefined;
}

const signatureOf = (body: string, key: string): string =>
  createHmac('sha256', key).update(body).digest('base64url');
