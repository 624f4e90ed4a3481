import type { FastifyReply } from 'fastify';

/** Our own pages run no script at all; widths of bars are style attributes. */
const ownPages =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Bull Board runs its own scripts and sets styles inline. Its fonts from elsewhere stay away: nobody is called home. */
const boards =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'";

/** Headers that keep browsers from doing what no page of ours asks for. */
export function protect(reply: FastifyReply, isBoard: boolean): void {
  reply.headers({
    'Content-Security-Policy': isBoard ? boards : ownPages,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    // `no-referrer` would make browsers send `Origin: null` with our own forms, and they would be refused.
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
}
