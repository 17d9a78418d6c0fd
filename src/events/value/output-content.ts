/**
 * What a function call gave back to the model: a text, or parts. Log and readers share this form.
 */
import { z } from 'zod';
import { ImageDetail } from './image-detail.js';

/** An image by URL (data URLs included) or by file id; one of the two is there. */
export const InputImage = z
  .looseObject({
    type: z.literal('input_image'),
    image_url: z.string().optional(),
    file_id: z.string().optional(),
    detail: ImageDetail.nullish(),
  })
  .refine((part) => part.image_url !== undefined || part.file_id !== undefined);
export type InputImage = z.infer<typeof InputImage>;

/** A sound by URL or by file id; one of the two is there. */
export const InputAudio = z
  .looseObject({
    type: z.literal('input_audio'),
    audio_url: z.string().optional(),
    file_id: z.string().optional(),
  })
  .refine((part) => part.audio_url !== undefined || part.file_id !== undefined);
export type InputAudio = z.infer<typeof InputAudio>;

/** One part (spec: turn-items §3, functionCallOutput). */
export const OutputContentItem = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('input_text'), text: z.string() }),
  InputImage,
  InputAudio,
  z.looseObject({ type: z.literal('encrypted_content'), encrypted_content: z.string() }),
]);
export type OutputContentItem = z.infer<typeof OutputContentItem>;

export const OutputContent = z.union([z.string(), z.array(OutputContentItem)]);
export type OutputContent = z.infer<typeof OutputContent>;
