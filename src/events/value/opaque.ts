/**
 * A value whose shape belongs to somebody else: tool arguments, for example. It is passed on as it came, digits included.
 */
import { z } from 'zod';

/** Any JSON value, null among them; only the missing key is refused, as Codex refuses it. */
export const Opaque = z.unknown().refine((value) => value !== undefined, { error: 'expected a value' });
export type Opaque = z.infer<typeof Opaque>;
