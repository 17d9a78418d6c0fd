/**
 * A part of a user's text that stands for something else, such as a pasted file shown by a placeholder.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { Uint } from './integer.js';

/** `byte_range` counts bytes of the UTF-8 text, the end excluded (spec: turn-items §2). */
export const TextElement = z.looseObject({
  byte_range: z.looseObject({ start: Uint, end: Uint }),
  placeholder: writtenAsNull(z.string()),
});
export type TextElement = z.infer<typeof TextElement>;
