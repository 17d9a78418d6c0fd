/** A6: openai/codex#40112. */
import { appendFileSync } from 'node:fs';
import { tearTail } from '../../../src/testing/index.js';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { layDamaged, writeBrokenTurn, writeTurns } from '../../support/demand-threads.js';

export const killedInATurn: DemandCase = {
  demand: 'A6',
  what: 'the server was killed in a turn: the log has everything, its last line torn, the rows end where they stood before',
  lay(home) {
    const thread = demandRollout({ seed: 17 });
    const readable = writeTurns(thread, ['before']);
    const known = thread.bytes();
    const path = layDamaged(home, thread, known);
    readable.push(...writeTurns(thread, ['meanwhile']), ...writeBrokenTurn(thread, 'killed'));
    thread.turn((turn) => turn.user('never whole'));
    return {
      threads: [{ threadId: thread.threadId, readable }],
      afterwards: {
        files: () => appendFileSync(path, tearTail(thread.bytes(), 40).subarray(known.length)),
      },
      repairs: true,
      named: [
        { by: 'doctor', kind: 'checkpoint-behind' },
        { by: 'doctor', kind: 'torn-tail' },
      ],
    };
  },
};
