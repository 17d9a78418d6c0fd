/** F39: openai/codex#33617, #45727, lightdash/lightdash#26655, talesofai/cohub#161. */
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { layDamaged, writeTurns } from '../../support/demand-threads.js';

export const lineSeparators: DemandCase = {
  demand: 'F39',
  what: 'U+2028 and U+2029 in a text were taken for the ends of lines',
  lay(home) {
    const threads = (['paginated', 'legacy'] as const).map((historyMode, index) => {
      const thread = demandRollout({ seed: 391 + index, historyMode });
      const names = ['a\u2028b', 'c\u2029d', 'e\u2028\u2029\u0085\u000b\u000cf'];
      const readable = writeTurns(thread, [...names, 'plain']);
      layDamaged(home, thread, thread.bytes());
      return { threadId: thread.threadId, readable };
    });
    return { threads, named: [] };
  },
};
