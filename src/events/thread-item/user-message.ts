/**
 * What the user sent, as readers see it.
 */
import { z } from 'zod';
import { UserInput } from './user-input.js';

/** spec: turn-items §3. */
export const UserMessageThreadItem = z.looseObject({
  type: z.literal('userMessage'),
  id: z.string(),
  clientId: z.string().nullable().default(null),
  content: z.array(UserInput),
});
export type UserMessageThreadItem = z.infer<typeof UserMessageThreadItem>;
