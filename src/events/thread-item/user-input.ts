/**
 * One part of what the user sent, as readers see it (camelCase tags).
 */
import { z } from 'zod';
import { ImageDetail } from '../value/image-detail.js';
import { Uint } from '../value/integer.js';

/** A part of a text that stands for something else. `byteRange` counts bytes of the UTF-8 text, the end excluded. */
export const ThreadTextElement = z.looseObject({
  byteRange: z.looseObject({ start: Uint, end: Uint }),
  placeholder: z.string().nullable().default(null),
});
export type ThreadTextElement = z.infer<typeof ThreadTextElement>;

/**
 * spec: turn-items §3, corrections-0.169 item 4. `text_elements` is snake_case for readers as well; images and audio have either
 * `url` or `fileId`.
 */
export const UserInput = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('text'),
    text: z.string(),
    text_elements: z.array(ThreadTextElement).default([]),
  }),
  z.looseObject({
    type: z.literal('image'),
    url: z.string().optional(),
    fileId: z.string().optional(),
    detail: ImageDetail.nullable().default(null),
  }),
  z.looseObject({
    type: z.literal('localImage'),
    detail: ImageDetail.nullable().default(null),
    path: z.string(),
  }),
  z.looseObject({ type: z.literal('audio'), url: z.string().optional(), fileId: z.string().optional() }),
  z.looseObject({ type: z.literal('localAudio'), path: z.string() }),
  z.looseObject({ type: z.literal('skill'), name: z.string(), path: z.string() }),
  z.looseObject({ type: z.literal('mention'), name: z.string(), path: z.string() }),
]);
export type UserInput = z.infer<typeof UserInput>;
