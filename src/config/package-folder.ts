import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package, the same from src/ (tests) and from dist/src/ (built). */
export function packageFolder(): string {
  const above = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  return basename(above) === 'dist' ? dirname(above) : above;
}
