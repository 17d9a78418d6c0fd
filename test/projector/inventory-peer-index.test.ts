import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useHistory } from '../support/open-history.js';
import { writePeerIndex } from '../support/peer-index.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, idsOf, numberedThread } from '../support/threads.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

/** Both rollouts of a thread that was reverted to its first turn. */
function revertedThread() {
  const before = numberedThread(1);
  const at = before.historyBase();
  addNumberedTurns(before, 2, 2);
  const after = addNumberedTurns(before.wait(60_000).revert({ seed: 2, at }), 3, 3);
  return { before, after, threadId: before.threadId };
}

describe('the index that Codex keeps', () => {
  it('names the rollout that a thread goes on in; without it that is the newest', async () => {
    const { before, after, threadId } = revertedThread();
    const { service, home, write } = await openHistory([]);
    const [beforePath = '', afterPath = ''] = write(before, after);
    const read = async () => ({
      path: (await service.readThread(threadId)).path,
      turns: idsOf(await service.listTurns(threadId, { direction: 'asc' })),
    });
    const newest = { path: afterPath, turns: ['turn-1', 'turn-3'] };
    expect(await read()).toEqual(newest);
    writePeerIndex(home, [{ id: threadId, rolloutPath: beforePath }]);
    expect(await read()).toEqual({ path: beforePath, turns: ['turn-1', 'turn-2'] });
    writePeerIndex(home, [{ id: threadId, rolloutPath: afterPath }]);
    expect(await read()).toEqual(newest);
  });

  it('is followed by the name of the rollout alone, compressed or not', async () => {
    const { before, after, threadId } = revertedThread();
    const { service, home } = await openHistory([before, after]);
    const elsewhere = `/other/home/sessions/2026/03/02/${before.fileName()}.zst`;
    writePeerIndex(home, [{ id: threadId, rolloutPath: elsewhere }]);
    expect(idsOf(await service.listTurns(threadId))).toEqual(['turn-2', 'turn-1']);
  });

  it('is not followed to a rollout that is not there', async () => {
    const { before, after, threadId } = revertedThread();
    const { service, home } = await openHistory([before, after]);
    writePeerIndex(home, [
      { id: threadId, rolloutPath: '/somewhere/rollout-of-nobody.jsonl', name: 'Tides' },
    ]);
    expect(idsOf(await service.listTurns(threadId))).toEqual(['turn-3', 'turn-1']);
    expect((await service.readThread(threadId)).name).toBe('Tides');
  });

  it('names threads, also those of names that come later, and is searched', async () => {
    const thread = numberedThread(1);
    const { service, home, write } = await openHistory([]);
    const [rolloutPath = ''] = write(thread);
    const names = async () => (await service.listThreads()).data.map(({ name }) => name);
    expect(await names()).toEqual([null]);
    writePeerIndex(home, [{ id: thread.threadId, rolloutPath, name: 'Tides of Vlissingen' }]);
    expect(await names()).toEqual(['Tides of Vlissingen']);
    expect((await service.listThreads({ searchTerm: 'Vlissingen' })).data).toHaveLength(1);
    expect((await service.listThreads({ searchTerm: 'vlissingen' })).data).toHaveLength(0);
    writePeerIndex(home, [{ id: thread.threadId, rolloutPath, name: 'Ebb' }]);
    expect(await names()).toEqual(['Ebb']);
  });

  it('of a second home speaks for threads that the first does not know', async () => {
    const thread = numberedThread(1);
    const { service } = await openHistory([thread], { homes: ['one', 'two'] });
    folder.write(join('two', 'note'), '');
    writePeerIndex(folder.path('two'), [
      { id: thread.threadId, rolloutPath: thread.fileName(), name: 'Second' },
    ]);
    expect((await service.readThread(thread.threadId)).name).toBe('Second');
  });

  it('that is broken or of another shape says nothing', async () => {
    const thread = numberedThread(1);
    const { service, home } = await openHistory([thread]);
    writeFileSync(join(home, 'state_5.sqlite'), 'no database');
    expect((await service.listThreads()).data).toMatchObject([{ id: thread.threadId, name: null }]);
  });
});
