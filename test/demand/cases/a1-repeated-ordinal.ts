/** A1: openai/codex#41566, #41657, #44432. */
import { reuseOrdinals } from '../../../src/testing/index.js';
import type { DemandCase } from '../../support/demand-case.js';
import { layDamaged, resumedThread, spanOf } from '../../support/demand-threads.js';

export const repeatedOrdinal: DemandCase = {
  demand: 'A1',
  what: 'a turn broke off, and the next session numbered its first line as the last line of the old one',
  lay(home) {
    const { thread, readable, boundary } = resumedThread(11, { after: ['after', 'long after'] });
    const bytes = reuseOrdinals(thread.bytes(), boundary);
    layDamaged(home, thread, bytes);
    return {
      threads: [{ threadId: thread.threadId, readable }],
      named: [
        {
          ...{ by: 'diagnostic', kind: 'duplicate_or_regressed_ordinal', action: 'line_skipped' },
          span: spanOf(bytes, boundary),
        },
        { by: 'doctor', kind: 'duplicate-ordinal' },
      ],
    };
  },
};
