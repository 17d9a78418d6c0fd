/** B12: openai/codex#45703. */
import { expect } from 'vitest';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { layDamaged, writeTurns } from '../../support/demand-threads.js';
import { rpcOver } from '../../support/rpc-client.js';

const OF_ITEMS = ['thread/items/list', 'thread/timeline/list', 'thread/searchOccurrences'];

export const legacyPages: DemandCase = {
  demand: 'B12',
  what: 'a legacy thread lies there in full, and its pages are not supported',
  lay(home) {
    const thread = demandRollout({ seed: 121, historyMode: 'legacy' });
    const readable = writeTurns(thread, ['one', 'two', 'three']);
    layDamaged(home, thread, thread.bytes());
    const { threadId } = thread;
    return {
      threads: [{ threadId, readable }],
      named: [{ by: 'doctor', kind: 'legacy-threads' }],
      asks: OF_ITEMS.map((method) => ({ as: method, method, params: { threadId, searchTerm: 'answer' } })),
      async also({ service }) {
        const rpc = rpcOver(service);
        const { result } = await rpc.call('thread/turns/list', { threadId, limit: 2, itemsView: 'full' });
        expect(result.data.map(({ items }: { items: unknown[] }) => items.length)).toEqual([2, 2]);
        const items = await rpc.call('thread/items/list', { threadId, limit: 100, includeRecovered: true });
        expect(items.result.data).toHaveLength(readable.length);
        for (const method of OF_ITEMS) {
          const { result } = await rpc.call(method, { threadId, searchTerm: 'answer' });
          expect(result.data.length).toBeGreaterThan(0);
        }
      },
    };
  },
};
