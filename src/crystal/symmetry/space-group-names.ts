import type { GroupSetting, SymmetryLibrary } from './symmetry-library.js';

/**
 * Settings that a Hermann-Mauguin symbol can mean. Several where it does not tell the origin or the axes
 * (`F d -3 m`, `R 3 c`, `P 21/b`): the caller decides by cell and atoms.
 */
export function settingsOfSymbol(library: SymmetryLibrary, symbol: string): readonly GroupSetting[] {
  // H3, H32 and the like are names of the Protein Data Bank for R groups on hexagonal axes.
  const { name, choice } = splitChoice(symbol.replace(/^\s*h(?=[\s3-])(.*)$/i, 'R$1 :H'));
  const index = nameIndex(library);
  const named = index.get(name) ?? [];
  return choice === undefined ? named : named.filter((setting) => hasChoice(setting, choice));
}

/** The settings with this Hall symbol: one, or none where it is not tabulated. */
export function settingOfHallSymbol(library: SymmetryLibrary, hall: string): GroupSetting | undefined {
  const wanted = hallWords(hall);
  return library.spaceGroupSettings.find((setting) => hallWords(setting.hallSymbol) === wanted);
}

/** Blanks between generators matter: `P 3 2` is P312, `P 32` is P3_2. Those around the lattice letter do not. */
const hallWords = (hall: string): string =>
  hall
    .toLowerCase()
    .replaceAll(/[\s_]+/g, ' ')
    .trim()
    .replace(/^(-?) ?([a-z]) ?/, '$1$2 ');

/** `2cab`, `b1`, `h`: the coordinate system code of core CIF, as the tables write it. */
export function settingOfCode(
  library: SymmetryLibrary,
  spaceGroup: number,
  code: string,
): GroupSetting | undefined {
  const wanted = code.toLowerCase();
  return library.spaceGroupSettings.find(
    (setting) => setting.number === spaceGroup && setting.setting.toLowerCase() === wanted,
  );
}

export const settingsOfNumber = (library: SymmetryLibrary, number: number): readonly GroupSetting[] =>
  library.spaceGroupSettings.filter((setting) => setting.number === number);

/** `R -3 m :H`, `F d -3 m Z`, `P n n n (origin choice 2)`: the name and what is said about the origin or axes. */
function splitChoice(symbol: string): { name: string; choice: string | undefined } {
  const marked = /^(.*?)\s*(?::\s*([12hr])|\(?\s*origin\s*(?:choice)?\s*([12])\s*\)?)\s*$/i.exec(symbol);
  if (marked) return { name: compact(marked[1] ?? ''), choice: (marked[2] ?? marked[3])?.toLowerCase() };
  // Older programs: a separate last letter, S for origin choice 1, Z for 2, H and R for the axes.
  const letter = /^(.*\S)\s+([SZHR])$/i.exec(symbol);
  const meaning = { s: '1', z: '2', h: 'h', r: 'r' }[letter?.[2]?.toLowerCase() ?? ''];
  if (letter && meaning) return { name: compact(letter[1] ?? ''), choice: meaning };
  return { name: compact(symbol.replace(/\(.*\)\s*$/, '')), choice: undefined };
}

function hasChoice(setting: GroupSetting, choice: string): boolean {
  return setting.setting.toLowerCase().startsWith(choice);
}

/** Blanks, underscores, case and the way of writing bars and slashes do not matter. */
const compact = (symbol: string): string => symbol.toLowerCase().replaceAll(/[\s_~'"]/g, '');

const indexes = new WeakMap<SymmetryLibrary, Map<string, GroupSetting[]>>();

function nameIndex(library: SymmetryLibrary): ReadonlyMap<string, readonly GroupSetting[]> {
  const known = indexes.get(library);
  if (known) return known;
  const index = new Map<string, GroupSetting[]>();
  for (const setting of library.spaceGroupSettings) {
    for (const name of namesOf(setting)) {
      const list = index.get(name) ?? [];
      if (!list.includes(setting)) list.push(setting);
      index.set(name, list);
    }
  }
  indexes.set(library, index);
  return index;
}

function namesOf(setting: GroupSetting): readonly string[] {
  const full = compact(setting.fullSymbol);
  const short = compact(setting.shortSymbol);
  const isMonoclinic = setting.number >= 3 && setting.number <= 15;
  // The tables give all monoclinic settings the short symbol of the standard one; people leave out the 1s.
  const names = isMonoclinic ? [full, compact(withoutOnes(setting.fullSymbol))] : [full, short];
  // Old cubic symbols leave out the bar: Fm3m, Ia3d.
  const barless = setting.number >= 195 ? names.map((name) => name.replace('-3', '3')) : [];
  return [...new Set([...names, ...barless, ...oldGlideNames(setting)])];
}

/** `P 1 2_1/c 1` to `P 2_1/c`. */
const withoutOnes = (symbol: string): string =>
  symbol
    .split(' ')
    .filter((part) => part !== '1')
    .join(' ');

/** Before 1992 the e glide had the letter of one of its two directions; the letter tells the axes too. */
const oldNamesByHall: Readonly<Record<number, string>> = {
  191: 'Abm2',
  192: 'Bma2',
  193: 'B2cm',
  194: 'C2mb',
  195: 'Cm2a',
  196: 'Ac2m',
  203: 'Aba2',
  204: 'Bba2',
  205: 'B2cb',
  206: 'C2cb',
  207: 'Cc2a',
  208: 'Ac2a',
  304: 'Cmca',
  305: 'Ccmb',
  306: 'Abma',
  307: 'Acam',
  308: 'Bbcm',
  309: 'Bmab',
  316: 'Cmma',
  317: 'Cmmb',
  318: 'Abmm',
  319: 'Acmm',
  320: 'Bmcm',
  321: 'Bmam',
  322: 'Ccca',
  323: 'Ccca',
  324: 'Cccb',
  325: 'Cccb',
  326: 'Abaa',
  327: 'Abaa',
  328: 'Acaa',
  329: 'Acaa',
  330: 'Bbcb',
  331: 'Bbcb',
  332: 'Bbab',
  333: 'Bbab',
};

function oldGlideNames(setting: GroupSetting): readonly string[] {
  const old = oldNamesByHall[setting.hallNumber];
  return old === undefined ? [] : [compact(old)];
}
