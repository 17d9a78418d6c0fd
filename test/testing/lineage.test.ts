import { describe, expect, it } from 'vitest';
import { rollout } from '../../src/testing/index.js';

const THREAD = '019cadc6-9a80-7000-8000-000000000001';

interface Line {
  ordinal?: number;
  payload: Record<string, unknown>;
}

const parse = (line: string): Line => JSON.parse(line);

describe('fork and revert', () => {
  const source = () =>
    rollout({ seed: 5 })
      .sessionMeta()
      .turn((turn) => turn.user('first 潮').agent('one').complete());

  it('cuts at the bytes and the ordinal written so far', () => {
    const thread = source();
    const cut = thread.historyBase();
    expect(cut).toEqual({
      thread_id: thread.threadId,
      end_ordinal_exclusive: thread.lines().length,
      end_byte_offset: thread.bytes().length,
    });
  });

  it('begins a fork with session_meta and settings at the cut', () => {
    const thread = source();
    const cut = thread.historyBase();
    thread.turn((turn) => turn.user('second').complete());
    const fork = thread.fork({ seed: 6, at: cut });
    const [meta, settings] = fork.lines().map(parse);
    expect(meta).toMatchObject({
      ordinal: cut.end_ordinal_exclusive,
      payload: {
        id: fork.threadId,
        forked_from_id: thread.threadId,
        forked_from_ordinal_exclusive: cut.end_ordinal_exclusive,
        history_base: cut,
      },
    });
    expect(settings).toMatchObject({
      ordinal: cut.end_ordinal_exclusive + 1,
      payload: { type: 'thread_settings_applied' },
    });
    expect(fork.threadId).not.toBe(thread.threadId);
  });

  it('starts a fork of nothing at 0, without a base', () => {
    const empty = { thread_id: 'x', end_ordinal_exclusive: 0, end_byte_offset: 0 };
    const meta = parse(source().fork({ seed: 6, at: empty }).lines()[0] ?? '');
    expect(meta.ordinal).toBe(0);
    expect(meta.payload).toHaveProperty('forked_from_id');
    expect(meta.payload).not.toHaveProperty('history_base');
    expect(meta.payload).not.toHaveProperty('forked_from_ordinal_exclusive');
  });

  it('keeps the thread and the fork point when a fork is reverted', () => {
    const thread = source();
    const fork = thread.fork({ seed: 6 }).turn((turn) => turn.user('own').complete());
    const reverted = fork.revert({ seed: 7, at: thread.historyBase() });
    expect(reverted.threadId).toBe(fork.threadId);
    expect(reverted.fileName()).toContain(`${fork.threadId}_${reverted.rolloutId}.jsonl`);
    expect(parse(reverted.lines()[0] ?? '').payload).toMatchObject({
      id: fork.threadId,
      forked_from_id: thread.threadId,
      forked_from_ordinal_exclusive: thread.historyBase().end_ordinal_exclusive,
      history_base: thread.historyBase(),
    });
  });

  it('writes the edge from a sub-agent to its parent', () => {
    const child = rollout({
      sessionId: THREAD,
      subAgent: { parentThreadId: THREAD, agentPath: '/root/w', nickname: 'Ada' },
    });
    expect(parse(child.sessionMeta().lines()[0] ?? '').payload).toMatchObject({
      session_id: THREAD,
      parent_thread_id: THREAD,
      source: {
        subagent: {
          thread_spawn: {
            parent_thread_id: THREAD,
            depth: 1,
            agent_path: '/root/w',
            agent_nickname: 'Ada',
            agent_role: null,
          },
        },
      },
      thread_source: 'subagent',
      agent_path: '/root/w',
    });
  });
});
