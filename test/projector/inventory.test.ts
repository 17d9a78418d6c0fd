import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestClock, rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, idsOf, numberedThread, textsOf } from '../support/threads.js';
import { writeZstd } from '../support/zstd-writer.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

const previews = (page: { data: { preview: string }[] }) => page.data.map(({ preview }) => preview).sort();

/** A thread that says one thing. */
const saying = (text: string, seed: number, start?: string) =>
  rollout({ detail: 'visible', seed, ...(start && { clock: createTestClock(start) }) })
    .sessionMeta()
    .turn((turn) => turn.user(text).complete());

describe('previews', () => {
  it('are the first user message with text, behind the mark that clients put before it', async () => {
    const image = { type: 'image', image_url: 'https://x' };
    const said = (text: string) => ({ type: 'text', text, text_elements: [] });
    const message = (...content: object[]) => ({ type: 'UserMessage', id: 'u', content });
    const threads = [
      saying('plain', 1),
      saying('# Files\n\na.ts\n\n## My request for Codex:\n after the mark \n', 2),
      rollout({ seed: 3 })
        .sessionMeta()
        .turn((turn) => turn.item(message(image)).item(message(image, said('two '), said('parts')))),
      rollout({ seed: 4, historyMode: 'legacy' })
        .sessionMeta()
        .turn((turn) => turn.agent('first an answer').user('legacy')),
      rollout({ seed: 5 })
        .sessionMeta()
        .turn((turn) => turn.agent('nobody asked')),
    ];
    const { service } = await openHistory(threads);
    expect(previews(await service.listThreads())).toEqual(['after the mark', 'legacy', 'plain', 'two parts']);
  });

  it('of a fork come from where its history begins', async () => {
    const source = numberedThread(2);
    const fork = addNumberedTurns(source.fork({ seed: 2 }), 7, 7);
    const leaf = addNumberedTurns(fork.fork({ seed: 3 }), 8, 8);
    const { service } = await openHistory([source, fork, leaf]);
    expect(previews(await service.listThreads())).toEqual(['question 1', 'question 1', 'question 1']);
  });

  it('of a fork whose ancestor is missing are its own, until the ancestor comes', async () => {
    const source = numberedThread(1);
    const fork = addNumberedTurns(source.fork({ seed: 2 }), 7, 7);
    const { service, write } = await openHistory([fork]);
    expect(previews(await service.listThreads())).toEqual(['question 7']);
    write(source);
    expect(previews(await service.listThreads())).toEqual(['question 1', 'question 1']);
  });

  it('of a reverted thread come from its oldest rollout', async () => {
    const before = numberedThread(2);
    const clock = createTestClock('2026-03-04T09:00:00Z');
    const after = addNumberedTurns(
      rollout({
        detail: 'visible',
        seed: 2,
        threadId: before.threadId,
        rolloutId: '019cb500-0000-7000-8000-00000000000a',
        clock,
      }).sessionMeta(),
      9,
      9,
    );
    const { service } = await openHistory([before, after]);
    expect(previews(await service.listThreads())).toEqual(['question 1']);
    expect(textsOf(await service.listItems(before.threadId))).toEqual(['question 9', 'answer 9']);
  });

  it('are found when the first message is written after a look', async () => {
    const thread = rollout({ detail: 'visible' }).sessionMeta();
    const { service, write } = await openHistory([thread]);
    expect(await service.listThreads()).toMatchObject({ data: [] });
    write(thread.turn((turn) => turn.agent('hello?')));
    expect(await service.listThreads()).toMatchObject({ data: [] });
    write(thread.turn((turn) => turn.user('late')));
    expect(previews(await service.listThreads())).toEqual(['late']);
  });

  it('and times of a thread are those of now when only the thread is read', async () => {
    const thread = rollout({ detail: 'visible' }).sessionMeta();
    const { service, write } = await openHistory([thread]);
    const before = await service.readThread(thread.threadId);
    expect(before.preview).toBe('');
    write(thread.wait(90_000).turn((turn) => turn.user('late')));
    const after = await service.readThread(thread.threadId);
    expect(after.preview).toBe('late');
    expect(after.updatedAt - before.updatedAt).toBe(90);
    expect(after.createdAt).toBe(before.createdAt);
  });
});

