export interface Functional {
  /** Keyword of the DFT block, upper case. */
  readonly keyword: string;
  readonly family: 'LDA' | 'GGA' | 'meta-GGA' | 'hybrid' | 'range-separated' | 'double hybrid' | 'composite';
  /** First release that knows it. */
  readonly since: 17 | 23;
  /** CRYSTAL has D3 parameters: `<keyword>-D3` is a keyword too. */
  readonly d3?: true;
  /** Composite methods are defined with one basis set. */
  readonly basis?: string;
}

type Family = Functional['family'];

const of = (family: Family, since: 17 | 23, ...keywords: readonly string[]): Functional[] =>
  keywords.map((keyword) => ({ keyword, family, since }));

const plain: readonly Functional[] = [
  ...of('LDA', 17, 'SVWN'),
  ...of('GGA', 17, 'BLYP', 'PBE', 'PBEXC', 'PBESOL', 'PBESOLXC', 'SOGGA', 'SOGGAXC', 'B97'),
  ...of('GGA', 23, 'SOGGA11'),
  ...of(
    'hybrid',
    17,
    'B3PW',
    'B3LYP',
    'PBE0',
    'PBESOL0',
    'PBE0-13',
    'B1WC',
    'WC1LYP',
    'B97H',
    'PW1PW',
    'M06',
  ),
  ...of('hybrid', 23, 'SOGGA11X', 'MPW1PW91', 'MPW1K', 'SCAN0', 'R2SCANH', 'R2SCAN0', 'R2SCAN50', 'REVM06'),
  ...of(
    'hybrid',
    23,
    'MN15',
    'M05',
    'M052X',
    'M062X',
    'M06HF',
    'B1B95',
    'MPW1B95',
    'MPW1B1K',
    'PW6B95',
    'PWB6K',
  ),
  ...of('meta-GGA', 17, 'M06L'),
  ...of('meta-GGA', 23, 'SCAN', 'R2SCAN', 'REVM06L', 'MN15L'),
  ...of('range-separated', 17, 'HSE06', 'HSESOL', 'SC-BLYP', 'HISS', 'RSHXLDA', 'WB97', 'WB97X'),
  ...of('range-separated', 17, 'LC-WPBE', 'LC-WPBESOL', 'LC-WBLYP', 'LC-BLYP', 'CAM-B3LYP'),
  ...of('range-separated', 23, 'LC-PBE'),
  ...of('double hybrid', 17, 'B2PLYP', 'B2GPPLYP', 'MPW2PLYP'),
];

/** The ten that CRYSTAL has D3(BJ) parameters for. */
const withD3 = ['BLYP', 'PBE', 'B97', 'B3LYP', 'PBE0', 'PW1PW', 'M06', 'HSE06', 'HSESOL', 'LC-WPBE'];

const composites: readonly Functional[] = [
  { keyword: 'PBEH3C', family: 'composite', since: 23, basis: 'def2-mSVP' },
  { keyword: 'HSE3C', family: 'composite', since: 23, basis: 'def2-mSVP' },
  { keyword: 'B973C', family: 'composite', since: 23, basis: 'mTZVP' },
  { keyword: 'PBESOL03C', family: 'composite', since: 23, basis: 'SOLDEF2MSVP' },
  { keyword: 'HSESOL3C', family: 'composite', since: 23, basis: 'SOLDEF2MSVP' },
];

/** Hartree-Fock composites are keywords of block 3, not of the DFT block. */
export const hartreeFockComposites: readonly Functional[] = [
  { keyword: 'HF3C', family: 'composite', since: 17, basis: 'MINIX' },
  { keyword: 'HFSOL3C', family: 'composite', since: 23, basis: 'SOLMINIX' },
];

/** Stand-alone exchange-correlation keywords of the DFT block, `-D3` forms included. */
export const functionals: readonly Functional[] = [
  ...plain.map((entry) => (withD3.includes(entry.keyword) ? { ...entry, d3: true as const } : entry)),
  ...plain
    .filter(({ keyword }) => withD3.includes(keyword))
    .map((entry) => ({ ...entry, keyword: `${entry.keyword}-D3` })),
  ...composites,
];

export const exchangeFunctionals = [
  'LDA',
  'VBH',
  'BECKE',
  'MPW91',
  'PBE',
  'PBESOL',
  'PWGGA',
  'SOGGA',
  'WCGGA',
];
export const correlationFunctionals = [
  'PWLSD',
  'PZ',
  'VBH',
  'VWN',
  'LYP',
  'P86',
  'PBE',
  'PBESOL',
  'PWGGA',
  'WL',
  'B95',
];

export function findFunctional(keyword: string): Functional | undefined {
  const name = keyword.toUpperCase();
  return [...functionals, ...hartreeFockComposites].find((entry) => entry.keyword === name);
}
