/**
 * The canonical item of what the user sent.
 */
import { z } from 'zod';
import { CoreUserInput } from './user-input.js';

/** `client_id` is the name the client gave the message (spec: turn-items §2). */
export const UserMessageItem = z.looseObject({
  type: z.literal('UserMessage'),
  id: z.string(),
  client_id: z.string().nullish(),
  content: z.array(CoreUserInput),
});
export type UserMessageItem = z.infer<typeof UserMessageItem>;
