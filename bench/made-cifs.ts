/** CIF texts for a benchmark: jittered grids in common groups, 2 to 100 atoms in the cell, no two alike. */
export function madeCifs(count: number): readonly string[] {
  const random = createRandom(7);
  return Array.from({ length: count }, (_, index) => madeCif(index, random));
}

interface Kind {
  readonly group: string;
  /** The part of the cell that the group repeats, in fractions. */
  readonly part: readonly [number, number, number];
  readonly grid: readonly [number, number, number];
  readonly angles: readonly [number, number, number];
}

const kinds: readonly Kind[] = [
  { group: 'P 1', part: [1, 1, 1], grid: [5, 5, 4], angles: [82, 95, 103] },
  { group: 'P -1', part: [1, 1, 0.5], grid: [5, 5, 2], angles: [85, 97, 101] },
  { group: 'P 1 21/c 1', part: [1, 0.25, 1], grid: [5, 1, 5], angles: [90, 105, 90] },
  { group: 'P n m a', part: [0.5, 0.25, 1], grid: [3, 1, 4], angles: [90, 90, 90] },
  { group: 'P 21 21 21', part: [0.5, 0.5, 1], grid: [2, 2, 6], angles: [90, 90, 90] },
];

function madeCif(index: number, random: () => number): string {
  const { group, part, grid, angles } = kinds[index % kinds.length] ?? kinds[0]!;
  const lengths = [14, 15, 16].map((length) => (length + random()).toFixed(4));
  const sites = cellsOf(grid).map(([i, j, k], site) => {
    // In the middle of its cell of the grid: far from its images and neighbours.
    const at = (step: number, axis: 0 | 1 | 2): string =>
      ((part[axis] * (step + 0.4 + 0.2 * random())) / grid[axis]).toFixed(5);
    const element = ['Si', 'O', 'Mg', 'Al'][site % 4] ?? 'O';
    return `${element}${site + 1} ${element} ${at(i, 0)} ${at(j, 1)} ${at(k, 2)} 1.0`;
  });
  return [
    `data_made_${index}`,
    ...['a', 'b', 'c'].map((name, axis) => `_cell_length_${name} ${lengths[axis] ?? ''}`),
    ...['alpha', 'beta', 'gamma'].map((name, axis) => `_cell_angle_${name} ${angles[axis] ?? 90}`),
    `_symmetry_space_group_name_H-M '${group}'`,
    'loop_',
    ...['label', 'type_symbol', 'fract_x', 'fract_y', 'fract_z', 'occupancy'].map(
      (tag) => `_atom_site_${tag}`,
    ),
    ...sites,
    '',
  ].join('\n');
}

function cellsOf([p, q, r]: Kind['grid']): [number, number, number][] {
  return Array.from({ length: p * q * r }, (_, n) => [n % p, Math.floor(n / p) % q, Math.floor(n / (p * q))]);
}

/** The same numbers in each run (a linear congruential generator; quality does not matter here). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}
