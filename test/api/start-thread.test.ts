import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { acquireWriterLock } from '../../src/rollout/writing/writer-lock.js';
import { filesIn, STORE_TIME, useStore } from '../support/open-store.js';
import { useTempFolder } from '../support/temp-folder.js';
import { idsOf, numberedThread } from '../support/threads.js';
import { turnStarted } from '../support/written-lines.js';

const openStore = useStore(useTempFolder());
describe('starting a thread', () => {
  it('makes no file before the first record, and can be read before that', async () => {
    const { store, home } = await openStore([numberedThread(1)]);
    const before = filesIn(home);
    const live = store.startThread({ cwd: '/work', originator: 'tester', threadSource: 'user' });
    expect(filesIn(home)).toEqual(before);
    expect(await store.readThread(live.threadId)).toMatchObject({
      id: live.threadId,
      sessionId: live.threadId,
      historyMode: 'paginated',
      modelProvider: 'openai',
      cwd: '/work',
      originator: 'tester',
      source: expect.objectContaining({ text: '"vscode"' }),
      threadSource: 'user',
      status: { type: 'idle' },
      path: live.path,
      preview: '',
      turns: [],
      createdAt: Math.floor(STORE_TIME / 1000),
    });
    await live.close();
    expect(existsSync(live.path)).toBe(false);
    await expect(store.readThread(live.threadId)).rejects.toMatchObject({ code: 'thread_not_found' });
  });

  it('writes a first record with everything it was told, then what is appended', async () => {
    const { store, linesOf } = await openStore([]);
    const live = store.startThread({
      cwd: '/work',
      runtimeWorkspaceRoots: ['/work', '/more'],
      modelProvider: 'provider',
      baseInstructions: 'Be brief.',
    });
    live.append([turnStarted('turn-1')]);
    await live.projected();
    const { threadId } = live;
    expect(linesOf(threadId)).toMatchObject([
      {
        ordinal: 0,
        type: 'session_meta',
        payload: {
          account_scoped: true,
          session_id: threadId,
          id: threadId,
          timestamp: '2026-06-01T12:00:00.250Z',
          cwd: '/work',
          runtime_workspace_roots: ['/work', '/more'],
          originator: 'threadloom',
          cli_version: '1.2.3',
          source: 'vscode',
          model_provider: 'provider',
          base_instructions: { text: 'Be brief.', provenance: { type: 'custom' } },
          history_mode: 'paginated',
        },
      },
      { ordinal: 1, payload: { turn_id: 'turn-1' } },
    ]);
    expect(idsOf(await store.listTurns(threadId))).toEqual(['turn-1']);
    expect(store.openThread(threadId)).toBe(live);
  });

  it('starts legacy threads where that is asked for, without ordinals', async () => {
    const { store, linesOf } = await openStore([]);
    const live = store.startThread({ cwd: '/work', historyMode: 'legacy' });
    live.append([turnStarted('turn-1')]);
    await live.projected();
    expect(JSON.stringify(linesOf(live.threadId))).not.toContain('"ordinal"');
    expect(await store.readThread(live.threadId)).toMatchObject({ historyMode: 'legacy' });
  });

  it('writes every field that the first record can have', async () => {
    const { store } = await openStore([]);
    const meta = {
      git: { commit_hash: 'abc', branch: 'main', repository_url: 'https://example.com/tides.git' },
      agent_path: '/root/reader',
      multi_agent_version: 'v2' as const,
      selected_capability_roots: [{ root: '/work' }],
      memory_mode: 'enabled' as const,
      originator: 'somebody',
    };
    const live = store.startThread({ cwd: '/work', originator: 'tester', meta });
    live.flush();
    const [line = ''] = readFileSync(live.path, 'utf8').split('\n');
    expect(JSON.parse(line).payload).toMatchObject({ ...meta, originator: 'tester', id: live.threadId });
    await live.close();
    expect(() => store.startThread({ cwd: '/work', meta: { memory_mode: 'on' as 'enabled' } })).toThrow(
      /memory_mode/,
    );
  });

  it('gives ids that sort by their time, and refuses a relative directory and a foreign home', async () => {
    const { store } = await openStore([]);
    const ids = Array.from({ length: 20 }, () => store.startThread({ cwd: '/work' }).threadId);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(20);
    expect(ids[0]?.slice(0, 13).replace('-', '')).toBe(STORE_TIME.toString(16).padStart(12, '0'));
    expect(() => store.startThread({ cwd: 'work' })).toThrow(/not an absolute path/);
    expect(() => store.startThread({ cwd: '/work', home: '/elsewhere' })).toThrow(/no such Codex home/);
  });

  it('holds the thread alone until it is closed', async () => {
    const { store, home } = await openStore([]);
    const { threadId } = store.startThread({ cwd: '/work' });
    expect(() => acquireWriterLock({ home, threadId, now: Date.now })).toThrow(/threadloom/);
    await store.close();
    acquireWriterLock({ home, threadId, now: Date.now }).release();
  });
});
