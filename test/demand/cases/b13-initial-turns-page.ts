/** B13: openai/codex#44149. */
import { expect } from 'vitest';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { layDamaged, writeTurns } from '../../support/demand-threads.js';
import { rpcOver } from '../../support/rpc-client.js';

export const initialTurnsPage: DemandCase = {
  demand: 'B13',
  what: 'a client asks for the first page in the way of another version, and no thread opens',
  lay(home) {
    const threads = (['paginated', 'legacy'] as const).map((historyMode, index) => {
      const thread = demandRollout({ seed: 131 + index, historyMode });
      const readable = writeTurns(thread, ['one', 'two']);
      layDamaged(home, thread, thread.bytes());
      return { threadId: thread.threadId, readable };
    });
    const [{ threadId } = { threadId: '' }] = threads;
    return {
      threads,
      named: [],
      asks: [
        {
          as: 'resume with a first page',
          ...{ method: 'thread/resume', params: { threadId, initialTurnsPage: { limit: 1 } } },
        },
        { as: 'read with all turns', method: 'thread/read', params: { threadId, includeTurns: true } },
      ],
      async also({ service }) {
        const rpc = rpcOver(service);
        for (const { threadId } of threads) {
          const page = await rpc.call('thread/turns/list', { threadId, limit: 1 });
          const whole = await rpc.call('thread/read', { threadId, includeTurns: true });
          expect([page.result.data.length, whole.result.thread.turns.length]).toEqual([1, 2]);
        }
        // What this server does not offer is an error of its own kind, and closes nothing.
        const error = await rpc.errorOf('thread/resume', { threadId, initialTurnsPage: { limit: 1 } });
        expect(error).toMatchObject({ code: -32601, data: { kind: 'unsupported' } });
      },
    };
  },
};
