/** Symbols in the order of atomic numbers, hydrogen first. */
const symbols = (
  'H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr ' +
  'Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu ' +
  'Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr ' +
  'Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og'
).split(' ');

const numbers = new Map<string, number>([
  ...symbols.map((symbol, index): [string, number] => [symbol.toLowerCase(), index + 1]),
  // Isotopes have the electrons of hydrogen.
  ['d', 1],
  ['t', 1],
]);

/** Atomic number of a symbol in any case (`Fe`, `FE`, `D`). */
export const atomicNumberOf = (symbol: string): number | undefined => numbers.get(symbol.toLowerCase());

/** Symbol of an atomic number 1-118; `X` for anything else. */
export const elementSymbol = (atomicNumber: number): string => symbols[atomicNumber - 1] ?? 'X';
