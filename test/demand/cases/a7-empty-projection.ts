/** A7: openai/codex#44033, #40452. */
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { layDamaged, rowsCutAt, writeTurns } from '../../support/demand-threads.js';

export const emptyProjection: DemandCase = {
  demand: 'A7',
  what: 'the checkpoint stands at the end of the file, and there is not one row',
  lay(home) {
    const thread = demandRollout({ seed: 18 });
    const readable = writeTurns(thread, ['one', 'two', 'three']);
    layDamaged(home, thread, thread.bytes());
    return {
      threads: [{ threadId: thread.threadId, readable }],
      afterwards: { historyRows: rowsCutAt(thread.rolloutId, 0) },
      repairs: true,
      named: [
        { by: 'verify', kind: 'thread_items missing' },
        { by: 'verify', kind: 'thread_turns missing' },
        { by: 'doctor', kind: 'empty-projection' },
      ],
    };
  },
};
