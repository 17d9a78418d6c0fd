/** Threads that many tests of reading want, with few lines, so that ordinals can be counted. */
import {
  createTestClock,
  type RolloutBuilder,
  type RolloutOptions,
  rollout,
} from '../../src/testing/index.js';

/**
 * A thread of turns that ask `question n` and answer `answer n`. Visible lines only: the session_meta has ordinal 0, and
 * turn n takes four lines from ordinal 4n − 3 on: start, question, answer, end.
 */
export function numberedThread(turns: number, options: RolloutOptions = {}): RolloutBuilder {
  const thread = rollout({ detail: 'visible', ...options }).sessionMeta();
  return addNumberedTurns(thread, 1, turns);
}

/** Turns `from` to `to`, both included. */
export function addNumberedTurns(thread: RolloutBuilder, from: number, to: number): RolloutBuilder {
  for (let number = from; number <= to; number++) {
    thread.turn(
      (turn) =>
        turn.user(`question ${number}`).agent(`answer ${number}`, { phase: 'final_answer' }).complete(),
      { turnId: `turn-${number}` },
    );
  }
  return thread;
}

/** Text of a message item; '' for other items. */
export function textOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return '';
  if ('text' in item && typeof item.text === 'string') return item.text;
  if (!('content' in item) || !Array.isArray(item.content)) return '';
  return item.content.map((part: { text?: string }) => part.text ?? '').join('');
}

/** Texts of the items of a page of items. */
export function textsOf(page: { data: { item: { value: unknown } }[] }): string[] {
  return page.data.map(({ item }) => textOf(item.value));
}

/** Ids of the turns of a page of turns. */
export function idsOf(page: { data: { id: string }[] }): string[] {
  return page.data.map(({ id }) => id);
}

let nextSeed = 1_000;

/** A thread of one turn that says one thing, started some minutes past nine; of a seed that no other of them has. */
export function sayingThread(text: string, minute = 0, options: RolloutOptions = {}): RolloutBuilder {
  const clock = createTestClock(Date.parse('2026-03-02T09:00:00Z') + minute * 60_000);
  return rollout({ detail: 'visible', seed: nextSeed++, clock, ...options })
    .sessionMeta()
    .turn((turn) => turn.user(text).complete());
}

/** A source with turns 1 to 4, and a fork of it after turn 2 with turns 5 and 6; the cut is ordinal 9. */
export function sourceAndFork(): { source: RolloutBuilder; fork: RolloutBuilder } {
  const source = numberedThread(2);
  const at = source.historyBase();
  addNumberedTurns(source, 3, 4);
  return { source, fork: addNumberedTurns(source.fork({ seed: 2, at }), 5, 6) };
}

/** Previews of a page of threads. */
export function previewsOf(page: { data: { preview: string }[] }): string[] {
  return page.data.map(({ preview }) => preview);
}
