import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, idsOf, numberedThread, previewsOf, sayingThread } from '../support/threads.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

describe('several homes', () => {
  const homes = ['one', 'two'];

  it('are listed together', async () => {
    const { service } = await openHistory([sayingThread('here')], { homes });
    const there = sayingThread('there');
    folder.write(join('two', 'sessions', '2026', '03', '02', there.fileName()), there.bytes());
    expect(previewsOf(await service.listThreads()).sort()).toEqual(['here', 'there']);
    expect(idsOf(await service.listTurns(there.threadId))).toHaveLength(1);
  });

  it('with the same rollout show it once, as the first home has it', async () => {
    const { service, home, write } = await openHistory([], { homes });
    const thread = numberedThread(1);
    const [path = ''] = write(thread);
    addNumberedTurns(thread, 2, 2);
    const copy = folder.write(path.replace(home, 'two'), thread.bytes());
    expect(copy).not.toBe(path);
    for (let look = 0; look < 2; look++) {
      const { data } = await service.listThreads();
      expect(data.map((of) => of.path)).toEqual([path]);
      expect(idsOf(await service.listTurns(thread.threadId))).toEqual(['turn-1']);
    }
    // When the one goes, the other takes its place.
    rmSync(path);
    const { data } = await service.listThreads();
    expect(data.map((of) => of.path)).toEqual([copy]);
    expect(idsOf(await service.listTurns(thread.threadId))).toEqual(['turn-2', 'turn-1']);
  });

  it('with the same rollout: the copy takes over also when only the thread is read', async () => {
    const thread = numberedThread(1);
    const { service, home } = await openHistory([thread], { homes });
    const copy = folder.write(join('two', 'sessions', '2026', '03', '02', thread.fileName()), thread.bytes());
    await service.listThreads();
    rmSync(join(home, 'sessions/2026/03/02', thread.fileName()));
    expect((await service.readThread(thread.threadId)).path).toBe(copy);
  });

  it('with a copy of an ancestor: it takes over when a fork is read', async () => {
    const source = numberedThread(1);
    const fork = addNumberedTurns(source.fork({ seed: 2 }), 2, 2);
    const { service, write, home } = await openHistory([fork], { homes });
    const [path = ''] = write(source);
    folder.write(path.replace(home, 'two'), source.bytes());
    await service.listThreads();
    rmSync(path);
    expect(idsOf(await service.listTurns(fork.threadId))).toEqual(['turn-2', 'turn-1']);
  });

  it('prefer an active rollout to an archived one of the same id', async () => {
    const thread = numberedThread(1);
    const { service } = await openHistory([{ rollout: thread, archived: true }], { homes });
    const active = folder.write(
      join('two', 'sessions', '2026', '03', '02', thread.fileName()),
      thread.bytes(),
    );
    const { data } = await service.listThreads();
    expect(data.map(({ path }) => path)).toEqual([active]);
    expect((await service.listThreads({ archived: true })).data).toEqual([]);
  });
});
