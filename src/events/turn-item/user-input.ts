/**
 * One part of what the user sent, as a canonical user message carries it (snake_case tags and keys).
 */
import { z } from 'zod';
import { ImageDetail } from '../value/image-detail.js';
import { TextElement } from '../value/text-element.js';

/** spec: turn-items §2. Images and audio come by URL or by file id; the URL wins where both are there. */
export const CoreUserInput = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('text'),
    text: z.string(),
    text_elements: z.array(TextElement).default([]),
  }),
  z
    .looseObject({
      type: z.literal('image'),
      image_url: z.string().nullish(),
      file_id: z.string().nullish(),
      detail: ImageDetail.nullish(),
    })
    .refine((input) => typeof input.image_url === 'string' || typeof input.file_id === 'string', {
      error: 'expected image_url or file_id',
    }),
  z.looseObject({ type: z.literal('local_image'), path: z.string(), detail: ImageDetail.nullish() }),
  z
    .looseObject({
      type: z.literal('audio'),
      audio_url: z.string().nullish(),
      file_id: z.string().nullish(),
    })
    .refine((input) => typeof input.audio_url === 'string' || typeof input.file_id === 'string', {
      error: 'expected audio_url or file_id',
    }),
  z.looseObject({ type: z.literal('local_audio'), path: z.string() }),
  z.looseObject({ type: z.literal('skill'), name: z.string(), path: z.string() }),
  z.looseObject({ type: z.literal('mention'), name: z.string(), path: z.string() }),
]);
export type CoreUserInput = z.infer<typeof CoreUserInput>;
