/** One process writes a thread; others follow and read it at the same time. */
import { describe, expect, it } from 'vitest';
import { createHistoryService } from '../../src/api/history-service.js';
import { subscribeThread } from '../../src/api/subscribe-thread.js';
import type { AppendLiveTask } from '../support/child/append-live.js';
import { type LiveLab, linesOf, useLiveLab } from '../support/live-lab.js';
import { LIVE_ID, turnCompleted, turnStarted } from '../support/live-records.js';
import { useChild } from '../support/run-child.js';
import { readInBackground } from '../support/subscriber.js';
import { useTempFolder } from '../support/temp-folder.js';

const openLab = useLiveLab(useTempFolder());
const appendLive = useChild<AppendLiveTask, null>('append-live');

async function begunThread(): Promise<LiveLab> {
  const lab = await openLab();
  const thread = lab.create();
  thread.append([turnStarted('turn-1')]);
  await thread.close();
  return lab;
}

const taskIn = (lab: LiveLab, name: string): AppendLiveTask => ({
  home: lab.home,
  database: lab.database.path,
  name,
  groups: 60,
  itemsAGroup: 5,
  pauseMs: 3,
});

const idsOf = (lab: LiveLab) => lab.rows().items.map((row) => row.item_id);
const groupsOf = ({ name, groups, itemsAGroup }: AppendLiveTask): string[] =>
  Array.from(
    { length: groups * itemsAGroup },
    (_, index) => `${name}-${Math.floor(index / itemsAGroup)}-${index % itemsAGroup}`,
  );

describe('a thread that another process writes', () => {
  it('is told item by item, and its pages hold what was told, without waiting', async () => {
    const lab = await begunThread();
    const { database, projector } = lab;
    const service = createHistoryService({ database, homes: [lab.home], now: Date.now });
    const stop = new AbortController();
    const subscription = subscribeThread({
      database,
      projector,
      threadId: LIVE_ID,
      now: Date.now,
      signal: stop.signal,
    });
    await subscription.start;
    const reader = readInBackground(subscription);

    const task = taskIn(lab, 'a');
    let writing = true;
    const written = appendLive(task).finally(() => {
      writing = false;
    });
    let longestMs = 0;
    let pages = 0;
    while (writing) {
      const told = reader.changes.length;
      const started = performance.now();
      const page = await service.listItems(LIVE_ID, { direction: 'desc', limit: 100 });
      longestMs = Math.max(longestMs, performance.now() - started);
      pages++;
      expect(page.data.length).toBeGreaterThanOrEqual(Math.min(told, 100));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(await written).toMatchObject({ code: 0, stderr: '' });
    const changes = await reader.reach(groupsOf(task).length);
    stop.abort();
    expect(changes.map((change) => change.kind === 'item' && change.item.value.id)).toEqual(groupsOf(task));
    expect(pages).toBeGreaterThan(10);
    // A writer's transaction takes about a millisecond; a reader that waited for a lock would wait for seconds.
    expect(longestMs).toBeLessThan(2_000);
  });

  it('can be written by one only, and by the next when the first is done', async () => {
    const lab = await begunThread();
    const [one, other] = [taskIn(lab, 'a'), taskIn(lab, 'b')];
    const ends = await Promise.all([appendLive(one), appendLive(other)]);
    const losers = ends.filter(({ code }) => code !== 0);
    // They can also come one after the other.
    expect(losers.length).toBeLessThanOrEqual(1);
    for (const { stderr } of losers)
      expect(stderr).toContain(`Thread ${LIVE_ID} is being written by process`);
    const winners = [one, other].filter((_, index) => ends[index]?.code === 0);
    await lab.projector.prepareThread(LIVE_ID);
    expect(idsOf(lab).sort()).toEqual(winners.flatMap(groupsOf).sort());
  });

  it('loses and doubles nothing when its writer is killed between two calls', {
    timeout: 120_000,
  }, async () => {
    const lab = await begunThread();
    const task = { ...taskIn(lab, 'first'), groups: 4, pauseMs: 0 };
    const { calls } = await appendLive(task);
    const count = calls?.length ?? 0;
    expect(count).toBeGreaterThan(20);
    let before = idsOf(lab);
    for (let step = 0; step < 12; step++) {
      const name = `kill-${step}`;
      const at = Math.floor((step * count) / 12);
      const partial = step % 2 === 0 ? { partial: 100 } : {};
      expect(await appendLive({ ...task, name }, { kind: 'kill', at, ...partial })).toMatchObject({
        signal: 'SIGKILL',
      });
      const thread = lab.reopen();
      await thread.projected();
      await thread.close();
      const now = idsOf(lab);
      expect(now.slice(0, before.length)).toEqual(before);
      const added = now.slice(before.length);
      expect(added).toEqual(groupsOf({ ...task, name }).slice(0, added.length));
      before = now;
    }
    const thread = lab.reopen();
    thread.append([turnCompleted('turn-1')]);
    await thread.close();
    const ordinals = linesOf(thread)
      .map((line) => /"ordinal":(\d+)/.exec(line)?.[1])
      .filter((ordinal) => ordinal !== undefined);
    expect(lab.rows().turns).toMatchObject([{ status: 'completed' }]);
    expect(lab.rows().checkpoint?.next_rollout_ordinal).toBe(Number(ordinals.at(-1)) + 1);
    expect(lab.failures).toEqual([]);
  });
});
