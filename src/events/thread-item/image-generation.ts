/**
 * An image that was made, as readers see it.
 */
import { z } from 'zod';
import { AbsolutePath } from '../value/absolute-path.js';
import { Int } from '../value/integer.js';

/** Why there is no image. `resetsAt` is a time in unix seconds. */
export const ImageGenerationFailure = z.looseObject({
  type: z.literal('usageLimitExceeded'),
  limitId: z.string(),
  resetsAt: Int.nullable().default(null),
});
export type ImageGenerationFailure = z.infer<typeof ImageGenerationFailure>;

/** A local file that went into the image; the digest is of its bytes, in lower-case hexadecimal. */
export const ImageGenerationInputImage = z.looseObject({
  path: AbsolutePath,
  sha256: z.string(),
});
export type ImageGenerationInputImage = z.infer<typeof ImageGenerationInputImage>;

/** spec: turn-items §3. One of `fileId` (stored) and `result` (base64) is there. */
export const ImageGenerationThreadItem = z.looseObject({
  type: z.literal('imageGeneration'),
  id: z.string(),
  status: z.string(),
  revisedPrompt: z.string().nullable().default(null),
  fileId: z.string().optional(),
  result: z.string().optional(),
  transparentBackground: z.boolean().nullable().default(null),
  failure: ImageGenerationFailure.nullable().default(null),
  savedPath: z.string().nullish(),
  inputImages: z.array(ImageGenerationInputImage).optional(),
  generationId: z.string().nullable().default(null),
});
export type ImageGenerationThreadItem = z.infer<typeof ImageGenerationThreadItem>;
