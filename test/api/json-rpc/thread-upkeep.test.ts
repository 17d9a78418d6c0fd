import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Answer } from '../../../src/api/json-rpc/answer.js';
import { serveJsonRpc } from '../../../src/api/json-rpc/serve-json-rpc.js';
import { threadUpkeepMethods } from '../../../src/api/json-rpc/thread-upkeep-methods.js';
import { acquireWriterLock } from '../../../src/rollout/writing/writer-lock.js';
import { type OpenHistory, useHistory } from '../../support/open-history.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { threadFamily, upkeepOf } from '../../support/thread-family.js';
import { numberedThread, sourceAndFork } from '../../support/threads.js';

const openHistory = useHistory(useTempFolder());

type Call = [method: string, params: unknown];

/** The lines that come back when these requests are made one after the other. */
async function linesOf(history: OpenHistory, calls: readonly Call[]): Promise<string[]> {
  const input = new PassThrough();
  const output = new PassThrough();
  const lines: string[] = [];
  output.setEncoding('utf8').on('data', (text: string) => lines.push(...text.split('\n').filter(Boolean)));
  const methods = threadUpkeepMethods(upkeepOf(history).upkeep, history.service);
  const served = serveJsonRpc({ input, output, methods, now: () => 1_795_230_992_265 });
  for (const [index, [method, params]] of calls.entries()) {
    input.write(`${JSON.stringify({ id: index + 1, method, params })}\n`);
    await expect.poll(() => lines.some((line) => line.includes(`"id":${index + 1},`))).toBe(true);
  }
  input.end();
  await served;
  return lines;
}

const NOBODY = '01a1fb59-da5c-7c92-83a8-c3b57fb1f999';

function notification(method: string, threadId: string): string {
  return `{"method":"${method}","params":{"threadId":"${threadId}"},"emittedAtMs":1795230992265}`;
}

describe('thread/archive, thread/unarchive and thread/delete', () => {
  it('answer first, and then tell of each thread in the order of Codex', async () => {
    const { root, first, second, grandchild, all } = threadFamily();
    const history = await openHistory(all);
    const params = { threadId: root.threadId };
    const lines = await linesOf(history, [
      ['thread/archive', params],
      ['thread/unarchive', params],
      ['thread/delete', params],
    ]);
    const answer = JSON.parse(lines[5] ?? '');
    expect(answer).toMatchObject({ id: 2, result: { thread: { id: root.threadId, turns: [] } } });
    expect(answer.result.thread.status).toEqual({ type: 'notLoaded' });
    expect(lines).toEqual([
      '{"id":1,"result":{}}',
      ...[root, grandchild, second, first].map(({ threadId }) => notification('thread/archived', threadId)),
      lines[5],
      ...[root, first, second, grandchild].map(({ threadId }) => notification('thread/unarchived', threadId)),
      '{"id":3,"result":{}}',
      ...[grandchild, second, first, root].map(({ threadId }) => notification('thread/deleted', threadId)),
    ]);
  });

  it('refuse in the words of Codex, and tell of nothing', async () => {
    const { source, fork } = sourceAndFork();
    const history = await openHistory([source, fork]);
    const archived = numberedThread(1, { seed: 7 });
    history.write({ rollout: archived, archived: true });
    const of = (threadId: string) => ({ threadId });
    const lines = await linesOf(history, [
      ['thread/archive', of('nope')],
      ['thread/archive', of(NOBODY)],
      ['thread/archive', of(archived.threadId)],
      ['thread/unarchive', of('nope')],
      ['thread/unarchive', of(source.threadId)],
      ['thread/delete', of('nope')],
      ['thread/delete', of(NOBODY)],
      ['thread/delete', of(source.threadId)],
    ]);
    const invalid =
      'invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], found `n` at 1';
    expect(lines.map((line) => JSON.parse(line).error)).toMatchObject(
      [
        `invalid session id: ${invalid}`,
        `no rollout found for thread id ${NOBODY}`,
        `no rollout found for thread id ${archived.threadId}`,
        `invalid session id: ${invalid}`,
        `no archived rollout found for thread id ${source.threadId}`,
        `invalid thread id: ${invalid}`,
        `no rollout found for thread id ${NOBODY}`,
        `cannot delete thread ${source.threadId}: forked history still references it`,
      ].map((message) => ({ code: -32600, message })),
    );
  });

  it('say with -32600 that another process writes a sub-agent', async () => {
    const { root, second, all } = threadFamily();
    const history = await openHistory(all);
    const lock = acquireWriterLock({ home: history.home, threadId: second.threadId, now: Date.now });
    const params = { threadId: root.threadId };
    const lines = await linesOf(history, [
      ['thread/archive', params],
      ['thread/delete', params],
    ]);
    lock.release();
    for (const line of lines) {
      expect(JSON.parse(line).error).toMatchObject({
        code: -32600,
        message: expect.stringMatching(new RegExp(`^thread ${second.threadId} already has an active writer`)),
        data: { kind: 'conflict' },
      });
    }
  });

  it('take ids in any spelling, and say them in one', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([thread]);
    const threadId = thread.threadId.toUpperCase();
    const lines = await linesOf(history, [
      ['thread/archive', { threadId }],
      ['thread/unarchive', { threadId: `urn:uuid:${thread.threadId}` }],
    ]);
    expect(lines[1]).toBe(notification('thread/archived', thread.threadId));
    expect(lines[3]).toBe(notification('thread/unarchived', thread.threadId));
  });
});

describe('thread/name/set', () => {
  it('answers, and then tells the name without white space around it; a read shows it', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([thread]);
    const { threadId } = thread;
    const lines = await linesOf(history, [['thread/name/set', { threadId, name: ' a\nb\t ' }]]);
    expect(lines).toEqual([
      '{"id":1,"result":{}}',
      `{"method":"thread/name/updated","params":{"threadId":"${threadId}","threadName":"a\\nb"},"emittedAtMs":1795230992265}`,
    ]);
    expect((await history.service.readThread(threadId)).name).toBe('a\nb');
  });

  it('refuses in the words of Codex: the id before the name, the name before the thread', async () => {
    const history = await openHistory([]);
    const lines = await linesOf(history, [
      ['thread/name/set', { threadId: 'x', name: ' ' }],
      ['thread/name/set', { threadId: NOBODY, name: ' ' }],
      ['thread/name/set', { threadId: NOBODY, name: 'x' }],
      ['thread/name/set', { threadId: NOBODY }],
    ]);
    expect(lines.map((line) => JSON.parse(line).error)).toMatchObject([
      { code: -32600, message: expect.stringMatching(/^invalid thread id: /) },
      { code: -32600, message: 'thread name must not be empty' },
      { code: -32600, message: `no rollout found for thread id ${NOBODY}` },
      { code: -32600, message: expect.stringMatching(/^Invalid request: name/) },
    ]);
  });
});

describe('an answer with notifications', () => {
  it('is not told when it was sent unless the server has a clock', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    let text = '';
    output.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    const methods = { go: async () => new Answer({ ok: true }, [{ method: 'went', params: [1] }]) };
    input.end('{"id":1,"method":"go"}\n{"id":2,"method":"go"}\n');
    await serveJsonRpc({ input, output, methods });
    const went = '{"method":"went","params":[1]}';
    expect(text.trim().split('\n')).toEqual([
      '{"id":1,"result":{"ok":true}}',
      went,
      '{"id":2,"result":{"ok":true}}',
      went,
    ]);
  });
});
