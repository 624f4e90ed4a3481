import type { Finding } from '../../../src/crystal/finding.js';

/** `diamond.d12:28: error: factors ... break the symmetry; write ... (shrink)`, as compilers say it. */
export function describeFinding(file: string, { line, severity, rule, message, instead }: Finding): string {
  return `${file}:${line}: ${severity}: ${message}; ${instead} (${rule})`;
}
