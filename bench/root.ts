import { fileURLToPath } from 'node:url';

/** The checkout. Benchmarks run the compiled program, as users do. */
export const root = fileURLToPath(new URL('..', import.meta.url));
