/** B15: openai/codex#21734, Haleclipse/CodexDesktop-Rebuild#22. */
import { expect } from 'vitest';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { layDamaged, writeTurns } from '../../support/demand-threads.js';

export const blankColumns: DemandCase = {
  demand: 'B15',
  what: 'an upgrade left new columns of the index blank and called itself complete: all threads were hidden',
  lay(home) {
    const threads = [151, 152, 153].map((seed) => {
      const thread = demandRollout({ seed });
      const readable = writeTurns(thread, [`of ${seed}`]);
      layDamaged(home, thread, thread.bytes());
      return { threadId: thread.threadId, readable };
    });
    return {
      threads,
      afterwards: {
        indexRows: [
          `update threads set has_user_event = 0, first_user_message = '', preview = '', thread_source = null,
            created_at_ms = null, updated_at_ms = null, recency_at = 0, recency_at_ms = 0`,
        ],
      },
      asks: [
        {
          as: 'list by the index alone',
          ...{ method: 'thread/list', params: { modelProviders: [], useStateDbOnly: true } },
        },
        { as: 'list', method: 'thread/list', params: { modelProviders: [] } },
      ],
      named: [],
      async also(ours) {
        const previews = async (): Promise<string[]> =>
          (await ours.service.listThreads({})).data.map(({ preview }) => preview).sort();
        const expected = threads.map(({ readable }) => readable[0]);
        expect(await previews()).toEqual(expected);
        // The same happens to our own listing.
        await ours.suffer({ historyRows: ["update threads set preview = '', model_provider = ''"] });
        await ours.verify();
        expect(ours.names()).toContainEqual({ by: 'verify', kind: 'threads changed' });
        await ours.rebuild(threads.map(({ threadId }) => threadId));
        expect(await previews()).toEqual(expected);
      },
    };
  },
};
