/** Small threads for demand cases: turns of one shape, the lines they are found by, and damaged files in a home. */
import { join } from 'node:path';
import { lineSpans } from '../../src/testing/damage/line-spans.js';
import {
  type HomeEntry,
  type RolloutBuilder,
  type TurnOptions,
  writeCodexHome,
} from '../../src/testing/index.js';
import { threadSettingsApplied } from '../../src/testing/payloads/turn-context.js';
import { demandRollout } from './demand-case.js';

/** Writes a completed turn for each name; returns the texts of their items in order. */
export function writeTurns(
  thread: RolloutBuilder,
  names: readonly string[],
  options: TurnOptions = {},
): string[] {
  return names.flatMap((name) => {
    const texts = [`question ${name}`, `ls ${name}`, `answer ${name}`] as const;
    thread.turn(
      (turn) =>
        turn
          .user(texts[0])
          .command({ command: texts[1], output: `${name}.txt\n` })
          .agent(texts[2])
          .complete(),
      options,
    );
    thread.wait(1_000);
    return texts;
  });
}

/** Writes a turn that nothing ends, as after a crash; returns the texts of its items. */
export function writeBrokenTurn(thread: RolloutBuilder, name: string): string[] {
  thread.turn((turn) => turn.user(`question ${name}`).command({ command: `ls ${name}`, output: '' }));
  return [`question ${name}`, `ls ${name}`];
}

/** What a session writes first when it goes on with a thread. */
export function writeResumed(thread: RolloutBuilder): void {
  const workspace = { cwd: '/work', model: 'gpt-5.5', modelProvider: 'openai' };
  thread.event(threadSettingsApplied(workspace, thread.threadId));
}

/** A thread with a turn that broke off and one that a resume goes on with after it. */
export interface ResumedThread {
  thread: RolloutBuilder;
  readable: string[];
  /** Number of the first line that was written after the resume. */
  boundary: number;
}

/** Such a thread, with the turns of these names after the resume; `beforeResume` may write more behind the turn that broke off. */
export function resumedThread(
  seed: number,
  {
    after = ['after'],
    beforeResume,
  }: { after?: string[]; beforeResume?: (thread: RolloutBuilder) => void } = {},
): ResumedThread {
  const thread = demandRollout({ seed });
  const readable = [...writeTurns(thread, ['before']), ...writeBrokenTurn(thread, 'broken off')];
  beforeResume?.(thread);
  writeResumed(thread);
  const boundary = lastLineWith(thread, 'thread_settings_applied');
  readable.push(...writeTurns(thread, after));
  return { thread, readable, boundary };
}

/** Number of the last line that holds a text. */
export function lastLineWith(thread: RolloutBuilder, text: string): number {
  const found = thread.lines().findLastIndex((line) => line.includes(text));
  if (found === -1) throw new Error(`no line holds ${text}`);
  return found;
}

/** Bytes of line number `at`, as diagnostics name them. */
export function spanOf(bytes: Uint8Array, at: number): [start: number, end: number] {
  const span = lineSpans(bytes)[at];
  if (span === undefined) throw new Error(`no line ${at}`);
  return [span.start, span.end];
}

/** Lays a rollout with other bytes than it has; returns its path. */
export function layDamaged(
  home: string,
  thread: RolloutBuilder,
  bytes: Uint8Array,
  options: Omit<HomeEntry, 'rollout'> = {},
): string {
  const [path = join(home, thread.fileName())] = writeCodexHome({
    home,
    entries: [{ ...options, rollout: { ...thread, bytes: () => bytes } }],
  });
  return path;
}

/** Statements that remove rows from an ordinal on, while the checkpoint stays where it is. */
export function rowsCutAt(
  rolloutId: string,
  ordinal: number,
  tables: readonly string[] = ['thread_turns', 'thread_items'],
): string[] {
  return tables.map(
    (table) => `delete from ${table} where thread_id = '${rolloutId}' and rollout_ordinal >= ${ordinal}`,
  );
}
