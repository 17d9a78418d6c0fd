import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/events/json/parse-json.js';
import { threadItemJson } from '../../support/thread-item-json.js';

const call = { type: 'McpToolCall', id: 'm', server: 's', tool: 't', arguments: {}, status: 'inProgress' };

describe('a call to an MCP tool', () => {
  it('leaves out the resource alone, and shows null for all else that is not known', () => {
    expect(threadItemJson({ ...call, linkId: 'l', appName: 'a' })).toBe(
      '{"type":"mcpToolCall","id":"m","server":"s","tool":"t","status":"inProgress","arguments":{},"appContext":null,"mcpAppUi":null,"pluginId":null,"readOnlyHint":null,"result":null,"error":null,"durationMs":null}',
    );
  });

  it('shows the app behind the server where the connector is known', () => {
    expect(
      threadItemJson({
        ...call,
        status: 'completed',
        connectorId: 'c',
        mcpAppResourceUri: 'ui://x',
        mcpAppUi: { later: 1, preferredModelDisplayMode: 'inline', resourceUri: 'r' },
        linkId: 'l',
        appName: 'a',
        actionName: 'n',
        pluginId: 'p',
        readOnlyHint: false,
        result: { content: [{ b: 1, a: 2 }], isError: true, _meta: { m: 1 } },
        duration: { secs: 2, nanos: 1 },
      }),
    ).toBe(
      '{"type":"mcpToolCall","id":"m","server":"s","tool":"t","status":"completed","arguments":{},"appContext":{"connectorId":"c","linkId":"l","resourceUri":"ui://x","appName":"a","actionName":"n"},"mcpAppResourceUri":"ui://x",' +
        '"mcpAppUi":{"resourceUri":"r","preferredModelDisplayMode":"inline"},"pluginId":"p","readOnlyHint":false,"result":{"content":[{"b":1,"a":2}],"structuredContent":null,"_meta":{"m":1}},"error":null,"durationMs":2000}',
    );
  });

  it('shows an error', () => {
    expect(JSON.parse(threadItemJson({ ...call, status: 'failed', error: { message: 'no' } }))).toMatchObject(
      {
        status: 'failed',
        result: null,
        error: { message: 'no' },
      },
    );
  });

  it('hands on the digits and the key order of arguments and results', () => {
    const opaque = '{"10":1.10,"9":12345678901234567890,"b":0.0}';
    const json = JSON.stringify({
      ...call,
      arguments: 'ARGUMENTS',
      result: { content: [], structuredContent: 'RESULT' },
    })
      .replace('"ARGUMENTS"', opaque)
      .replace('"RESULT"', opaque);
    const shown = threadItemJson(parseJson(json));
    expect(shown).toContain(`"arguments":${opaque},`);
    expect(shown).toContain(`"structuredContent":${opaque},`);
  });
});
