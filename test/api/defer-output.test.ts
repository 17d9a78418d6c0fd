import { describe, expect, it } from 'vitest';
import type { OutputDeferral } from '../../src/api/defer-output.js';
import { stringifyJson } from '../../src/events/json/stringify-json.js';
import { type McpOptions, rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';

const openHistory = useHistory(useTempFolder());

const BOTH = { commandExecution: true, mcpToolCall: true };

/** One turn with the calls; `list` gives the entries of the turn's calls. */
async function turnOf(write: Parameters<ReturnType<typeof rollout>['turn']>[0]) {
  const thread = rollout({ detail: 'visible' }).sessionMeta().turn(write, { turnId: 'turn-1' });
  const { service } = await openHistory([thread]);
  const list = async (deferOutput: OutputDeferral | undefined, turnId: string | undefined = 'turn-1') =>
    (await service.listItems(thread.threadId, { turnId, deferOutput })).data;
  return { service, thread, list };
}

const mcp = (result: McpOptions['result']): McpOptions => ({
  server: 'almanac',
  tool: 'lookup',
  ...(result !== undefined && { result }),
});

describe('items without their outputs', () => {
  it('leave out the output of a completed command', async () => {
    const { list, service, thread } = await turnOf((turn) => turn.command({ command: 'ls', output: 'a\n' }));
    const [plain] = await list(undefined);
    const [deferred] = await list({ commandExecution: true });
    expect(stringifyJson(deferred)).toBe(
      stringifyJson(plain)
        .replace('"aggregatedOutput":"a\\n"', '"aggregatedOutput":null')
        .replace('},"startedAtMs"', '},"outputDeferred":true,"startedAtMs"'),
    );
    expect(Object.keys(deferred ?? {})).toEqual([
      'turnId',
      'item',
      'outputDeferred',
      'startedAtMs',
      'completedAtMs',
    ]);
    // The whole item can be had by its id.
    const itemIds = [plain?.item.value.id ?? ''];
    const [read] = await service.readItems(thread.threadId, { turnId: 'turn-1', itemIds });
    expect(read?.item.text).toBe(plain?.item.text);
  });

  it('leave out the text of a completed MCP call, and keep the rest of its result', async () => {
    const { list } = await turnOf((turn) =>
      turn.mcp(
        mcp({
          content: [
            { type: 'text', text: 'high' },
            { type: 'text', text: 'low' },
          ],
          _meta: { n: 1 },
        }),
      ),
    );
    const [plain] = await list(undefined);
    const [deferred] = await list({ mcpToolCall: true });
    expect(deferred?.outputDeferred).toBe(true);
    expect(deferred?.item.text).toBe(plain?.item.text.replace(/"content":\[.*?\]/, '"content":[]'));
    expect(deferred?.item.value).toMatchObject({ result: { content: [], _meta: { n: 1 } } });
  });

  it('touch each kind only when it is asked for, and only within one turn', async () => {
    const { list } = await turnOf((turn) => turn.command({ command: 'ls', output: 'a\n' }).mcp(mcp('high')));
    const deferred = async (how: OutputDeferral | undefined, turnId?: string) =>
      (await list(how, turnId)).map(({ outputDeferred }) => outputDeferred);
    expect(await deferred(BOTH)).toEqual([true, true]);
    expect(await deferred({ commandExecution: true, mcpToolCall: false })).toEqual([true, undefined]);
    expect(await deferred({ mcpToolCall: true })).toEqual([undefined, true]);
    expect(await deferred({})).toEqual([undefined, undefined]);
  });

  it('are for pages of one turn: a page of the whole thread has its outputs', async () => {
    const { service, thread } = await turnOf((turn) => turn.command({ command: 'ls', output: 'a\n' }));
    const { data } = await service.listItems(thread.threadId, { deferOutput: BOTH });
    expect(data[0]?.outputDeferred).toBeUndefined();
    expect(data[0]?.item.value).toMatchObject({ aggregatedOutput: 'a\n' });
  });

  it('leave nothing out of calls that failed or said nothing, or of results that are more than text', async () => {
    const { list } = await turnOf((turn) =>
      turn
        .command({ command: 'false', output: 'no\n', exitCode: 1 })
        .command({ command: 'true', output: '' })
        .command({ command: 'rm', output: 'no', status: 'declined' })
        .mcp({ ...mcp(undefined), error: 'offline' })
        .mcp(mcp({ content: [] }))
        .mcp(mcp({ content: [{ type: 'text', text: 'a' }], structuredContent: { a: 1 } }))
        .mcp(
          mcp({
            content: [
              { type: 'text', text: 'a' },
              { type: 'image', data: 'AA==', mimeType: 'image/png' },
            ],
          }),
        )
        .mcp(mcp({ content: [{ type: 'text', text: 'a' }], isError: true }))
        .patch({ changes: { 'a.md': { type: 'add', content: 'x\n' } } }),
    );
    const plain = await list(undefined);
    expect(plain).toHaveLength(9);
    expect(stringifyJson(await list(BOTH))).toBe(stringifyJson(plain));
  });

  it('keep every digit of what stays', async () => {
    const { list } = await turnOf((turn) =>
      turn.command({ command: 'ls', output: 'a\n' }).mcp({ ...mcp('high'), arguments: { tide: 1.5 } }),
    );
    const raw = await list(BOTH);
    expect(raw[1]?.item.text).toContain('"arguments":{"tide":1.5}');
  });
});
