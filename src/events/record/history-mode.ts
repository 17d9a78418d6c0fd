/**
 * The persistence contract of a rollout: what is written, and how it is projected.
 */
import { z } from 'zod';

/** A file without one is `legacy`. An unknown one is refused, never taken for legacy (spec: rollout-format §4). */
export const HistoryMode = z.enum(['legacy', 'paginated']);
export type HistoryMode = z.infer<typeof HistoryMode>;
