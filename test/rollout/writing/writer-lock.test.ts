import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import {
  acquireMaintenanceLock,
  acquireWriterLock,
  ThreadLockedError,
  type WriterLockOptions,
} from '../../../src/rollout/index.js';
import type { LockTask } from '../../support/child/hold-lock.js';
import { faultyFileSystem } from '../../support/faulty-file-system.js';
import { useChild } from '../../support/run-child.js';
import { THREAD_ID } from '../../support/session-meta.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { now, WRITTEN_AT } from '../../support/writer-options.js';

const OTHER_THREAD = '01a1fb5a-b976-7cf0-b963-188df6a05799';
const temp = useTempFolder();
const runChild = useChild<LockTask, string>('hold-lock');
const folder = (...parts: string[]): string => temp.path('thread-writer-locks', ...parts);
const lockFile = (): string => folder(`${THREAD_ID}.lock`);
const ownerFile = (): string => folder(`${THREAD_ID}.owner.json`);

const acquire = (options: Partial<WriterLockOptions> = {}) =>
  acquireWriterLock({ home: temp.path(), threadId: THREAD_ID, now, ...options });

function refusalOf(work: () => unknown): ThreadLockedError {
  try {
    work();
  } catch (error) {
    if (error instanceof ThreadLockedError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('one writer a thread', () => {
  test('a second one in the same process is refused, and told who holds it', () => {
    const lock = acquire({ program: 'first' });
    const refusal = refusalOf(() => acquire({ program: 'second' }));
    expect(refusal).toMatchObject({ code: 'thread_locked', threadId: THREAD_ID });
    expect(refusal.holder).toMatchObject({ pid: process.pid, program: 'first', host: hostname() });
    expect(refusal.message).toContain(
      `Thread ${THREAD_ID} is being written by process ${process.pid} (first`,
    );
    lock.release();
    acquire().release();
  });

  test('other threads of the home are not affected', () => {
    const lock = acquire();
    acquire({ threadId: OTHER_THREAD }).release();
    expect(existsSync(lockFile())).toBe(true);
    lock.release();
  });

  test('a released lock leaves nothing behind but the lock of the folder, also when it is released twice', () => {
    const lock = acquire();
    expect(readdirSync(folder()).sort()).toEqual(
      ['.coordination.lock', `${THREAD_ID}.lock`, `${THREAD_ID}.owner.json`].sort(),
    );
    lock.release();
    lock.touch();
    expect(readdirSync(folder())).toEqual(['.coordination.lock']);
    const other = acquire();
    lock.release();
    expect(existsSync(lockFile())).toBe(true);
    other.release();
  });

  test('the owner and its heartbeat are visible', () => {
    let time = WRITTEN_AT;
    const lock = acquire({ now: () => time, program: 'session' });
    time += 20_000;
    lock.touch();
    expect(JSON.parse(readFileSync(ownerFile(), 'utf8'))).toMatchObject({
      pid: process.pid,
      host: hostname(),
      program: 'session',
      since: '2026-11-20T10:00:00.000Z',
      heartbeatAt: '2026-11-20T10:00:20.000Z',
    });
    lock.release();
  });
});

describe('across processes', () => {
  test('of two that race one wins, and the other is told who holds it', async () => {
    for (let round = 0; round < 3; round += 1) {
      const runs = [1, 2].map((id) =>
        runChild({ home: temp.path(), threadId: THREAD_ID, program: `racer-${id}`, holdMs: 400 }),
      );
      const outcomes = (await Promise.all(runs)).map(({ output, stderr }) => output ?? stderr);
      expect(outcomes.filter((outcome) => outcome === 'held')).toHaveLength(1);
      const refused = outcomes.find((outcome) => outcome !== 'held');
      expect(refused).toMatch(/^Thread .* is being written by process \d+ \(racer-[12] on /);
    }
  });

  test('the lock of a process that was killed is taken over, and what it left is tidied up', async () => {
    const home = temp.path();
    const task = { home, threadId: OTHER_THREAD, program: 'dead', holdMs: 60_000, killed: true };
    const { signal } = await runChild(task);
    expect(signal).toBe('SIGKILL');
    expect(existsSync(folder(`${OTHER_THREAD}.lock`))).toBe(true);
    expect(existsSync(folder(`${OTHER_THREAD}.owner.json`))).toBe(true);
    acquire({ threadId: OTHER_THREAD }).release();

    await runChild(task);
    const lock = acquire();
    expect(readdirSync(folder()).filter((name) => name.startsWith(OTHER_THREAD))).toEqual([]);
    lock.release();
  });
});

describe('what keeps a thread from being locked is said', () => {
  test('other programs that never let go of the locks of the home', () => {
    let waitedMs = 0;
    const attempt = () =>
      acquire({
        tryLock: () => 'busy',
        sleep: (ms) => {
          waitedMs += ms;
        },
      });
    expect(attempt).toThrow(expect.objectContaining({ code: 'locks_busy' }));
    expect(waitedMs).toBe(5_000);
  });

  test('a full disk, wherever it shows; nothing stays locked', () => {
    const recorder = faultyFileSystem();
    acquire({ fs: recorder }).release();
    const needed = recorder.calls.findIndex(({ name }) => name === 'renameSync');
    expect(needed).toBeGreaterThan(5);
    for (let at = 0; at <= needed; at += 1) {
      const fs = faultyFileSystem({ kind: 'error', code: 'ENOSPC', at });
      expect(() => acquire({ fs })).toThrow(expect.objectContaining({ code: 'disk_full' }));
      acquire().release();
      expect(readdirSync(folder())).toEqual(['.coordination.lock']);
    }
  });
});

describe('stale files', () => {
  test('of Codex, which nobody holds, are removed; files that are no locks stay', () => {
    acquire().release();
    writeFileSync(folder(`${OTHER_THREAD}.lock`), '');
    writeFileSync(folder('notes.txt'), '');
    const lock = acquire();
    expect(readdirSync(folder())).not.toContain(`${OTHER_THREAD}.lock`);
    expect(readdirSync(folder())).toContain('notes.txt');
    lock.release();
  });

  test('an owner file of a dead holder is not believed when the lock has another one', () => {
    const owner = {
      pid: 4_194_305,
      host: hostname(),
      program: 'dead',
      since: '',
      heartbeatAt: '',
      token: 'x',
    };
    const lock = acquire();
    writeFileSync(ownerFile(), JSON.stringify(owner));
    if (process.platform === 'linux') {
      expect(refusalOf(() => acquire()).holder).toMatchObject({ pid: process.pid, since: null });
    }
    writeFileSync(ownerFile(), 'no json');
    expect(refusalOf(() => acquire()).code).toBe('thread_locked');
    lock.release();
  });
});

describe('on a file system without locks the owner file decides', () => {
  const tryLock = () => 'unsupported' as const;
  const owner = {
    pid: process.pid,
    host: hostname(),
    program: 'p',
    since: 's',
    heartbeatAt: 'h',
    token: 't',
  };
  const write = (fields: Partial<typeof owner>): void =>
    void temp.write(`thread-writer-locks/${THREAD_ID}.owner.json`, JSON.stringify({ ...owner, ...fields }));

  test('a living owner keeps its thread', () => {
    const lock = acquire({ tryLock });
    expect(refusalOf(() => acquire({ tryLock })).holder.pid).toBe(process.pid);
    lock.release();
    expect(readdirSync(folder())).toEqual(['.coordination.lock']);
    acquire({ tryLock }).release();
  });

  test('an owner whose process is gone loses it', () => {
    write({ pid: 4_194_305 });
    const lock = acquire({ tryLock });
    expect(JSON.parse(readFileSync(ownerFile(), 'utf8')).pid).toBe(process.pid);
    lock.release();
  });

  test('an owner on another machine loses it after a minute without a heartbeat', () => {
    const host = `not-${hostname()}`;
    write({ host, heartbeatAt: new Date(WRITTEN_AT - 59_999).toISOString() });
    expect(refusalOf(() => acquire({ tryLock })).holder.host).toBe(host);
    write({ host, heartbeatAt: new Date(WRITTEN_AT - 60_000).toISOString() });
    acquire({ tryLock }).release();
  });

  test('an owner that lost its thread is told so at its next heartbeat', () => {
    const lock = acquire({ tryLock });
    write({ token: 'of another' });
    expect(refusalOf(() => lock.touch()).code).toBe('thread_locked');
    lock.release();
    expect(JSON.parse(readFileSync(ownerFile(), 'utf8')).token).toBe('of another');
  });
});

test('the maintenance lock is had by one at a time, and nobody waits for it', () => {
  const lock = acquireMaintenanceLock({ home: temp.path() });
  expect(existsSync(temp.path('.tmp', 'rollout-maintenance.lock'))).toBe(true);
  expect(acquireMaintenanceLock({ home: temp.path() })).toBeNull();
  lock?.release();
  lock?.release();
  const again = acquireMaintenanceLock({ home: temp.path() });
  expect(again).not.toBeNull();
  again?.release();
});
