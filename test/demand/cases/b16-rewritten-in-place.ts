/** B16: openai/codex#44363, #42311. */
import { writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { findingsOf } from '../../support/demand-history.js';
import { layDamaged, writeTurns } from '../../support/demand-threads.js';

export const rewrittenInPlace: DemandCase = {
  demand: 'B16',
  what: 'a compaction wrote the rollout anew in its place, with the summary alone',
  lay(home) {
    const laid = (['paginated', 'legacy'] as const).map((historyMode, index) => {
      const options = { seed: 161 + index, historyMode };
      const thread = demandRollout(options);
      const readable = writeTurns(thread, ['first', 'second', 'third', 'fourth']);
      const path = layDamaged(home, thread, thread.bytes());
      const rewritten = demandRollout({ ...options, threadId: thread.threadId });
      rewritten.turn((turn) => turn.compact('Four questions were answered.').complete());
      return { path, rewritten, threadId: thread.threadId, readable };
    });
    return {
      threads: laid,
      afterwards: {
        files() {
          for (const { path, rewritten } of laid) writeFileSync(path, rewritten.bytes());
        },
      },
      named: [{ by: 'doctor', kind: 'checkpoint-beyond-file' }],
      proof: { status: 'unprovable', cause: 'source_gone' },
      async also(ours) {
        expect(await findingsOf(ours)).toContain('rollout-shrank');
        // The session goes on in the file, until that is longer than it ever was.
        const [first] = laid;
        if (first === undefined) throw new Error('nothing was laid');
        const { path, rewritten, threadId, readable } = first;
        const turns = ['fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth'];
        const newer = writeTurns(rewritten, turns);
        await ours.suffer({ files: () => writeFileSync(path, rewritten.bytes()) });
        expect(await ours.shown(threadId)).toEqual(['contextCompaction', ...newer]);
        expect(ours.names()).toContainEqual(expect.objectContaining({ kind: 'source_replaced' }));
        expect(await ours.shown(`${threadId}~1`)).toEqual(readable);
        const { data } = await ours.service.listTurns(`${threadId}~1`);
        expect(data).toHaveLength(4);
      },
    };
  },
};
