/** A5: openai/codex#43744. */
import { join } from 'node:path';
import { createTestClock } from '../../../src/testing/index.js';
import { rolloutFolder } from '../../../src/testing/rollout-file.js';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { lastLineWith, layDamaged, spanOf, writeTurns } from '../../support/demand-threads.js';

export const continuedElsewhere: DemandCase = {
  demand: 'A5',
  what: 'the thread went on in another file, and the byte offset of the old one fell into a line of the new one',
  lay(home) {
    const startedAt = Date.now() - 600_000;
    const begin = (instructions: string) =>
      demandRollout({ seed: 15, clock: createTestClock(startedAt), instructions });
    const next = begin('');
    const readable = writeTurns(next, ['one', 'two']);
    const common = next.bytes().length;
    readable.push(...writeTurns(next, ['three', 'four']));
    // The head of the old file is as much longer as it takes to end amid the third answer.
    const [start, end] = spanOf(next.bytes(), lastLineWith(next, 'answer three'));
    const old = begin('x'.repeat(((start + end) >> 1) - common));
    writeTurns(old, ['one', 'two']);
    layDamaged(home, old, old.bytes());
    const { threadId } = old;
    const later = new Date(startedAt + 60_000);
    const stamp = later.toISOString().slice(0, 19).replaceAll(':', '-');
    const continued = {
      ...next,
      startedAt: () => later,
      fileName: () => `rollout-${stamp}-${threadId}.jsonl`,
    };
    const path = join(home, rolloutFolder(later, false), continued.fileName());
    return {
      threads: [{ threadId, readable }],
      afterwards: {
        files: () => void layDamaged(home, continued, next.bytes()),
        indexRows: [`update threads set rollout_path = '${path}' where id = '${threadId}'`],
      },
      repairs: true,
      named: [
        { by: 'diagnostic', kind: 'source_replaced', action: 'projected_again' },
        { by: 'doctor', kind: 'checkpoint-inside-line' },
      ],
    };
  },
};
