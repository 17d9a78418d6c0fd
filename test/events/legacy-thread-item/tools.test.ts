import { describe, expect, it } from 'vitest';
import * as dynamic from '../../../src/events/event-msg/dynamic-tool-call.js';
import * as hosted from '../../../src/events/event-msg/hosted-tool.js';
import * as mcp from '../../../src/events/event-msg/mcp-tool-call.js';
import * as patch from '../../../src/events/event-msg/patch.js';
import { stringifyJson } from '../../../src/events/json/stringify-json.js';
import * as dynamicItems from '../../../src/events/legacy-thread-item/dynamic-tool-call.js';
import * as hostedItems from '../../../src/events/legacy-thread-item/hosted-tool.js';
import * as mcpItems from '../../../src/events/legacy-thread-item/mcp-tool-call.js';
import * as patchItems from '../../../src/events/legacy-thread-item/patch.js';

const duration = { secs: 0, nanos: 2_500_000 };

describe('patches', () => {
  const changes = { b: { type: 'add', content: 'x' }, a: { type: 'delete', content: 'y' } };

  it('are in progress when asked for and begun', () => {
    const asked = patch.ApplyPatchApprovalRequest.parse({
      type: 'apply_patch_approval_request',
      call_id: 'f',
      changes,
    });
    const begun = patch.PatchApplyBegin.parse({
      type: 'patch_apply_begin',
      call_id: 'f',
      auto_approved: true,
      changes,
    });
    const item = patchItems.patchApplyBeginItem(begun);
    expect(item).toMatchObject({ id: 'f', status: 'inProgress', changes: [{ path: 'a' }, { path: 'b' }] });
    expect(patchItems.applyPatchApprovalRequestItem(asked)).toEqual(item);
  });

  it('end by their status, whatever else says of success', () => {
    const ended = patch.PatchApplyEnd.parse({
      type: 'patch_apply_end',
      call_id: 'f',
      stdout: '',
      stderr: '',
      success: true,
      changes,
      status: 'failed',
    });
    expect(patchItems.patchApplyEndItem(ended)).toMatchObject({ status: 'failed' });
  });
});

describe('tool calls', () => {
  const invocation = { server: 's', tool: 't' };
  const ended = (result: object) =>
    mcpItems.mcpToolCallEndItem(
      mcp.McpToolCallEnd.parse({
        type: 'mcp_tool_call_end',
        call_id: 'm',
        invocation,
        connector_id: 'c',
        read_only_hint: true,
        duration,
        result,
      }),
    );

  it('of MCP begin without an outcome', () => {
    const event = mcp.McpToolCallBegin.parse({ type: 'mcp_tool_call_begin', call_id: 'm', invocation });
    expect(mcpItems.mcpToolCallBeginItem(event)).toMatchObject({
      id: 'm',
      arguments: null,
      appContext: null,
      status: 'inProgress',
      result: null,
      error: null,
      durationMs: null,
    });
  });

  it('of MCP end by what came back', () => {
    expect(ended({ Ok: { content: [1] } })).toMatchObject({
      status: 'completed',
      appContext: { connectorId: 'c' },
      readOnlyHint: true,
      result: { content: [1], structuredContent: null, _meta: null },
      error: null,
      durationMs: 2,
    });
    expect(ended({ Ok: { content: [1], isError: true } })).toMatchObject({
      status: 'failed',
      result: { content: [1] },
      error: null,
    });
    expect(ended({ Err: '' })).toMatchObject({ status: 'failed', result: null, error: { message: '' } });
  });

  it('of the client ask and answer', () => {
    const asked = dynamic.DynamicToolCallRequest.parse({
      type: 'dynamic_tool_call_request',
      callId: 'd',
      turnId: 't',
      tool: 'x',
      arguments: { a: 1 },
    });
    expect(dynamicItems.dynamicToolCallRequestItem(asked)).toMatchObject({
      id: 'd',
      arguments: { a: 1 },
      status: 'inProgress',
      contentItems: null,
      success: null,
    });
    const answer = (success: boolean) =>
      dynamicItems.dynamicToolCallResponseItem(
        dynamic.DynamicToolCallResponse.parse({
          type: 'dynamic_tool_call_response',
          call_id: 'd',
          turn_id: 't',
          tool: 'x',
          arguments: null,
          content_items: [],
          success,
          duration,
        }),
      );
    expect(answer(true)).toMatchObject({
      status: 'completed',
      contentItems: [],
      success: true,
      durationMs: 2,
    });
    expect(answer(false)).toMatchObject({ status: 'failed', success: false });
  });
});

describe('searches and images', () => {
  it('begin empty', () => {
    const search = hosted.WebSearchBegin.parse({ type: 'web_search_begin', call_id: 'w' });
    expect(hostedItems.webSearchBeginItem(search)).toEqual({
      type: 'webSearch',
      id: 'w',
      query: '',
      action: null,
      results: null,
    });
    const image = hosted.ImageGenerationBegin.parse({ type: 'image_generation_begin', call_id: 'g' });
    expect(hostedItems.imageGenerationBeginItem(image)).toMatchObject({ id: 'g', status: '', result: '' });
  });

  it('end with what was found', () => {
    const event = hosted.WebSearchEnd.parse({
      type: 'web_search_end',
      call_id: 'w',
      query: 'q',
      action: { type: 'open_page' },
    });
    expect(hostedItems.webSearchEndItem(event)).toMatchObject({
      query: 'q',
      action: { type: 'openPage', url: null },
    });
  });

  it('end with what was made', () => {
    const event = hosted.ImageGenerationEnd.parse({
      type: 'image_generation_end',
      call_id: 'g',
      status: 'failed',
      result: '',
      transparent_background: true,
      failure: { type: 'usageLimitExceeded', limitId: 'l' },
      saved_path: '/a/../b',
      input_images: [{ path: '/x', sha256: 'a' }],
      generation_id: 'i',
    });
    expect(stringifyJson(hostedItems.imageGenerationEndItem(event))).toBe(
      '{"type":"imageGeneration","id":"g","status":"failed","revisedPrompt":null,"result":"","transparentBackground":true,"failure":{"type":"usageLimitExceeded","limitId":"l","resetsAt":null},"savedPath":"/b","inputImages":[{"path":"/x","sha256":"a"}],"generationId":"i"}',
    );
  });

  it('show the path of an image that was looked at', () => {
    const event = hosted.ViewImageToolCall.parse({
      type: 'view_image_tool_call',
      call_id: 'i',
      path: 'file:///a%20b',
    });
    expect(hostedItems.viewImageToolCallItem(event)).toEqual({ type: 'imageView', id: 'i', path: '/a b' });
  });
});
