import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rollout } from '../../src/testing/index.js';
import { type OpenHistory, useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, idsOf, numberedThread, textsOf } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

describe('reads of files as they are now', () => {
  it('answer for a home that was never looked into, whatever is asked first', async () => {
    const thread = numberedThread(1);
    const { threadId } = thread;
    const reads: ((history: OpenHistory) => Promise<unknown>)[] = [
      ({ service }) => service.readThread(threadId),
      ({ service }) => service.listTurns(threadId),
      ({ service }) => service.listItems(threadId),
      ({ service }) => service.readItems(threadId, { turnId: 'turn-1', itemIds: ['x'] }),
      ({ service }) => service.listTimeline(threadId),
      ({ service }) => service.searchOccurrences(threadId, { searchTerm: 'answer' }),
      ({ service }) => service.searchThreads({ searchTerm: 'answer' }),
      ({ service }) => service.listThreads(),
    ];
    for (const read of reads) await expect(read(await openHistory([thread]))).resolves.toBeDefined();
  });

  it('notice what was appended between two calls, line by line', async () => {
    const thread = numberedThread(1);
    const { service, write } = await openHistory([]);
    const [path = ''] = write(thread);
    const { threadId } = thread;
    expect(textsOf(await service.listItems(threadId))).toHaveLength(2);
    const from = thread.lines().length;
    addNumberedTurns(thread, 2, 2);
    const seen: number[] = [];
    for (const line of thread.lines().slice(from)) {
      // Half a line is nothing yet.
      appendFileSync(path, line.slice(0, 40));
      expect((await service.listItems(threadId)).data).toHaveLength(2 + Math.max(0, seen.at(-1) ?? 0));
      appendFileSync(path, `${line.slice(40)}\n`);
      seen.push((await service.listItems(threadId)).data.length - 2);
    }
    expect(seen).toEqual([0, 1, 2, 2]);
    expect((await service.listTurns(threadId, { limit: 1 })).data[0]).toMatchObject({ status: 'completed' });
  });

  it('notice threads that were added', async () => {
    const { service, write } = await openHistory([numberedThread(1)]);
    expect((await service.listThreads()).data).toHaveLength(1);
    const later = numberedThread(1, { seed: 2 });
    write(later);
    expect(idsOf(await service.listTurns(later.threadId))).toEqual(['turn-1']);
    expect((await service.listThreads()).data).toHaveLength(2);
  });

  it('keep what was read of a file that was removed, and go on when it is back', async () => {
    const thread = numberedThread(1);
    const { service, write, database } = await openHistory([]);
    const [path = ''] = write(thread);
    await service.listTurns(thread.threadId);
    const gone = () => database.reader.prepare('select source_gone as gone from threads').pluck().get();
    rmSync(path);
    expect(idsOf(await service.listTurns(thread.threadId))).toEqual(['turn-1']);
    expect(gone()).toBe(1);
    write(addNumberedTurns(thread, 2, 2));
    expect(idsOf(await service.listTurns(thread.threadId))).toEqual(['turn-2', 'turn-1']);
    expect(gone()).toBe(0);
  });

  it('keep what was read of a file that was cut short', async () => {
    const thread = numberedThread(2);
    const { service, write } = await openHistory([]);
    const [path = ''] = write(thread);
    await service.listTurns(thread.threadId);
    writeFileSync(path, numberedThread(1).bytes());
    expect(idsOf(await service.listTurns(thread.threadId))).toEqual(['turn-2', 'turn-1']);
  });

  it('read a file again that is another one now', async () => {
    const thread = numberedThread(1);
    const { service, write } = await openHistory([thread]);
    await service.listTurns(thread.threadId);
    const other = rollout({ detail: 'visible', threadId: thread.threadId, cwd: '/elsewhere' }).sessionMeta();
    write(addNumberedTurns(other, 5, 9));
    expect(idsOf(await service.listTurns(thread.threadId, { direction: 'asc', limit: 2 }))).toEqual([
      'turn-5',
      'turn-6',
    ]);
  });

  it('go on over a line that nobody can read', async () => {
    const thread = numberedThread(1).raw('{"torn\n');
    addNumberedTurns(thread, 2, 2);
    const { service } = await openHistory([thread]);
    expect(idsOf(await service.listTurns(thread.threadId))).toEqual(['turn-2', 'turn-1']);
  });

  it('can be many at once', async () => {
    const thread = numberedThread(30);
    const { service } = await openHistory([thread]);
    const pages = await Promise.all(
      Array.from({ length: 20 }, (_, index) => service.listTurns(thread.threadId, { limit: index + 1 })),
    );
    expect(pages.map(({ data }) => data.length)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(service.projector.counters.batches).toBeGreaterThan(0);
  });
});

describe('reading ahead', () => {
  function family() {
    const before = numberedThread(1);
    const at = before.historyBase();
    addNumberedTurns(before, 2, 2);
    const after = addNumberedTurns(before.wait(60_000).revert({ seed: 2, at: { ...at } }), 3, 3);
    const agent = numberedThread(1, {
      seed: 3,
      subAgent: { parentThreadId: before.threadId, agentPath: null, nickname: 'Ada' },
    });
    const stranger = numberedThread(1, { seed: 4 });
    // Reverted to nothing, so that the first rollout is no ancestor of what is read.
    const alone = rollout({
      detail: 'visible',
      threadId: before.threadId,
      rolloutId: '019cb500-0000-7000-8000-00000000000a',
      seed: 5,
    }).wait(86_400_000);
    return {
      rollouts: [before, after, agent, stranger, alone.sessionMeta()],
      before,
      after,
      agent,
      stranger,
    };
  }
  const projected = ({ database }: OpenHistory) =>
    database.reader.prepare('select thread_id from thread_history_projection_state').pluck().all().sort();

  it('projects reverted-away rollouts and sub-agents of a thread that was read, and no others', async () => {
    const { rollouts, before, after, agent } = family();
    const history = await openHistory(rollouts, { readAhead: true });
    await history.service.listTurns(before.threadId);
    const expected = [before.rolloutId, after.rolloutId, agent.rolloutId, rollouts[4]?.rolloutId].sort();
    await expect.poll(() => projected(history)).toEqual(expected);
  });

  it('is off unless told', async () => {
    const { rollouts, agent } = family();
    const history = await openHistory(rollouts);
    await history.service.listTurns(agent.threadId);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(projected(history)).toEqual([agent.rolloutId]);
  });

  it('ends with the service', async () => {
    const { rollouts, before } = family();
    const history = await openHistory(rollouts, { readAhead: true });
    await history.service.listTurns(before.threadId);
    await history.service.close();
    const then = projected(history);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(projected(history)).toEqual(then);
  });
});
