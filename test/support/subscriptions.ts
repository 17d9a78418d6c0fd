/** Subscriptions in tests: read in the background, ended after the test, told in words. */
import { afterEach } from 'vitest';
import { type SubscribeThreadOptions, subscribeThread } from '../../src/api/subscribe-thread.js';
import type { ThreadChange } from '../../src/api/thread-change.js';
import type { RolloutBuilder } from '../../src/testing/index.js';
import type { OpenHistory } from './open-history.js';
import { type BackgroundReader, readInBackground } from './subscriber.js';
import { textOf } from './threads.js';

export interface ReadSubscription {
  start: Promise<string>;
  stop: AbortController;
  reader: BackgroundReader;
}

/** To be called where hooks may be registered. */
export function useSubscriptions() {
  const stops: AbortController[] = [];
  const stopAll = () => {
    for (const stop of stops.splice(0)) stop.abort();
  };
  afterEach(stopAll);

  function subscribe(
    { service, database }: OpenHistory,
    threadId: string,
    options: Partial<SubscribeThreadOptions> = {},
  ): ReadSubscription {
    const stop = new AbortController();
    stops.push(stop);
    const { projector } = service;
    const { signal } = stop;
    const common = { database, projector, threadId, now: Date.now, signal, pollMs: 1 };
    const subscription = subscribeThread({ ...common, ...options });
    return { start: subscription.start, stop, reader: readInBackground(subscription) };
  }
  return { subscribe, stopAll };
}

/** A change in words: `turn-1 completed`, `question 1`. */
export function wordsOf(change: ThreadChange): string {
  switch (change.kind) {
    case 'turn':
      return `${change.turn.turnId} ${change.turn.status}`;
    case 'item':
      return textOf(change.item.value) || change.item.value.type;
    case 'realtimeItem':
      return change.item.type;
    case 'turnsRemoved':
      return `without ${change.turns.map(({ turnId }) => turnId).join()}`;
    case 'reset':
      return `reset: ${change.reason}`;
  }
}

/** Lines of a thread from a number on, each with its newline. */
export const grownLines = (thread: RolloutBuilder, from: number): string =>
  thread
    .lines()
    .slice(from)
    .map((line) => `${line}\n`)
    .join('');