describe('several homes', () => {
  const homes = ['one', 'two'];

  it('are listed together', async () => {
    const { service } = await openHistory([saying('here', 1)], { homes });
    const there = saying('there', 2);
    folder.write(join('two', 'sessions', '2026', '03', '02', there.fileName()), there.bytes());
    expect(previews(await service.listThreads())).toEqual(['here', 'there']);
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

  it('prefer an active rollout to an archived one of the same id', async () => {
    const thread = numberedThread(1);
    const { service, write } = await openHistory([{ rollout: thread, archived: true }]);
    const [active] = write(thread);
    const { data } = await service.listThreads();
    expect(data.map(({ path }) => path)).toEqual([active]);
    expect((await service.listThreads({ archived: true })).data).toEqual([]);
  });
});

describe('files', () => {
  it('that are compressed are read, and leave the path as it was', async () => {
    const thread = numberedThread(2);
    const { service, write, refused } = await openHistory([]);
    const [path = ''] = write(thread);
    rmSync(path);
    writeFileSync(`${path}.zst`, writeZstd(thread.bytes(), { checksum: true }));
    const { data } = await service.listThreads();
    expect(data).toMatchObject([{ preview: 'question 1', path }]);
    expect(idsOf(await service.listTurns(thread.threadId))).toEqual(['turn-2', 'turn-1']);
    // Expanded again beside the compressed one, and grown.
    write(addNumberedTurns(thread, 3, 3));
    expect(idsOf(await service.listTurns(thread.threadId))).toEqual(['turn-3', 'turn-2', 'turn-1']);
    rmSync(`${path}.zst`);
    expect((await service.listThreads()).data).toHaveLength(1);
    expect(refused).toEqual([]);
  });

  it('that are empty, folders or links are passed over, with a reason that names them', async () => {
    const thread = numberedThread(1);
    const { service, write, refused } = await openHistory([]);
    const [path = ''] = write(thread);
    const day = dirname(path);
    const named = (digit: number) =>
      join(day, `rollout-2026-03-02T09-00-0${digit}-019cad00-0000-7000-8000-00000000000${digit}.jsonl`);
    writeFileSync(named(1), '');
    mkdirSync(named(2));
    symlinkSync(path, named(3));
    writeFileSync(named(4), 'not a log\n');
    expect(idsOf(await service.listThreads())).toEqual([thread.threadId]);
    const reasons = new Map(refused.map((of) => [of.path, of.reason]));
    expect([...reasons.keys()].sort()).toEqual([named(1), named(2), named(3), named(4)]);
    for (const [at, reason] of reasons) {
      expect(reason).toContain(basename(at));
      expect(reason).toMatch(/^Rollout .*\.$/);
    }
    expect(reasons.get(named(1))).toContain('is empty');
    expect(reasons.get(named(2))).toContain('is a directory');
    expect(reasons.get(named(3))).toContain('is a symbolic link');
    expect(reasons.get(named(4))).toContain('holds no record');
    await expect(service.listTurns('019cad00-0000-7000-8000-000000000003')).rejects.toMatchObject({
      message: 'thread not loaded: 019cad00-0000-7000-8000-000000000003',
    });
  });

  it('that are passed over are told of once, until they change', async () => {
    const { service, write, refused } = await openHistory([]);
    const [path = ''] = write(numberedThread(1));
    const empty = join(
      dirname(path),
      'rollout-2026-03-02T09-00-01-019cad00-0000-7000-8000-000000000001.jsonl',
    );
    writeFileSync(empty, '');
    for (let look = 0; look < 3; look++) await service.listThreads();
    expect(refused).toHaveLength(1);
    // A session that had written nothing yet.
    appendFileSync(empty, saying('now', 2).bytes());
    expect(previews(await service.listThreads())).toEqual(['now', 'question 1']);
  });

  it('of an unknown history mode are not listed, and say so when they are read', async () => {
    const thread = rollout({ detail: 'visible' }).sessionMeta({ history_mode: 'holographic' });
    addNumberedTurns(thread, 1, 1);
    const { service } = await openHistory([thread]);
    expect(await service.listThreads()).toMatchObject({ data: [] });
    for (const read of [
      () => service.readThread(thread.threadId),
      () => service.listTurns(thread.threadId),
      () => service.listItems(thread.threadId),
    ]) {
      await expect(read()).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining('history mode "holographic"'),
      });
    }
  });

  it('that moved while nobody looked are found where they are now', async () => {
    const thread = numberedThread(1);
    const { service, write, home, reopen } = await openHistory([]);
    const [path = ''] = write(thread);
    await service.listTurns(thread.threadId);
    const archived = join(home, 'archived_sessions', basename(path));
    mkdirSync(dirname(archived));
    renameSync(path, archived);
    expect((await reopen().readThread(thread.threadId)).path).toBe(archived);
    renameSync(archived, path);
    const back = reopen();
    expect((await back.readThread(thread.threadId)).path).toBe(path);
    expect((await back.listTimeline(thread.threadId)).data).toHaveLength(4);
  });

  it('that a thread got while nobody looked are found, wherever they lie', async () => {
    const before = numberedThread(2);
    const { service, write, reopen } = await openHistory([before]);
    await service.listTurns(before.threadId);
    const at = before.historyBase();
    // Days later, and long before today.
    write(addNumberedTurns(before.wait(3 * 86_400_000).revert({ seed: 2, at }), 3, 3));
    expect(idsOf(await reopen().listTurns(before.threadId))).toEqual(['turn-3', 'turn-2', 'turn-1']);
  });

  it('that are gone before they were read are not loaded, until they come back', async () => {
    const thread = saying('goes', 1);
    const { service, write } = await openHistory([]);
    const [path = ''] = write(thread);
    expect(previews(await service.listThreads())).toEqual(['goes']);
    rmSync(path);
    await expect(service.listTurns(thread.threadId)).rejects.toMatchObject({
      code: 'thread_not_found',
      message: `thread not loaded: ${thread.threadId}`,
    });
    write(thread);
    expect(idsOf(await service.listTurns(thread.threadId))).toHaveLength(1);
  });

  it('that are gone after they were read leave the thread as it was', async () => {
    const thread = numberedThread(2);
    const { service, write, reopen } = await openHistory([]);
    const [path = ''] = write(thread);
    await service.listTurns(thread.threadId);
    rmSync(path);
    for (const reader of [service, reopen()]) {
      expect(idsOf(await reader.listTurns(thread.threadId))).toEqual(['turn-2', 'turn-1']);
      expect(previews(await reader.listThreads())).toEqual(['question 1']);
    }
  });
});
