import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useStore } from '../support/open-store.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, idsOf, numberedThread } from '../support/threads.js';

const openStore = useStore(useTempFolder());

/** One step of a family of threads: which of them, and at which of its turns. */
const step = fc.record({
  what: fc.constantFrom('fork', 'revert'),
  thread: fc.nat(),
  turn: fc.nat(),
  side: fc.constantFrom('through', 'before'),
});

describe('forks and reverts', () => {
  it('show exactly the turns up to their boundary, whatever was forked or reverted before', async () => {
    let seed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        seed += 1;
        const root = numberedThread(3, { seed });
        const { store } = await openStore([root], { homes: [`home-${seed}`], now: Date.now });
        const threads = new Map([[root.threadId, ['turn-1', 'turn-2', 'turn-3']]]);
        let next = 4;
        for (const { what, thread, turn, side } of steps) {
          const [threadId, turns] = [...threads][thread % threads.size] ?? ['', []];
          if (turns.length === 0) continue;
          const index = turn % turns.length;
          const turnId = turns[index] ?? '';
          if (what === 'revert') {
            await store.revertThread(threadId, turnId);
            threads.set(threadId, turns.slice(0, index));
            continue;
          }
          const kind = side === 'through' ? 'through' : 'before';
          const fork = await store.forkThread({ threadId, boundary: { kind, turnId } });
          const kept = turns.slice(0, kind === 'through' ? index + 1 : index);
          const live = store.openThread(fork.threadId);
          live.append(endedTurn(`turn-${next}`));
          await live.close();
          threads.set(fork.threadId, [...kept, `turn-${next++}`]);
        }
        for (const [threadId, turns] of threads) {
          const page = await store.listTurns(threadId, { direction: 'asc', limit: 100 });
          expect(idsOf(page)).toEqual(turns);
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

/** A turn as records, from a line of the builder. */
function endedTurn(turnId: string) {
  const lines = addNumberedTurns(numberedThread(0), 1, 1).lines().slice(1);
  return lines.map((line) => {
    const { type, payload } = JSON.parse(line.replaceAll('turn-1', turnId));
    return { type, payload };
  });
}
