import { describe, expect, it } from 'vitest';
import { ThreadLeases } from '../../src/api/thread-leases.js';
import { filesIn, useStore } from '../support/open-store.js';
import { useTempFolder } from '../support/temp-folder.js';
import { idsOf, numberedThread } from '../support/threads.js';
import { turnStarted } from '../support/written-lines.js';

const openStore = useStore(useTempFolder());

/** Says whether a promise has come to its end by the time that others had their turns. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = () => {
    settled = true;
  };
  promise.then(note, note);
  await new Promise((resolve) => setTimeout(resolve, 30));
  return settled;
}

describe('what a fork leans on stays where it is', () => {
  it('prepared_fork_reserves_source_until_child_reference_is_durable', async () => {
    const source = numberedThread(1);
    const { store } = await openStore([source]);
    const prepared = await store.prepareFork({ threadId: source.threadId });
    const deletion = store.deleteThread(source.threadId);
    const refused = expect(deletion).rejects.toThrow(/forked history still references it/);
    expect(await isSettled(deletion)).toBe(false);

    const live = store.openThread(source.threadId);
    live.append([turnStarted('late')]);
    await live.projected();
    expect(idsOf(await store.listTurns(source.threadId))).toEqual(['late', 'turn-1']);

    const { threadId } = prepared.commit();
    await refused;
    expect(idsOf(await store.listTurns(threadId))).toEqual(['turn-1']);
  });

  it('a fork that is given up lets a deletion go on', async () => {
    const source = numberedThread(1);
    const { store, home } = await openStore([source]);
    const prepared = await store.prepareFork({ threadId: source.threadId });
    const deletion = store.deleteThread(source.threadId);
    expect(await isSettled(deletion)).toBe(false);
    prepared.cancel();
    await deletion;
    expect(filesIn(home)).toEqual([]);
  });

  it('cancelled_fork_keeps_source_reserved_until_lineage_resolution_finishes', async () => {
    const source = numberedThread(300);
    const { store, home } = await openStore([source]);
    const abort = new AbortController();
    const order: string[] = [];
    const fork = store
      .forkThread({ threadId: source.threadId, signal: abort.signal })
      .catch(() => order.push('fork given up'));
    abort.abort();
    const deletion = store.deleteThread(source.threadId).then(() => order.push('deleted'));
    await Promise.all([fork, deletion]);
    expect(order).toEqual(['fork given up', 'deleted']);
    expect(filesIn(home)).toEqual([]);
  });
});

describe('leases', () => {
  it('shares among many, and gives a thread to one alone', async () => {
    const leases = new ThreadLeases();
    const first = await leases.shared('a');
    const second = await leases.shared('a');
    const alone = leases.exclusive('a');
    expect(await isSettled(alone)).toBe(false);
    first.release();
    first.release();
    expect(await isSettled(alone)).toBe(false);
    second.release();
    const held = await alone;
    expect(await isSettled(leases.exclusive('b'))).toBe(true);
    const next = leases.shared('a');
    expect(await isSettled(next)).toBe(false);
    held.release();
    expect(await isSettled(next)).toBe(true);
  });

  it('serves in the order of asking, so that nobody waits for ever', async () => {
    const leases = new ThreadLeases();
    const order: string[] = [];
    const held = await leases.shared('a');
    const take = (name: string, lease: Promise<{ release(): void }>) =>
      lease.then(({ release }) => {
        order.push(name);
        release();
      });
    const all = [
      take('exclusive', leases.exclusive('a')),
      take('shared', leases.shared('a')),
      take('all', leases.exclusiveAll(['b', 'a', 'b'])),
    ];
    expect(order).toEqual([]);
    held.release();
    await Promise.all(all);
    expect(order).toEqual(['exclusive', 'shared', 'all']);
  });
});
