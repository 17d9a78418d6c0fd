/** A9: openai/codex#45150. */
import { removeOrdinals } from '../../../src/testing/index.js';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { lastLineWith, layDamaged, spanOf, writeResumed, writeTurns } from '../../support/demand-threads.js';

export const withoutOrdinals: DemandCase = {
  demand: 'A9',
  what: 'a program of another version went on with a paginated file and numbered nothing',
  lay(home) {
    const thread = demandRollout({ seed: 20 });
    const readable = writeTurns(thread, ['before']);
    writeResumed(thread);
    const from = lastLineWith(thread, 'thread_settings_applied');
    readable.push(...writeTurns(thread, ['after']));
    const bytes = removeOrdinals(thread.bytes(), from);
    layDamaged(home, thread, bytes);
    const said = lastLineWith(thread, '"type":"item_completed"');
    return {
      threads: [{ threadId: thread.threadId, readable }],
      named: [
        { by: 'diagnostic', kind: 'missing_ordinal', action: 'line_skipped', span: spanOf(bytes, from) },
        {
          ...{ by: 'diagnostic', kind: 'missing_ordinal', action: 'kept_as_unrecognised_item' },
          span: spanOf(bytes, said),
        },
        { by: 'doctor', kind: 'missing-ordinal' },
      ],
    };
  },
};
