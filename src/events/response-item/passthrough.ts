/**
 * What the model's provider gets to know of a message beside its text. Only the fields that decoding depends on are named.
 */
import { z } from 'zod';

/** `create_time` in unix seconds with a fraction (spec: rollout-format §6). */
export const Passthrough = z.looseObject({
  turn_id: z.string().nullish(),
  create_time: z.number().nullish(),
  content_item_kinds: z.unknown().optional(),
  content_item_metadata: z.unknown().optional(),
});
export type Passthrough = z.infer<typeof Passthrough>;

/** The fields that nearly every response item may have: in Codex's order one comes early, one last. */
export const Id = { id: z.string().nullish() };
export const PassedThrough = { internal_chat_message_metadata_passthrough: Passthrough.nullish() };

/** What the provider gave away only in a form that nobody else can read; Codex writes it before all other fields. */
export const Sealed = { encrypted_content: z.string().nullish() };
