/**
 * Items by which the provider shortens a conversation or takes new settings.
 */
import { z } from 'zod';
import { CommonFields } from './passthrough.js';

/** Also written as `compaction_summary`. */
export const CompactionResponseItem = z.looseObject({
  type: z.literal(['compaction', 'compaction_summary']),
  ...CommonFields,
  encrypted_content: z.string(),
});
export type CompactionResponseItem = z.infer<typeof CompactionResponseItem>;

export const ContextCompactionResponseItem = z.looseObject({
  type: z.literal('context_compaction'),
  ...CommonFields,
  encrypted_content: z.string().nullish(),
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
