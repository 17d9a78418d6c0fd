/**
 * A part of what a client-side tool gave back. Tags and keys are camelCase in the log as well.
 */
import { z } from 'zod';

/** spec: legacy-event-shapes, Tools. The URLs may be data URLs. */
export const DynamicContentItem = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('inputText'), text: z.string() }),
  z.looseObject({ type: z.literal('inputImage'), imageUrl: z.string() }),
  z.looseObject({ type: z.literal('inputAudio'), audioUrl: z.string() }),
]);
export type DynamicContentItem = z.infer<typeof DynamicContentItem>;
