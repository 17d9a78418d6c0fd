/** Threads that many tests of reading want, with few lines, so that ordinals can be counted. */
import { type RolloutBuilder, type RolloutOptions, rollout } from '../../src/testing/index.js';

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
