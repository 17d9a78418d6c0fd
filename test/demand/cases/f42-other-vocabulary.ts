/** F42: openai/codex#43593, #41216, #45251, TheGaySupreme123/yoetz#418. */
import { renameEvents, renameItems } from '../../../src/testing/index.js';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { lastLineWith, layDamaged, spanOf, writeTurns } from '../../support/demand-threads.js';

export const otherVocabulary: DemandCase = {
  demand: 'F42',
  what: 'a version wrote other words for the same things, and readers found no turn and said nothing',
  lay(home) {
    const events = demandRollout({ seed: 421 });
    writeTurns(events, ['one', 'two']);
    const renamedEvents = renameEvents(events.bytes(), 0);
    layDamaged(home, events, renamedEvents);

    const items = demandRollout({ seed: 422 });
    const kept = writeTurns(items, ['three', 'four']);
    layDamaged(home, items, renameItems(items.bytes(), 0));
    const answer = lastLineWith(events, '"AgentMessage"');
    return {
      threads: [
        { threadId: events.threadId, readable: [] },
        { threadId: items.threadId, readable: kept },
      ],
      named: [
        {
          ...{ by: 'diagnostic', kind: 'unknown_line', action: 'line_skipped' },
          span: spanOf(renamedEvents, answer),
        },
        { by: 'diagnostic', kind: 'unknown_line', action: 'kept_as_unrecognised_item' },
        { by: 'doctor', kind: 'unrecognised-format' },
      ],
    };
  },
};
