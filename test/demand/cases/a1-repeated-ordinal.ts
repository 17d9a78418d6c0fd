/** A1: openai/codex#41566, #41657, #44432. */
import { reuseOrdinals } from '../../../src/testing/index.js';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import {
  lastLineWith,
  layDamaged,
  spanOf,
  writeBrokenTurn,
  writeResumed,
  writeTurns,
} from '../../support/demand-threads.js';

export const repeatedOrdinal: DemandCase = {
  demand: 'A1',
  what: 'a turn broke off, and the next session numbered its first line as the last line of the old one',
  lay(home) {
    const thread = demandRollout({ seed: 11 });
    const readable = [...writeTurns(thread, ['before']), ...writeBrokenTurn(thread, 'broken off')];
    writeResumed(thread);
    const repeated = lastLineWith(thread, 'thread_settings_applied');
    readable.push(...writeTurns(thread, ['after', 'long after']));
    const bytes = reuseOrdinals(thread.bytes(), repeated);
    layDamaged(home, thread, bytes);
    return {
      threads: [{ threadId: thread.threadId, readable }],
      named: [
        {
          ...{ by: 'diagnostic', kind: 'duplicate_or_regressed_ordinal', action: 'line_skipped' },
          span: spanOf(bytes, repeated),
        },
        { by: 'doctor', kind: 'duplicate-ordinal' },
      ],
    };
  },
};
