/**
 * The canonical item of an image that the model's provider made.
 */
import { z } from 'zod';
import { AbsolutePath } from '../value/absolute-path.js';

/** spec: turn-items §2. `result` is the image in base64, or empty. */
export const ImageGenerationItem = z.looseObject({
  type: z.literal('ImageGeneration'),
  id: z.string(),
  status: z.string(),
  revised_prompt: z.string().nullish(),
  result: z.string(),
  saved_path: AbsolutePath.nullish(),
});
export type ImageGenerationItem = z.infer<typeof ImageGenerationItem>;
