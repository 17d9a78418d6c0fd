/**
 * A local image that the agent looked at, as readers see it.
 */
import { z } from 'zod';

/** `path` is a native path (spec: turn-items §3). */
export const ImageViewThreadItem = z.looseObject({
  type: z.literal('imageView'),
  id: z.string(),
  path: z.string(),
});
export type ImageViewThreadItem = z.infer<typeof ImageViewThreadItem>;
