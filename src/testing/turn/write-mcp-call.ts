/**
 * A call of an MCP tool (spec: turn-items §2, McpToolCall; legacy-event-shapes, tools).
 */
import { type JsonObject, withoutAbsent } from '../json-object.js';
import type { TurnDraft } from './turn-draft.js';
import { duration, writeToolCall } from './write-tool-call.js';

export interface McpOptions {
  server: string;
  tool: string;
  arguments?: unknown;
  /** The tool's text, or its whole result `{content, structuredContent?, isError?, _meta?}`. */
  result?: string | JsonObject;
  /** Instead of a result: the call itself failed. */
  error?: string;
  readOnly?: boolean;
  durationMs?: number;
}

export function writeMcpCall(turn: TurnDraft, options: McpOptions): void {
  const { server, tool, error, readOnly, durationMs = 180 } = options;
  const args = options.arguments ?? {};
  const given = options.result ?? '';
  const result = typeof given === 'string' ? { content: [{ type: 'text', text: given }] } : given;
  const failed = error !== undefined || ('isError' in result && result.isError === true);

  writeToolCall(turn, {
    call: { name: tool, namespace: `mcp__${server}`, arguments: args },
    durationMs,
    finish: ({ callId }) => ({
      item: withoutAbsent({
        type: 'McpToolCall',
        id: callId,
        server,
        tool,
        arguments: args,
        readOnlyHint: readOnly,
        status: failed ? 'failed' : 'completed',
        result: error === undefined ? result : undefined,
        error: error === undefined ? undefined : { message: error },
        duration: duration(durationMs),
      }),
      legacy: [
        withoutAbsent({
          type: 'mcp_tool_call_end',
          call_id: callId,
          turn_id: turn.turnId,
          invocation: { server, tool, arguments: args },
          read_only_hint: readOnly,
          duration: duration(durationMs),
          result: error === undefined ? { Ok: result } : { Err: error },
        }),
      ],
    }),
    output: `Wall time: ${(durationMs / 1000).toFixed(4)} seconds\nOutput:\n${error ?? JSON.stringify(result)}`,
  });
}
