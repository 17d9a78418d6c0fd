/**
 * How closely the model is to look at an image.
 */
import { z } from 'zod';

export const ImageDetail = z.enum(['auto', 'low', 'high', 'original']);
export type ImageDetail = z.infer<typeof ImageDetail>;
