/** B10: openai/codex#46713, #45500. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { revertMigration } from '../../../src/jobs/migration/revert-migration.js';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { layDamaged, writeTurns } from '../../support/demand-threads.js';

export const compactedTask: DemandCase = {
  demand: 'B10',
  what: 'a long legacy task was compacted, and its migration kept only what the model still needed',
  lay(home) {
    const thread = demandRollout({ seed: 101, historyMode: 'legacy' });
    const readable = writeTurns(thread, ['first', 'second', 'third', 'fourth']);
    thread.turn((turn) => turn.compact('Four questions were answered.').complete()).wait(1_000);
    readable.push('contextCompaction', ...writeTurns(thread, ['fifth', 'sixth']));
    const path = layDamaged(home, thread, thread.bytes());
    return {
      threads: [{ threadId: thread.threadId, readable }],
      migrates: true,
      named: [{ by: 'migrate', kind: 'migrated' }],
      async also() {
        await revertMigration({ homes: [home], now: Date.now });
        expect(readFileSync(path).equals(thread.bytes())).toBe(true);
      },
    };
  },
};
