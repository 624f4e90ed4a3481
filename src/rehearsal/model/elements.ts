/**
 * What the rehearsal needs of the elements: symbol, mass of the commonest isotope (rounded), Pauling electronegativity.
 * Masses: IUPAC standard atomic weights, rounded. Electronegativities: Pauling scale as in common tables; 0 where none is given.
 */
export interface ElementFacts {
  readonly atomicNumber: number;
  readonly symbol: string;
  readonly massAmu: number;
  readonly electronegativity: number;
  readonly isMetal: boolean;
}

export function elementFacts(atomicNumber: number): ElementFacts {
  const row = rows[atomicNumber];
  if (row === undefined) return ghost;
  const [symbol, massAmu, electronegativity] = row;
  return { atomicNumber, symbol, massAmu, electronegativity, isMetal: !nonMetals.has(atomicNumber) };
}

/** CRYSTAL's conventional numbers carry a basis label or a pseudopotential in the hundreds. */
export const atomicNumberOf = (conventional: number): number => conventional % 100;

const ghost: ElementFacts = {
  atomicNumber: 0,
  symbol: 'XX',
  massAmu: 0,
  electronegativity: 0,
  isMetal: false,
};

// H, C group down to Ge, N group to Te, halogens, noble gases; B, Si, Ge, As, Sb, Te do not conduct here.
const nonMetals = new Set([
  1, 2, 5, 6, 7, 8, 9, 10, 14, 15, 16, 17, 18, 32, 33, 34, 35, 36, 51, 52, 53, 54, 85, 86,
]);

const rows: readonly (readonly [string, number, number] | undefined)[] = [
  undefined,
  ...(
    'H:1.008:2.2 He:4.003:0 Li:6.94:0.98 Be:9.012:1.57 B:10.81:2.04 C:12.011:2.55 N:14.007:3.04 O:15.999:3.44 ' +
    'F:18.998:3.98 Ne:20.18:0 Na:22.99:0.93 Mg:24.305:1.31 Al:26.982:1.61 Si:28.085:1.9 P:30.974:2.19 ' +
    'S:32.06:2.58 Cl:35.45:3.16 Ar:39.95:0 K:39.098:0.82 Ca:40.078:1 Sc:44.956:1.36 Ti:47.867:1.54 ' +
    'V:50.942:1.63 Cr:51.996:1.66 Mn:54.938:1.55 Fe:55.845:1.83 Co:58.933:1.88 Ni:58.693:1.91 Cu:63.546:1.9 ' +
    'Zn:65.38:1.65 Ga:69.723:1.81 Ge:72.63:2.01 As:74.922:2.18 Se:78.971:2.55 Br:79.904:2.96 Kr:83.798:3 ' +
    'Rb:85.468:0.82 Sr:87.62:0.95 Y:88.906:1.22 Zr:91.224:1.33 Nb:92.906:1.6 Mo:95.95:2.16 Tc:97:1.9 ' +
    'Ru:101.07:2.2 Rh:102.906:2.28 Pd:106.42:2.2 Ag:107.868:1.93 Cd:112.414:1.69 In:114.818:1.78 ' +
    'Sn:118.71:1.96 Sb:121.76:2.05 Te:127.6:2.1 I:126.904:2.66 Xe:131.293:2.6 Cs:132.905:0.79 Ba:137.327:0.89 ' +
    'La:138.905:1.1 Ce:140.116:1.12 Pr:140.908:1.13 Nd:144.242:1.14 Pm:145:1.13 Sm:150.36:1.17 Eu:151.964:1.2 ' +
    'Gd:157.25:1.2 Tb:158.925:1.1 Dy:162.5:1.22 Ho:164.93:1.23 Er:167.259:1.24 Tm:168.934:1.25 Yb:173.045:1.1 ' +
    'Lu:174.967:1.27 Hf:178.486:1.3 Ta:180.948:1.5 W:183.84:2.36 Re:186.207:1.9 Os:190.23:2.2 Ir:192.217:2.2 ' +
    'Pt:195.084:2.28 Au:196.967:2.54 Hg:200.592:2 Tl:204.38:1.62 Pb:207.2:2.33 Bi:208.98:2.02 Po:209:2 ' +
    'At:210:2.2 Rn:222:0 Fr:223:0.7 Ra:226:0.9 Ac:227:1.1 Th:232.038:1.3 Pa:231.036:1.5 U:238.029:1.38 ' +
    'Np:237:1.36 Pu:244:1.28 Am:243:1.3 Cm:247:1.3 Bk:247:1.3 Cf:251:1.3 Es:252:1.3'
  )
    .split(' ')
    .map((entry): readonly [string, number, number] => {
      const [symbol = '', mass = '0', electronegativity = '0'] = entry.split(':');
      return [symbol, Number(mass), Number(electronegativity)];
    }),
];
