/** E35: openai/codex#27363, #35091, #24030, #23247. */
import { expect } from 'vitest';
import { ruinPages } from '../../support/damaged-database.js';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { layDamaged, writeTurns } from '../../support/demand-threads.js';

export const malformedDatabase: DemandCase = {
  demand: 'E35',
  what: 'SQLite says that the history database is malformed',
  lay(home) {
    const threads = [351, 352].map((seed) => {
      const thread = demandRollout({ seed });
      const readable = writeTurns(thread, ['one', 'two', 'three', 'four', 'five', 'six']);
      layDamaged(home, thread, thread.bytes());
      return { threadId: thread.threadId, readable };
    });
    return {
      threads,
      afterwards: { database: (path) => ruinPages(path, ['thread_items', 'thread_turns']) },
      repairs: true,
      named: [{ by: 'doctor', kind: 'corrupt-database' }],
      async also({ recovered }) {
        expect(recovered).toBe(true);
      },
    };
  },
};
