import * as z from 'zod';

const Labels = z.object({
  projections: z.array(z.string()).optional(),
  vacuumFermiHartree: z.number().optional(),
});

/** What was kept beside the deck for its results; nothing where that is missing or of another form. */
export function readLabels(text: string | undefined): z.infer<typeof Labels> {
  try {
    return Labels.safeParse(JSON.parse(text ?? '{}')).data ?? {};
  } catch {
    // A file cut short costs names, not numbers.
    return {};
  }
}
