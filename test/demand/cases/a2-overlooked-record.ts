/** A2: openai/codex#35746, #44888. */
import { expect } from 'vitest';
import { replaceByUnknownEvent, reuseOrdinals } from '../../../src/testing/index.js';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import {
  lastLineWith,
  layDamaged,
  spanOf,
  writeBrokenTurn,
  writeTurns,
} from '../../support/demand-threads.js';

export const overlookedRecord: DemandCase = {
  demand: 'A2',
  what: 'the last record before a resume could not be decoded, and the `task_started` behind it took its ordinal again',
  lay(home) {
    const thread = demandRollout({ seed: 12 });
    const readable = [...writeTurns(thread, ['before']), ...writeBrokenTurn(thread, 'broken off')];
    const overlooked = thread.lines().length - 1;
    readable.push(...writeTurns(thread, ['after']));
    const bytes = reuseOrdinals(replaceByUnknownEvent(thread.bytes(), overlooked), overlooked + 1);
    if (lastLineWith(thread, 'task_started') !== overlooked + 1) throw new Error('the turn begins elsewhere');
    layDamaged(home, thread, bytes);
    return {
      threads: [{ threadId: thread.threadId, readable }],
      named: [
        { by: 'diagnostic', kind: 'unknown_line', action: 'line_skipped', span: spanOf(bytes, overlooked) },
        { by: 'doctor', kind: 'unknown-line' },
      ],
      // The line that takes the ordinal again is sound.
      async also(ours) {
        expect(ours.names().filter(({ by }) => by === 'diagnostic')).toHaveLength(1);
      },
    };
  },
};
