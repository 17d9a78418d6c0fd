/**
 * Messages that carry context and no request: texts that a session writes in the name of the user or the developer. They are
 * known by their first and last characters alone.
 */
import type { MessageContent, MessageResponseItem } from '../events/response-item/message.js';
import { parseHookPrompt } from '../events/response-item/parse-hook-prompt.js';

/** Beginning and end of each, in lower case. Seen to count in 0.169; an empty end fits anything. */
const USER_FRAGMENTS = [
  ['# agents.md instructions', '</instructions>'],
  ['<environment_context>', '</environment_context>'],
  ['<skill>', '</skill>'],
  ['<user_shell_command>', '</user_shell_command>'],
  ['<turn_aborted>', '</turn_aborted>'],
  ['<subagent_notification>', '</subagent_notification>'],
  ['<goal_context>', '</goal_context>'],
  ['<recommended_plugins>', '</recommended_plugins>'],
  ['<agent_message_board_notification>', '</agent_message_board_notification>'],
  ['warning: the maximum number of unified exec processes you can keep open is', ''],
  ['warning: apply_patch was requested via ', ''],
  ['warning: your account was flagged for potentially high-risk cyber activity', ''],
] as const;

/** Elements whose name or attributes vary. */
const USER_ELEMENTS = [
  /^<(external_[^<>\s]+)>.*<\/\1>$/s,
  /^<codex_internal_context source="[^"]*">.*<\/codex_internal_context>$/s,
];

/** Beginnings alone, in lower case. */
const DEVELOPER_FRAGMENTS = [
  '<permissions instructions>',
  'approved command prefix saved:',
  '<model_switch>',
  '<persistent_mode>',
  '<apps_instructions>',
  '<collaboration_mode>',
  '<multi_agent_role>',
  '<multi_agent_mode>',
  '<environments_instructions>',
  '<git_attribution>',
  '<realtime_conversation>',
  '<tools>',
  '<personality_spec>',
  '<token_budget>',
  '<context_window_guidance>',
  '<context_window>',
  '<rollout_budget>',
  '<skills_instructions>',
  '<plugins_instructions>',
  '<managed_developer_instructions>',
] as const;

/** Whether a message of the role `user` is none of the user's: one part of context makes it so. */
export function isContextualUserMessage({ content }: MessageResponseItem): boolean {
  return content.some((part) => part.type === 'input_text' && isContextualUserText(part.text));
}

/** Whether a developer message holds context that a session writes again when it changes. */
export function isContextualDeveloperMessage({ content }: MessageResponseItem): boolean {
  return content.some(isContextualDeveloperPart);
}

/** Whether a developer message also holds what is written once and never again. */
export function hasLastingDeveloperText({ content }: MessageResponseItem): boolean {
  return !content.every(isContextualDeveloperPart);
}

function isContextualUserText(text: string): boolean {
  const trimmed = text.trim();
  return (
    USER_FRAGMENTS.some((fragment) => isFragment(trimmed, fragment)) ||
    USER_ELEMENTS.some((element) => element.test(trimmed)) ||
    parseHookPrompt(text) !== null
  );
}

function isContextualDeveloperPart(part: MessageContent): boolean {
  if (part.type !== 'input_text') return false;
  const trimmed = part.text.trimStart();
  return DEVELOPER_FRAGMENTS.some((fragment) => startsWith(trimmed, fragment));
}

/** Told anew for each turn that needs it. */
const TURN_FRAGMENTS = [
  ['<model_switch>', '</model_switch>'],
  ['<persistent_mode>', '</persistent_mode>'],
] as const;

/** Whether a part of a developer message says what the model is to be in the turn that it was written for. */
export function isToldForTurn(part: MessageContent): boolean {
  if (part.type !== 'input_text') return false;
  const trimmed = part.text.trim();
  return TURN_FRAGMENTS.some((fragment) => isFragment(trimmed, fragment));
}

function isFragment(text: string, [start, end]: readonly [string, string]): boolean {
  return startsWith(text, start) && endsWith(text, end);
}

/** Slices first: a text can be long, and its case only matters at its ends. */
function startsWith(text: string, start: string): boolean {
  return text.slice(0, start.length).toLowerCase() === start;
}

function endsWith(text: string, end: string): boolean {
  return end === '' || text.slice(-end.length).toLowerCase() === end;
}
