/**
 * Arbitrary turn items of every kind that a rollout stores (spec: turn-items §2).
 */
import fc from 'fast-check';
import type { JsonObject } from '../../src/testing/json-object.js';
import {
  agentStatus,
  command,
  duration,
  fileChanges,
  itemId as id,
  json,
  mcpResult,
  optionally,
  parsedCommand,
  path,
  reviewOutput,
  searchAction,
  THREAD_ID,
  text,
} from './arbitrary-values.js';

function item(
  type: string,
  model: Record<string, fc.Arbitrary<unknown>>,
  optional: string[] = [],
): fc.Arbitrary<JsonObject> {
  const required = Object.keys(model).filter((key) => !optional.includes(key));
  return optionally({ type: fc.constant(type), id, ...model }, ['type', 'id', ...required]);
}

const userInput = fc.oneof(
  fc.record({ type: fc.constant('text'), text, text_elements: fc.constant([]) }),
  optionally(
    {
      type: fc.constant('image'),
      image_url: fc.constant('data:image/png;base64,AA=='),
      detail: fc.constantFrom('high', 'low'),
    },
    ['type', 'image_url'],
  ),
  fc.record({ type: fc.constant('local_image'), path }),
  fc.record({ type: fc.constantFrom('skill', 'mention'), name: text, path }),
);
const phase = fc.constantFrom('commentary', 'final_answer');
const texts = fc.array(text, { maxLength: 3 });
const callStatus = fc.constantFrom('in_progress', 'completed', 'failed');
const patchStatus = fc.constantFrom('completed', 'failed', 'declined');

const KINDS: Record<string, fc.Arbitrary<JsonObject>> = {
  UserMessage: item('UserMessage', { client_id: text, content: fc.array(userInput, { maxLength: 3 }) }, [
    'client_id',
  ]),
  AgentMessage: item(
    'AgentMessage',
    {
      content: fc.array(fc.record({ type: fc.constant('Text'), text }), { maxLength: 2 }),
      phase,
      delivery: fc.constant('async'),
      questions: fc.array(fc.record({ title: text, options: fc.option(texts) }), { maxLength: 2 }),
      memory_citation: fc.record({
        entries: fc.array(fc.record({ path, lineStart: fc.nat(9), lineEnd: fc.nat(9), note: text }), {
          maxLength: 1,
        }),
        rolloutIds: fc.constant([THREAD_ID]),
      }),
    },
    ['phase', 'delivery', 'questions', 'memory_citation'],
  ),
  Plan: item('Plan', { text }),
  Reasoning: item('Reasoning', { summary_text: texts, raw_content: texts }),
  HookPrompt: item('HookPrompt', {
    fragments: fc.array(fc.record({ text, hookRunId: text }), { maxLength: 2 }),
  }),
  FunctionCallOutput: item('FunctionCallOutput', { name: text, namespace: text, output: text }, [
    'namespace',
  ]),
  CommandExecution: item(
    'CommandExecution',
    {
      process_id: fc.constant('4711'),
      command,
      cwd: fc.constantFrom('file:///home/mira/tidemark', '/home/mira'),
      parsed_cmd: parsedCommand,
      source: fc.constantFrom('agent', 'user_shell', 'unified_exec_startup', 'unified_exec_interaction'),
      status: fc.constantFrom('in_progress', 'completed', 'failed', 'declined'),
      aggregated_output: text,
      exit_code: fc.integer({ min: -1, max: 130 }),
      duration,
    },
    ['process_id', 'aggregated_output', 'exit_code', 'duration'],
  ),
  FileChange: item('FileChange', { changes: fileChanges, status: patchStatus, stdout: text, stderr: text }, [
    'status',
    'stdout',
    'stderr',
  ]),
  McpToolCall: item(
    'McpToolCall',
    {
      server: text,
      tool: text,
      arguments: json,
      readOnlyHint: fc.boolean(),
      status: fc.constantFrom('inProgress', 'completed', 'failed'),
      result: mcpResult,
      error: fc.record({ message: text }),
      duration,
    },
    ['readOnlyHint', 'result', 'error', 'duration'],
  ),
  DynamicToolCall: item(
    'DynamicToolCall',
    {
      namespace: text,
      tool: text,
      arguments: json,
      status: callStatus,
      content_items: fc.array(fc.record({ type: fc.constant('inputText'), text }), { maxLength: 2 }),
      success: fc.boolean(),
      duration,
    },
    ['namespace', 'content_items', 'success', 'duration'],
  ),
  CollabAgentToolCall: item(
    'CollabAgentToolCall',
    {
      tool: fc.constantFrom('spawn_agent', 'send_input', 'wait', 'close_agent', 'resume_agent'),
      status: fc.constantFrom('in_progress', 'completed', 'failed', 'interrupted'),
      sender_thread_id: fc.constant(THREAD_ID),
      receiver_thread_ids: fc.constantFrom([], [THREAD_ID]),
      receiver_agents: fc.constant([]),
      prompt: text,
      agents_states: fc.dictionary(fc.constant(THREAD_ID), agentStatus),
    },
    ['prompt'],
  ),
  SubAgentActivity: item('SubAgentActivity', {
    model: fc.option(text),
    reasoning_effort: fc.constantFrom(null, 'medium'),
    kind: fc.constantFrom('started', 'interacted', 'interrupted', 'completed'),
    agent_thread_id: fc.constant(THREAD_ID),
    agent_path: fc.constant('/root/worker'),
  }),
  WebSearch: item(
    'WebSearch',
    { query: text, action: searchAction, results: fc.array(json, { maxLength: 1 }) },
    ['results'],
  ),
  ImageView: item('ImageView', { path }),
  ImageGeneration: item(
    'ImageGeneration',
    { status: text, revised_prompt: text, result: text, saved_path: path },
    ['revised_prompt', 'saved_path'],
  ),
  Sleep: item('Extension', { kind: fc.constant('clock.sleep'), durationMs: fc.nat(9_000) }),
  EnteredReviewMode: item('EnteredReviewMode', {
    target: fc.constant({ type: 'uncommittedChanges' }),
    user_facing_hint: text,
  }),
  ExitedReviewMode: item('ExitedReviewMode', { review_output: reviewOutput }),
  ContextCompaction: item('ContextCompaction', {}),
};

/** Any turn item; ids repeat across kinds. */
export const arbitraryTurnItem: fc.Arbitrary<JsonObject> = fc.oneof(...Object.values(KINDS));

/** One arbitrary for each kind, named by its tag (`Sleep` for the extension of that name). */
export const arbitraryTurnItemKinds: Readonly<Record<string, fc.Arbitrary<JsonObject>>> = KINDS;
