/**
 * The conversation was shortened: what the model goes on with instead. For history it only marks the turn that is open.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { ResponseItemMetadata } from '../response-item/metadata.js';
import { ResponseItem } from '../response-item/response-item.js';
import { Uint } from '../value/integer.js';
import { MultiAgentVersion } from '../value/multi-agent-version.js';
import { ThreadId } from '../value/thread-id.js';
import { TurnAttribution } from '../value/turn-attribution.js';
import { RetainedContextSnapshot } from './retained-context.js';
import { TokenUsageRecord } from './token-usage-record.js';

const ResumeMetadata = z.looseObject({
  dynamic_tools: z.looseObject({ thread_id: ThreadId, tools: z.array(z.unknown()) }).nullish(),
  multi_agent_version: writtenAsNull(MultiAgentVersion),
  last_started_turn_id: writtenAsNull(z.string()),
  turn_attribution: TurnAttribution.nullish(),
  previous_turn_settings: writtenAsNull(
    z.looseObject({
      model: z.string(),
      comp_hash: writtenAsNull(z.string()),
      realtime_active: writtenAsNull(z.boolean()),
    }),
  ),
});

const CompactedFields = z
  .looseObject({
    message: z.string(),
    replacement_history: z.array(ResponseItem).nullish(),
    replacement_history_metadata: z.array(ResponseItemMetadata).nullish(),
    guardian_history: z.array(z.unknown()).nullish(),
    retained_context: RetainedContextSnapshot.nullish(),
    mcp_resource_origins: z.looseObject({}).nullish(),
    window_number: Uint.nullish(),
    first_window_id: z.string().nullish(),
    previous_window_id: z.string().nullish(),
    window_id: z.string().nullish(),
    compaction_response_id: writtenAsNull(z.string()),
    latest_token_usage_record: writtenAsNull(TokenUsageRecord),
    resume_metadata: ResumeMetadata.nullish(),
  })
  .refine(
    ({ replacement_history: items, replacement_history_metadata: metadata }) =>
      metadata == null || items?.length === metadata.length,
    { error: 'replacement_history_metadata does not fit replacement_history' },
  );

/**
 * spec: rollout-format §8. Older files write a number as `window_id`; it is read as `window_number`. Ghost snapshots of older files are
 * left out of the history that follows, together with their metadata (§15.3).
 */
export const Compacted = z.preprocess(readOlderShape, CompactedFields);
export type Compacted = z.infer<typeof CompactedFields>;

function readOlderShape(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const numeric = 'window_id' in value && Uint.safeParse(value.window_id).success;
  const ghosts = 'replacement_history' in value && hasGhost(value.replacement_history);
  if (!numeric && !ghosts) return value;
  const read: Record<string, unknown> = { ...value };
  if (numeric) {
    read.window_number ??= read.window_id;
    read.window_id = null;
  }
  if (ghosts) dropGhosts(read);
  return read;
}

function hasGhost(items: unknown): boolean {
  return Array.isArray(items) && items.some(isGhost);
}

function isGhost(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'type' in item && item.type === 'ghost_snapshot';
}

function dropGhosts(read: Record<string, unknown>): void {
  const { replacement_history: items, replacement_history_metadata: metadata } = read;
  if (!Array.isArray(items)) return;
  if (Array.isArray(metadata)) {
    // Lists of different length are left alone, for the schema to refuse.
    if (metadata.length !== items.length) return;
    read.replacement_history_metadata = metadata.filter((_, index) => !isGhost(items[index]));
  }
  read.replacement_history = items.filter((item) => !isGhost(item));
}
