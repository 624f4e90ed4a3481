import { didYouMean } from '../errors/did-you-mean.js';

export function unknownKey(key: string, known: readonly string[]): string {
  const guess = didYouMean(key, known);
  return guess === undefined
    ? `there is no such key; known are ${known.join(', ')}`
    : `there is no such key; did you mean ${guess}?`;
}
