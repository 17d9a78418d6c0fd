/** A8: openai/codex#45203, #40014. */
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { lastLineWith, layDamaged, rowsCutAt, writeTurns } from '../../support/demand-threads.js';

export const turnsWithoutItems: DemandCase = {
  demand: 'A8',
  what: 'the newest turns are there, and none of their items',
  lay(home) {
    const thread = demandRollout({ seed: 19 });
    const readable = writeTurns(thread, ['old', 'recent', 'newest']);
    layDamaged(home, thread, thread.bytes());
    const from = lastLineWith(thread, 'question recent');
    return {
      threads: [{ threadId: thread.threadId, readable }],
      afterwards: { historyRows: rowsCutAt(thread.rolloutId, from, ['thread_items']) },
      repairs: true,
      named: [
        { by: 'verify', kind: 'thread_items missing' },
        { by: 'verify', kind: 'thread_turns reference' },
        { by: 'doctor', kind: 'turn-without-items' },
      ],
    };
  },
};
