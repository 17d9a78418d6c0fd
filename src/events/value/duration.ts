/**
 * How long something took, as the log writes it. Thread items show whole milliseconds instead; the conversion is left to them.
 */
import { z } from 'zod';
import { Uint } from './integer.js';

/** Whole seconds and the nanoseconds beyond them (spec: turn-items §2). */
export const Duration = z.looseObject({ secs: Uint, nanos: Uint });
export type Duration = z.infer<typeof Duration>;
