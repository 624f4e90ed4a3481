import { fixed } from '../fortran-format.js';

/*
 *  *******************************************************************************
 *  *                               CRYSTAL23                                     *
 *  *******************************************************************************
 *  EEEEEEEEEE STARTING  DATE 14 08 2024 TIME 17:42:09.2
 *  TTTTTTTTTTTTTTTTTTTTTTTTTTTTTT INPUT       TELAPSE        1.55 TCPU        0.27
 *  EEEEEEEEEE TERMINATION  DATE 14 08 2024 TIME 17:43:01.0
 */

export const ruler = ` ${'*'.repeat(79)}`;

export type CrystalVersion = 17 | 23;

const releases: Readonly<Record<CrystalVersion, string>> = {
  17: 'public : 1.0.2 - March 1st, 2018',
  23: 'public : 1.0.1 - October 2022',
};

/** Readers know a rehearsal by the words CRYSTALQ REHEARSAL in the banner. */
export function banner(version: CrystalVersion): string[] {
  return [
    '',
    ruler,
    boxed(''),
    boxed(`${' '.repeat(31)}CRYSTAL${version}`),
    boxed(`${' '.repeat(22)}${releases[version]}`),
    boxed(''),
    boxed('      CRYSTALQ REHEARSAL - NOT A CALCULATION'),
    boxed('      Every number below is made up from the deck. It is not physics.'),
    boxed(''),
    ruler,
  ];
}

export const boxed = (text: string): string => ` *${text.padEnd(77)}*`;

export const starting = (at: Date): string => ` EEEEEEEEEE STARTING  DATE ${stamp(at)}`;

export const titleLine = (title: string): string => ` ${title.slice(0, 80).padEnd(80)}`;

/** Time that the run pretends to have taken. */
export interface Clock {
  readonly startedAt: Date;
  readonly elapsedSeconds: number;
}

export const stage = (label: string, clock: Clock): string =>
  ` ${'T'.repeat(30)} ${label.padEnd(11)} TELAPSE${fixed(clock.elapsedSeconds, 12, 2)} TCPU${fixed(clock.elapsedSeconds * 0.96, 12, 2)}`;

export const termination = (clock: Clock): string[] => [
  stage('END', clock),
  ` EEEEEEEEEE TERMINATION  DATE ${stamp(new Date(clock.startedAt.getTime() + clock.elapsedSeconds * 1000))}`,
];

export const errorLine = (routine: string, message: string): string =>
  ` ERROR **** ${routine} **** ${message}`;

export const information = (routine: string, message: string): string =>
  ` INFORMATION **** ${routine} **** ${message}`;

/** `dd mm yyyy TIME hh:mm:ss.s` in local time. */
function stamp(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(at.getDate())} ${two(at.getMonth() + 1)} ${at.getFullYear()}`;
  const tenths = Math.floor(at.getMilliseconds() / 100);
  return `${day} TIME ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${tenths}`;
}
