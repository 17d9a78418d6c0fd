/**
 * What the harness notes beside a response item. Nothing of it concerns turns; it is checked because a record with a malformed note does
 * not decode.
 */
import { z } from 'zod';
import { omittedWhenEmpty, omittedWhenFalse, writtenAs } from '../canonical/written-form.js';
import { Uint } from '../value/integer.js';

const RetainedSource = z.looseObject({
  id: z.looseObject({
    message_id: z.string(),
    turn_id: z.string(),
    role: z.enum(['user', 'assistant']),
  }),
  revision: z.string(),
  complete: z.boolean(),
});

/** spec: rollout-format §5, corrections-0.169 item 18. */
export const ResponseItemMetadata = z.looseObject({
  history_sequence: Uint.nullish(),
  sampled_through_sequence: Uint.nullish(),
  guardian_sources: omittedWhenEmpty(z.array(z.looseObject({})).nullish()),
  guardian_review_ids: z.array(z.string()).nullish(),
  guardian_source_order_guidance: z.boolean().nullish(),
  guardian_retained_omissions: z.looseObject({}).nullish(),
  retained_source: RetainedSource.nullish(),
  additional_context_tool_output: omittedWhenFalse(z.boolean().optional()),
  client_authored: writtenAs(false, z.boolean()),
  fallback_token_limit_override: Uint.nullish(),
  delivered_assistant_message: z.string().nullish(),
  harness_authored_configuration: omittedWhenFalse(z.boolean().optional()),
  compaction_without_file_error_sources: omittedWhenFalse(z.boolean().optional()),
  compaction_model_hash: z.string().nullish(),
  user_input_order: Uint.nullish(),
  compaction_output: omittedWhenFalse(z.boolean().optional()),
  inherited_user_message: omittedWhenFalse(z.boolean().optional()),
  mcp_attribution: z.unknown().optional(),
});
export type ResponseItemMetadata = z.infer<typeof ResponseItemMetadata>;
