/**
 * Rollouts of summer 2025, before there was an envelope: a head line, bare response items, state markers
 * (spec: rollout-format §19). Codex 0.169 cannot open them.
 */
import { createTestClock, lineTimestamp, type TestClock } from './clock.js';
import { createTestIds } from './ids.js';
import type { JsonObject } from './json-object.js';
import type { GitState } from './payloads/session-meta.js';
import { type RolloutFileContent, rolloutFileName, textLines } from './rollout-file.js';

export interface BareRolloutOptions {
  threadId?: string;
  clock?: TestClock;
  seed?: number;
  instructions?: string | null;
  git?: GitState;
}

export interface BareRolloutBuilder extends RolloutFileContent {
  readonly threadId: string;
  user(text: string): BareRolloutBuilder;
  agent(text: string): BareRolloutBuilder;
  reasoning(summary: string): BareRolloutBuilder;
  shell(command: string, result: { output: string; exitCode?: number }): BareRolloutBuilder;
  /** `{"record_type":"state"}` */
  state(): BareRolloutBuilder;
  line(value: JsonObject): BareRolloutBuilder;
  lines(): string[];
  text(): string;
}

/** Starts with its head line. */
export function bareRollout(options: BareRolloutOptions = {}): BareRolloutBuilder {
  const clock = options.clock ?? createTestClock('2025-08-19T08:25:08.114Z');
  const ids = createTestIds(options.seed);
  const startedAtMs = clock.now();
  const threadId = options.threadId ?? ids.uuid(startedAtMs);
  let text = '';

  function line(value: JsonObject): BareRolloutBuilder {
    text += `${JSON.stringify(value)}\n`;
    return builder;
  }
  const message = (role: string, type: string, said: string) =>
    line({ type: 'message', id: null, role, content: [{ type, text: said }] });

  const builder: BareRolloutBuilder = {
    threadId,
    user: (said) => message('user', 'input_text', said),
    agent: (said) => message('assistant', 'output_text', said),
    reasoning: (summary) =>
      line({
        type: 'reasoning',
        id: ids.token('rs'),
        summary: [{ type: 'summary_text', text: summary }],
        encrypted_content: null,
      }),
    shell(command, { output, exitCode = 0 }) {
      const call_id = ids.token('call');
      const argv = JSON.stringify({ command: ['bash', '-lc', command] });
      line({ type: 'function_call', id: ids.token('fc'), name: 'shell', arguments: argv, call_id });
      const metadata = { exit_code: exitCode, duration_seconds: 0.2 };
      return line({ type: 'function_call_output', call_id, output: JSON.stringify({ output, metadata }) });
    },
    state: () => line({ record_type: 'state' }),
    line,
    lines: () => textLines(text),
    text: () => text,
    bytes: () => new Uint8Array(Buffer.from(text)),
    fileName: () => rolloutFileName({ threadId, rolloutId: threadId, startedAtMs }),
    startedAt: () => new Date(startedAtMs),
    updatedAt: () => new Date(startedAtMs),
  };
  return line({
    id: threadId,
    timestamp: lineTimestamp(startedAtMs),
    instructions: options.instructions ?? null,
    git: options.git ?? {},
  });
}
