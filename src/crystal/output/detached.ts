/**
 * A copy of a piece of a line that is kept. Without it the piece would hold on to the whole chunk of the file it was cut
 * from, and memory would grow with the file.
 */
export const detached = (text: string): string => Buffer.from(text, 'latin1').toString('latin1');
