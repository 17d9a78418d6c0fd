/**
 * What the model's provider gets to know of a message beside its text. Only the fields that decoding depends on are named.
 */
import { z } from 'zod';

/** `create_time` in unix seconds with a fraction (spec: rollout-format §6). */
export const Passthrough = z.looseObject({
  turn_id: z.string().nullish(),
  create_time: z.number().nullish(),
});
export type Passthrough = z.infer<typeof Passthrough>;

/** The fields that nearly every response item may have. */
export const CommonFields = {
  id: z.string().nullish(),
  internal_chat_message_metadata_passthrough: Passthrough.nullish(),
};
