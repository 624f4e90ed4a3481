/**
 * How many numbers the cell record has: the minimal set of the crystal family.
 * 3D: CRYSTAL manual, "Geometry input"; layer groups: table A.2 of the manual.
 */
export function cellCountOfSpaceGroup(number: number): number | undefined {
  if (!Number.isInteger(number) || number < 1 || number > 230) return undefined;
  if (number <= 2) return 6;
  if (number <= 15) return 4;
  if (number <= 74) return 3;
  if (number <= 194) return 2;
  return 1;
}

/** `P 21/N`, `F M 3 M`: the first letter is the lattice, then the symmetry directions, one blank between them. */
export function cellCountOfSymbol(symbol: string): number | undefined {
  const [lattice, ...directions] = symbol.toUpperCase().split(/\s+/);
  if (lattice === undefined || !/^[PABCIFR]$/.test(lattice) || directions.length === 0) return undefined;
  const [first = '', second = ''] = directions;
  if (/^-?3$/.test(second) && !/^-?3/.test(first)) return 1;
  if (/^-?[346]/.test(first)) return 2;
  const axes = directions.filter((direction) => !/^-?1$/.test(direction));
  if (axes.length === 0) return 6;
  if (axes.length === 1) return 4;
  return axes.length === 3 ? 3 : undefined;
}

export function cellCountOfLayerGroup(number: number): number | undefined {
  if (!Number.isInteger(number) || number < 1 || number > 80) return undefined;
  if (number <= 7) return 3;
  if (number <= 48) return 2;
  return 1;
}
