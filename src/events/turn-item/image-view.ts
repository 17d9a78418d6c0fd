/**
 * The canonical item of a local image that the agent looked at.
 */
import { z } from 'zod';
import { PathUri } from '../value/path-uri.js';

/** spec: turn-items §2. */
export const ImageViewItem = z.looseObject({
  type: z.literal('ImageView'),
  id: z.string(),
  path: PathUri,
});
export type ImageViewItem = z.infer<typeof ImageViewItem>;
