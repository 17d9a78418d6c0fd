/** A3: openai/codex#38792. */
import { reuseOrdinals } from '../../../src/testing/index.js';
import type { DemandCase } from '../../support/demand-case.js';
import { layDamaged, resumedThread, rowsCutAt, spanOf } from '../../support/demand-threads.js';

export const frozenCursor: DemandCase = {
  demand: 'A3',
  what: 'the cursor stands before a repeated ordinal with no rows behind it, and later versions never repaired it',
  lay(home) {
    const { thread, readable, boundary } = resumedThread(13, { after: ['after', 'long after'] });
    const bytes = reuseOrdinals(thread.bytes(), boundary);
    layDamaged(home, thread, bytes);
    const [start, end] = spanOf(bytes, boundary);
    return {
      threads: [{ threadId: thread.threadId, readable }],
      afterwards: {
        historyRows: rowsCutAt(thread.rolloutId, boundary),
        peerRows: [
          `update thread_history_projection_state set next_rollout_byte_offset = ${start},
             next_rollout_ordinal = ${boundary} where thread_id = '${thread.rolloutId}'`,
        ],
      },
      repairs: true,
      named: [
        {
          ...{ by: 'diagnostic', kind: 'duplicate_or_regressed_ordinal', action: 'line_skipped' },
          span: [start, end],
        },
        { by: 'verify', kind: 'thread_items missing' },
        { by: 'verify', kind: 'thread_turns missing' },
        { by: 'doctor', kind: 'checkpoint-frozen' },
        { by: 'doctor', kind: 'duplicate-ordinal' },
      ],
    };
  },
};
