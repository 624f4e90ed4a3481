const shortages = new Set(['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE']);

/** No process could be started for want of processes, memory or open files: later it may. `errno` as a word. */
export const isShortage = (errno: string | undefined): boolean => errno !== undefined && shortages.has(errno);
