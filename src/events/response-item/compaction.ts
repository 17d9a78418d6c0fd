/**
 * Items by which the provider shortens a conversation or takes new settings.
 */
import { z } from 'zod';
import { Id, PassedThrough } from './passthrough.js';

/** Also written as `compaction_summary`. */
export const CompactionResponseItem = z.looseObject({
  type: z.literal(['compaction', 'compaction_summary']),
  ...Id,
  encrypted_content: z.string(),
  ...PassedThrough,
});
export type CompactionResponseItem = z.infer<typeof CompactionResponseItem>;

export const ContextCompactionResponseItem = z.looseObject({
  type: z.literal('context_compaction'),
  ...Id,
  encrypted_content: z.string().nullish(),
  ...PassedThrough,
});
export type ContextCompactionResponseItem = z.infer<typeof ContextCompactionResponseItem>;

/** Asks for a compaction; never written to a rollout. */
export const CompactionTriggerResponseItem = z.looseObject({ type: z.literal('compaction_trigger') });
export type CompactionTriggerResponseItem = z.infer<typeof CompactionTriggerResponseItem>;

export const ConfigurationUpdateResponseItem = z.looseObject({
  type: z.literal('configuration_update'),
  reasoning: z.looseObject({ effort: z.string() }),
});
export type ConfigurationUpdateResponseItem = z.infer<typeof ConfigurationUpdateResponseItem>;
