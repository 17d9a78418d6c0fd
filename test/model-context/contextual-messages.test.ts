/** Which messages in the user's name are none of the user's. */
import { describe, expect, it } from 'vitest';
import { isUserRequest } from '../../src/model-context/index.js';
import { item } from '../support/model-context-records.js';

function isRequest(...texts: string[]): boolean {
  const content = texts.map((text) => ({ type: 'input_text', text }));
  const of = item({ type: 'message', role: 'user', content });
  return of.type === 'response_item' && isUserRequest(of.payload);
}

describe('a message of context', () => {
  it.each([
    '# AGENTS.md instructions for /work\n\n<INSTRUCTIONS>\nrules\n</INSTRUCTIONS>',
    '<environment_context>\n  <cwd>/work</cwd>\n</environment_context>',
    '  <ENVIRONMENT_CONTEXT>here</environment_context>\n',
    '<skill>text</skill>',
    '<user_shell_command>ls</user_shell_command>',
    '<turn_aborted>stopped</turn_aborted>',
    '<subagent_notification>{}</subagent_notification>',
    '<goal_context>goal</goal_context>',
    '<codex_internal_context source="goal">go on</codex_internal_context>',
    '<recommended_plugins>none</recommended_plugins>',
    '<agent_message_board_notification>new</agent_message_board_notification>',
    '<external_tracker>issue 3</external_tracker>',
    '<hook_prompt hook_run_id="run">again</hook_prompt>',
    'Warning: The maximum number of unified exec processes you can keep open is 60.',
    'Warning: apply_patch was requested via exec_command.',
    'Warning: Your account was flagged for potentially high-risk cyber activity.',
  ])('%j is no request', (text) => {
    expect(isRequest(text)).toBe(false);
  });

  it('is no request even if one of its parts alone is context', () => {
    expect(isRequest('<environment_context>here</environment_context>', 'and a question')).toBe(false);
  });
});

describe('a message that only looks like one', () => {
  it.each([
    'hello',
    '',
    '# AGENTS.md instructions, how do I write them?',
    '<environment_context> is what?',
    '<turn_aborted>unfinished',
    '<user_instructions>of 2025</user_instructions>',
    '<codex_internal_context>without source</codex_internal_context>',
    '<external_a>mismatched</external_b>',
    'See <skill>text</skill>',
  ])('%j is a request', (text) => {
    expect(isRequest(text)).toBe(true);
  });
});
