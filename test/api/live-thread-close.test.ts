/** How a live thread keeps its lock and gives it back (spec peer-tests A31). */
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LiveThread } from '../../src/api/live-thread.js';
import type { Projector } from '../../src/projector/projector.js';
import { ThreadLockedError } from '../../src/rollout/writing/lock-holder.js';
import { RolloutWriter } from '../../src/rollout/writing/rollout-writer.js';
import type { WriterLock } from '../../src/rollout/writing/writer-lock.js';
import { faultyFileSystem } from '../support/faulty-file-system.js';
import { linesOf, useLiveLab } from '../support/live-lab.js';
import { answered, asked, LIVE_ID, liveMeta, turnCompleted, turnStarted } from '../support/live-records.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const openLab = useLiveLab(folder);

const wholeTurn = (turnId: string) => [
  turnStarted(turnId),
  asked(turnId, `${turnId}-question`, 'When is high water?'),
  answered(turnId, `${turnId}-answer`, 'At six.'),
  turnCompleted(turnId),
];

describe('the lock of a live thread', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  function threadWithLock(lock: Pick<WriterLock, 'touch' | 'release'>, projector: Projector) {
    const path = folder.path('sessions', 'rollout.jsonl');
    const writer = RolloutWriter.create({ path, meta: liveMeta(), now: Date.now });
    const names = { threadId: LIVE_ID, rolloutId: LIVE_ID };
    const errors: unknown[] = [];
    const thread = new LiveThread({
      ...names,
      writer,
      lock: { threadId: LIVE_ID, ...lock },
      projector,
      now: Date.now,
      onHeartbeatError: (error) => errors.push(error),
    });
    return { thread, errors };
  }

  it('is told every now and then that its holder lives, until it is given back', async () => {
    const { projector } = await openLab();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const lock = { touch: vi.fn(), release: vi.fn() };
    const { thread, errors } = threadWithLock(lock, projector);
    vi.advanceTimersByTime(60_000);
    expect(lock.touch.mock.calls.length).toBeGreaterThanOrEqual(3);
    await thread.close();
    expect(lock.release).toHaveBeenCalledOnce();
    lock.touch.mockClear();
    vi.advanceTimersByTime(60_000);
    expect(lock.touch).not.toHaveBeenCalled();
    expect(errors).toEqual([]);
  });

  it('that went to somebody else ends all writing, and closing too is done with it', async () => {
    const { projector } = await openLab();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const holder = { pid: 7, program: 'another', host: null, since: null, heartbeatAt: null };
    const lost = new ThreadLockedError({ threadId: LIVE_ID, path: 'lock', holder });
    const touch = () => {
      throw lost;
    };
    const release = vi.fn();
    const { thread, errors } = threadWithLock({ touch, release }, projector);
    vi.advanceTimersByTime(30_000);
    expect(errors[0]).toBe(lost);
    expect(() => thread.append(wholeTurn('turn-1'))).toThrow(lost);
    await thread.close();
    expect(release).toHaveBeenCalledOnce();
    expect(existsSync(thread.path)).toBe(false);
  });
});

describe('closing', () => {
  it('A31: writes and projects what is pending, without a flush', async () => {
    const lab = await openLab();
    const fs = faultyFileSystem();
    const thread = lab.create({ fs });
    thread.append([turnStarted('turn-1')]);
    fs.fault = { kind: 'error', code: 'ENOSPC', at: fs.calls.length, partial: 40 };
    expect(() => thread.append([asked('turn-1', 'one', 'When?')])).toThrow();
    await thread.close();
    expect(linesOf(thread)).toHaveLength(3);
    expect(lab.rows().items.map((row) => row.item_id)).toEqual(['one']);
  });

  it('leaves nothing of a thread that was never written', async () => {
    const lab = await openLab();
    const thread = lab.create();
    await thread.close();
    await thread.close();
    expect(existsSync(thread.path)).toBe(false);
  });

  it('can be tried again when the disk is full', async () => {
    const lab = await openLab();
    const fs = faultyFileSystem();
    const thread = lab.create({ fs });
    fs.fault = { kind: 'error', code: 'ENOSPC', at: fs.calls.length, times: 1_000 };
    expect(() => thread.append(wholeTurn('turn-1'))).toThrow();
    await expect(thread.close()).rejects.toMatchObject({ code: 'disk_full' });
    expect(() => lab.create()).toThrow(expect.objectContaining({ code: 'thread_locked' }));
    fs.fault = null;
    await thread.close();
    expect(lab.rows().items).toHaveLength(2);
    expect(() => thread.append([])).toThrow(expect.objectContaining({ code: 'closed' }));
  });

  it('leaves a file for a thread that was flushed', async () => {
    const lab = await openLab();
    const thread = lab.create();
    thread.flush();
    await thread.close();
    expect(linesOf(thread)).toHaveLength(1);
    expect(lab.rows().checkpoint).toMatchObject({ next_rollout_ordinal: 1 });
  });
});
