import { describe, test } from 'vitest';
import {
  event,
  execEnd,
  mcpEnd,
  patchEnd,
  taskComplete,
  taskStarted,
  userMessage,
  webSearchEnd,
} from '../../support/legacy-records.js';
import { legacySpec } from '../../support/legacy-spec.js';

describe('tool events (legacy-history §4)', () => {
  test('reconstructs_tool_items_from_persisted_completion_events', () => {
    const failed = { result: { Err: 'boom' }, duration: { secs: 0, nanos: 8_000_000 } };
    legacySpec()
      .given(taskStarted('turn-1'), userMessage('run tools'), webSearchEnd('search-1'))
      .given(execEnd('exec-1', 'turn-1'), mcpEnd('mcp-1', '', failed))
      .thenTurns([
        {
          items: [
            { type: 'userMessage' },
            { type: 'webSearch', id: 'search-1', query: 'codex', action: { type: 'search', query: 'codex' } },
            {
              type: 'commandExecution',
              id: 'exec-1',
              command: "echo 'hello world'",
              cwd: '/repo',
              source: 'agent',
              status: 'completed',
              commandActions: [{ type: 'unknown', command: 'echo hello world' }],
              aggregatedOutput: 'hello world\n',
              exitCode: 0,
              durationMs: 7,
            },
            {
              type: 'mcpToolCall',
              id: 'mcp-1',
              server: 'docs',
              tool: 'lookup',
              status: 'failed',
              arguments: { id: '123' },
              result: null,
              error: { message: 'boom' },
              durationMs: 8,
            },
          ],
        },
      ]);
  });

  test('reconstructs_mcp_tool_result_meta_from_persisted_completion_events', () => {
    const details = {
      connector_id: 'calendar',
      mcp_app_resource_uri: 'ui://widget/lookup.html',
      link_id: 'link-1',
      app_name: 'Calendar',
      action_name: 'find',
      plugin_id: 'docs@market',
      read_only_hint: true,
      result: {
        Ok: {
          content: [{ type: 'text', text: 'result' }],
          structuredContent: { id: '123' },
          isError: false,
          _meta: { 'ui/resourceUri': 'ui://widget/lookup.html' },
        },
      },
    };
    legacySpec()
      .given(taskStarted('turn-1'), mcpEnd('mcp-1', 'turn-1', details))
      .thenTurns([
        {
          items: [
            {
              type: 'mcpToolCall',
              id: 'mcp-1',
              status: 'completed',
              appContext: {
                connectorId: 'calendar',
                linkId: 'link-1',
                resourceUri: 'ui://widget/lookup.html',
                appName: 'Calendar',
                actionName: 'find',
              },
              mcpAppResourceUri: 'ui://widget/lookup.html',
              pluginId: 'docs@market',
              readOnlyHint: true,
              result: {
                content: [{ type: 'text', text: 'result' }],
                structuredContent: { id: '123' },
                _meta: { 'ui/resourceUri': 'ui://widget/lookup.html' },
              },
              error: null,
            },
          ],
        },
      ]);
  });

  test('reconstructs_dynamic_tool_items_from_request_and_response_events', () => {
    const contentItems = [
      { type: 'inputText', text: 'Ticket is open' },
      { type: 'inputImage', imageUrl: 'https://example.com/ticket.png' },
      { type: 'inputAudio', audioUrl: 'https://example.com/ticket.mp3' },
    ];
    const call = { tool: 'lookup_ticket', namespace: 'tickets', arguments: { id: 'ABC-123' } };
    legacySpec()
      .given(taskStarted('turn-1'), userMessage('run dynamic tool'))
      .given(
        event('dynamic_tool_call_request', { callId: 'dyn-1', turnId: 'turn-1', startedAtMs: 1, ...call }),
      )
      .thenTurns([
        {
          items: [
            {},
            { id: 'dyn-1', status: 'inProgress', contentItems: null, success: null, durationMs: null },
          ],
        },
      ])
      .given(
        event('dynamic_tool_call_response', {
          call_id: 'dyn-1',
          turn_id: 'turn-1',
          completed_at_ms: 2,
          ...call,
          content_items: contentItems,
          success: true,
          error: null,
          duration: { secs: 0, nanos: 42_000_000 },
        }),
      )
      .thenTurns([
        {
          items: [
            { type: 'userMessage' },
            {
              type: 'dynamicToolCall',
              id: 'dyn-1',
              namespace: 'tickets',
              tool: 'lookup_ticket',
              arguments: { id: 'ABC-123' },
              status: 'completed',
              contentItems,
              success: true,
              durationMs: 42,
            },
          ],
        },
      ]);
  });

  test('reconstructs_declined_exec_and_patch_items', () => {
    const declined = {
      aggregated_output: '',
      exit_code: -1,
      duration: { secs: 0, nanos: 0 },
      status: 'declined',
    };
    legacySpec()
      .given(taskStarted('turn-1'), userMessage('do it'), execEnd('exec-1', 'turn-1', declined))
      .given(patchEnd('patch-1', 'turn-1', { success: false, status: 'declined' }))
      .thenTurns([
        {
          items: [
            { type: 'userMessage' },
            {
              type: 'commandExecution',
              id: 'exec-1',
              status: 'declined',
              aggregatedOutput: null,
              exitCode: -1,
              durationMs: 0,
            },
            {
              type: 'fileChange',
              id: 'patch-1',
              status: 'declined',
              changes: [{ path: 'README.md', kind: { type: 'add' }, diff: 'hello\n' }],
            },
          ],
        },
      ]);
  });

  const changes = { 'README.md': { type: 'add', content: 'hello\n' } };
  const inProgressFileChange = {
    type: 'fileChange',
    id: 'patch-1',
    status: 'inProgress',
    changes: [{ path: 'README.md', kind: { type: 'add' }, diff: 'hello\n' }],
  };

  test('patch_apply_begin_updates_active_turn_snapshot_with_file_change', () => {
    legacySpec()
      .given(taskStarted('turn-1'), userMessage('apply patch'))
      .given(
        event('patch_apply_begin', { call_id: 'patch-1', turn_id: 'turn-1', auto_approved: false, changes }),
      )
      .thenTurns([{ status: 'inProgress', items: [{ id: 'item-1' }, inProgressFileChange] }]);
  });

  test('apply_patch_approval_request_updates_active_turn_snapshot_with_file_change', () => {
    legacySpec()
      .given(taskStarted('turn-1'), userMessage('apply patch'))
      .given(
        event('apply_patch_approval_request', { call_id: 'patch-1', turn_id: '', started_at_ms: 1, changes }),
      )
      .thenTurns([{ status: 'inProgress', items: [{ id: 'item-1' }, inProgressFileChange] }]);
  });

  test('replays_image_generation_end_events_into_turn_history', () => {
    const failure = { type: 'usageLimitExceeded', limitId: 'images', resetsAt: 1_800_000_000 };
    legacySpec()
      .given(taskStarted('turn-image', { started_at: 1 }), userMessage('draw a cat'))
      .given(event('image_generation_begin', { call_id: 'image-1' }))
      .given(
        event('image_generation_end', {
          call_id: 'image-1',
          status: 'failed',
          revised_prompt: 'a blue cat',
          result: '',
          transparent_background: true,
          failure,
          saved_path: '/tmp/image-1.png',
        }),
      )
      .given(taskComplete('turn-image', { completed_at: 2, duration_ms: 900 }))
      .thenTurns([
        {
          turnId: 'turn-image',
          status: 'completed',
          startedAt: 1,
          completedAt: 2,
          durationMs: 900,
          items: [
            { type: 'userMessage', id: 'item-1' },
            {
              type: 'imageGeneration',
              id: 'image-1',
              status: 'failed',
              revisedPrompt: 'a blue cat',
              result: '',
              transparentBackground: true,
              failure,
              savedPath: '/tmp/image-1.png',
              generationId: null,
            },
          ],
        },
      ]);
  });

  test('events that name no turn go to the open one', () => {
    legacySpec()
      .given(event('web_search_begin', { call_id: 'search-1' }), webSearchEnd('search-1'))
      .given(event('view_image_tool_call', { call_id: 'view-1', path: '/tmp/a.png' }))
      .thenTurns([
        {
          turnId: 'rollout-0',
          items: [
            { type: 'webSearch', id: 'search-1', query: 'codex' },
            { type: 'imageView', id: 'view-1', path: '/tmp/a.png' },
          ],
        },
      ]);
  });
});
