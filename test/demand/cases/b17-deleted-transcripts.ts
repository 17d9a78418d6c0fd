/** B17: anthropics/claude-code#84279, #85466, #90866, #59248, Dicklesworthstone/agentic_coding_flywheel_setup#330. */
import { rmSync } from 'node:fs';
import { expect } from 'vitest';
import { countHistory } from '../../../src/store/count-history.js';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { findingsOf } from '../../support/demand-history.js';
import { layDamaged, writeTurns } from '../../support/demand-threads.js';

export const deletedTranscripts: DemandCase = {
  demand: 'B17',
  what: 'transcripts were deleted for their age, without a word',
  lay(home) {
    const laid = [171, 172].map((seed) => {
      const thread = demandRollout({ seed });
      const readable = writeTurns(thread, [`one of ${seed}`, `two of ${seed}`]);
      return { path: layDamaged(home, thread, thread.bytes()), threadId: thread.threadId, readable };
    });
    return {
      threads: laid,
      afterwards: {
        files() {
          for (const { path } of laid) rmSync(path);
        },
      },
      named: [],
      proof: { status: 'unprovable', cause: 'source_gone' },
      async also(ours) {
        expect(await findingsOf(ours)).toEqual(['rollout-vanished', 'rollout-vanished']);
        expect(countHistory(ours.database.reader)).toMatchObject({ gone: 2, items: 12 });
        // No command takes the rows for what has to be made again.
        await ours.rebuild(laid.map(({ threadId }) => threadId));
        for (const { threadId, readable } of laid) expect(await ours.shown(threadId)).toEqual(readable);
      },
    };
  },
};
