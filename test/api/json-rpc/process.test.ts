import type { ChildProcess } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { rollout, writeCodexHome, writeSampleHome } from '../../../src/testing/index.js';
import { type RpcClient, rpcTo } from '../../support/rpc-client.js';
import { startCli } from '../../support/run-cli.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { addNumberedTurns, numberedThread } from '../../support/threads.js';

const folder = useTempFolder();

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** `threadloom rpc`, led to its home by the environment, as a client of Codex would start it. */
function startRpc(): { rpc: RpcClient; child: ChildProcess; stderr: () => string } {
  const child = startCli(['rpc'], {
    CODEX_HOME: folder.path('home'),
    THREADLOOM_DB: folder.path('data', 'history.sqlite'),
  });
  started.push(child);
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  return { rpc: rpcTo(child), child, stderr: () => stderr };
}

const exitCode = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('close', (code) => resolve(code)));

describe('threadloom rpc', () => {
  it('answers a session from the handshake to the end of its input', async () => {
    writeSampleHome({ home: folder.path('home'), now: new Date('2026-04-01T12:00:00Z') });
    const { rpc, child, stderr } = startRpc();
    const closed = exitCode(child);
    const hello = await rpc.call('initialize', {
      clientInfo: { name: 'conform', version: '1' },
      capabilities: { experimentalApi: true },
    });
    expect(hello.result).toMatchObject({ codexHome: folder.path('home') });
    expect(hello.result.userAgent).toMatch(/^conform\/1 threadloom\/\d+\.\d+\.\d+$/);
    rpc.send('{"method":"initialized"}\n');
    const { result } = await rpc.call('thread/list', {});
    expect(result.data).toHaveLength(7);
    for (const { id: threadId } of result.data) {
      const { thread } = (await rpc.call('thread/read', { threadId, includeTurns: true })).result;
      const turns = await rpc.call('thread/turns/list', {
        threadId,
        sortDirection: 'asc',
        itemsView: 'full',
      });
      expect(turns.result.data).toEqual(thread.turns);
      expect(thread.turns.length).toBeGreaterThan(0);
    }
    expect(await rpc.call('turn/start', {})).toMatchObject({
      error: { code: -32601, message: expect.stringMatching(/^turn\/start is not a method/) },
    });
    expect(await rpc.end()).toEqual([]);
    expect(await closed).toBe(0);
    expect(stderr()).toBe('');
  });

  it('answers a thread of a home that was never looked into', async () => {
    const thread = numberedThread(3);
    writeCodexHome({ home: folder.path('home'), entries: [{ rollout: thread }] });
    const { rpc } = startRpc();
    const { result } = await rpc.call('thread/turns/list', { threadId: thread.threadId, limit: 2 });
    expect(result.data).toMatchObject([{ id: 'turn-3' }, { id: 'turn-2' }]);
    // Another process takes over where the first one is.
    writeCodexHome({ home: folder.path('home'), entries: [{ rollout: addNumberedTurns(thread, 4, 4) }] });
    const second = startRpc();
    const page = await second.rpc.call('thread/turns/list', { threadId: thread.threadId, limit: 1 });
    expect(page.result.data).toMatchObject([{ id: 'turn-4' }]);
    const again = await rpc.call('thread/turns/list', { threadId: thread.threadId, limit: 1 });
    expect(again.result.data).toEqual(page.result.data);
  });

  it('answers requests that were written before it could read, and survives lines that are none', async () => {
    const thread = numberedThread(1);
    writeCodexHome({ home: folder.path('home'), entries: [{ rollout: thread }] });
    const { rpc, child } = startRpc();
    const closed = exitCode(child);
    const requests = Array.from(
      { length: 50 },
      (_, id) => `{"id":${id},"method":"thread/read","params":{"threadId":"${thread.threadId}"}}\n`,
    );
    rpc.send(`garbage\n${requests.join('')}`);
    const lines = await rpc.end();
    expect(lines).toHaveLength(51);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ id: null, error: { code: -32600 } });
    expect(
      lines
        .slice(1)
        .map((line) => JSON.parse(line).id)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 50 }, (_, id) => id));
    expect(await closed).toBe(0);
  });

  it('sends answers of many megabytes whole', async () => {
    const output = '潮汐 🌊 '.repeat(4_000);
    const thread = rollout().sessionMeta();
    for (let number = 0; number < 60; number++) {
      thread.turn((turn) => {
        for (let run = 0; run < 4; run++) turn.command({ command: `run ${run}`, output });
        turn.complete();
      });
    }
    writeCodexHome({ home: folder.path('home'), entries: [{ rollout: thread }] });
    const { rpc } = startRpc();
    const text = await rpc.callText('thread/read', { threadId: thread.threadId, includeTurns: true });
    expect(text.length).toBeGreaterThan(5_000_000);
    const { turns } = JSON.parse(text).result.thread;
    expect(turns).toHaveLength(60);
    expect(turns[59].items[3].aggregatedOutput).toBe(output);
  });

  it('warns on stderr of files that it passes over, by their names', async () => {
    const thread = numberedThread(1);
    const [path = ''] = writeCodexHome({ home: folder.path('home'), entries: [{ rollout: thread }] });
    const empty = path.replace('T09-00-00', 'T09-00-01').replace(/-7000-/, '-7001-');
    folder.write(empty.slice(folder.path().length), '');
    const { rpc, child, stderr } = startRpc();
    const closed = exitCode(child);
    for (let look = 0; look < 3; look++) await rpc.call('thread/list', {});
    await rpc.end();
    await closed;
    expect(stderr().trim().split('\n')).toEqual([
      `threadloom: Rollout ${empty} is empty. A session may not have written to it yet.`,
    ]);
  });
});
