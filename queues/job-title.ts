/** A name for people in Bull Board: `Si (diamond) · OPT`. Labels are hostile: control characters go, length is bounded. */
export function jobTitle(label: string, part?: string): string {
  const clean = label.replace(/\p{C}/gu, ' ').trim();
  const short = clean.length > 60 ? `${clean.slice(0, 59)}…` : clean;
  return part === undefined ? short : `${short} · ${part}`;
}
