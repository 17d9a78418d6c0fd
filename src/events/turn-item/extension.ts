/**
 * Canonical items of the built-in extensions: one tag, a `kind`, and the fields of a thread item beside it (camelCase).
 */
import { z } from 'zod';
import { omittedWhenEmpty, writtenAsNull } from '../canonical/written-form.js';
import { ImageGenerationFailure, ImageGenerationInputImage } from '../thread-item/image-generation.js';
import { WebSearchThreadAction } from '../thread-item/web-search.js';
import { AbsolutePath } from '../value/absolute-path.js';
import { Uint } from '../value/integer.js';

/** A pause of the clock extension. */
export const ClockSleepItem = z.looseObject({
  type: z.literal('Extension'),
  kind: z.literal('clock.sleep'),
  id: z.string(),
  durationMs: Uint,
});
export type ClockSleepItem = z.infer<typeof ClockSleepItem>;

const KNOWN_ACTIONS: ReadonlySet<string> = new Set(['search', 'openPage', 'findInPage', 'other']);

/** An action of an unknown type reads as `other`. */
const ExtensionAction = z.union([
  WebSearchThreadAction,
  z
    .looseObject({ type: z.string().refine((type) => !KNOWN_ACTIONS.has(type)) })
    .transform((): WebSearchThreadAction => ({ type: 'other' })),
]);

/** A search of the web extension; its action is already spelled as readers see it (spec: corrections-0.169 item 3). */
export const WebExtensionSearchItem = z.looseObject({
  type: z.literal('Extension'),
  kind: z.literal('web.search'),
  id: z.string(),
  query: z.string(),
  action: writtenAsNull(ExtensionAction),
  results: writtenAsNull(z.array(z.unknown())),
});
export type WebExtensionSearchItem = z.infer<typeof WebExtensionSearchItem>;

/** An image of the image extension, inline (`result`) or stored (`fileId`, which wins). */
export const ImageExtensionItem = z
  .looseObject({
    type: z.literal('Extension'),
    kind: z.literal('image_gen.generation'),
    id: z.string(),
    status: z.string(),
    revisedPrompt: writtenAsNull(z.string()),
    fileId: z.string().nullish(),
    result: z.string().nullish(),
    transparentBackground: writtenAsNull(z.boolean()),
    failure: writtenAsNull(ImageGenerationFailure),
    savedPath: AbsolutePath.nullish(),
    inputImages: omittedWhenEmpty(z.array(ImageGenerationInputImage).optional()),
    generationId: writtenAsNull(z.string()),
  })
  .refine((item) => typeof item.fileId === 'string' || typeof item.result === 'string', {
    error: 'expected fileId or result',
  });
export type ImageExtensionItem = z.infer<typeof ImageExtensionItem>;

/** Kinds beyond these three do not decode (spec: turn-items §2). */
export const ExtensionItem = z.discriminatedUnion('kind', [
  ClockSleepItem,
  WebExtensionSearchItem,
  ImageExtensionItem,
]);
export type ExtensionItem = z.infer<typeof ExtensionItem>;
