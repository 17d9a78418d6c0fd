/** A3: openai/codex#38792. */
import { reuseOrdinals } from '../../../src/testing/index.js';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import {
  lastLineWith,
  layDamaged,
  rowsCutAt,
  spanOf,
  writeBrokenTurn,
  writeResumed,
  writeTurns,
} from '../../support/demand-threads.js';

export const frozenCursor: DemandCase = {
  demand: 'A3',
  what: 'the cursor stands before a repeated ordinal with no rows behind it, and later versions never repaired it',
  lay(home) {
    const thread = demandRollout({ seed: 13 });
    const readable = [...writeTurns(thread, ['before']), ...writeBrokenTurn(thread, 'broken off')];
    writeResumed(thread);
    const repeated = lastLineWith(thread, 'thread_settings_applied');
    readable.push(...writeTurns(thread, ['after', 'long after']));
    const bytes = reuseOrdinals(thread.bytes(), repeated);
    layDamaged(home, thread, bytes);
    const [start, end] = spanOf(bytes, repeated);
    return {
      threads: [{ threadId: thread.threadId, readable }],
      afterwards: {
        historyRows: rowsCutAt(thread.rolloutId, repeated),
        peerRows: [
          `update thread_history_projection_state set next_rollout_byte_offset = ${start},
             next_rollout_ordinal = ${repeated} where thread_id = '${thread.rolloutId}'`,
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
