/** Reads a subscription in the background and keeps what a reader of it would show. */
import type { ThreadChange } from '../../src/api/thread-change.js';

type Kept = Exclude<ThreadChange, { kind: 'reset' | 'turnsRemoved' }>;

/** A reader's copy of a thread, kept up by changes alone. */
export class ThreadCopy {
  readonly turns = new Map<string, Kept>();
  readonly items = new Map<string, Kept>();
  readonly realtime = new Map<string, Kept>();

  take(change: ThreadChange): void {
    switch (change.kind) {
      case 'turn':
        this.turns.set(`${change.turn.turnId} ${change.turn.occurrence}`, change);
        break;
      case 'item': {
        const { turn, item, occurrence } = change;
        this.items.set(`${turn.turnId} ${turn.occurrence} ${item.value.id} ${occurrence}`, change);
        break;
      }
      case 'realtimeItem':
        this.realtime.set(change.item.id, change);
        break;
      case 'turnsRemoved':
        for (const { turnId, occurrence } of change.turns) this.#remove(`${turnId} ${occurrence}`);
        break;
      case 'reset':
        this.turns.clear();
        this.items.clear();
        this.realtime.clear();
        break;
    }
  }

  #remove(turn: string): void {
    this.turns.delete(turn);
    for (const key of this.items.keys()) if (key.startsWith(`${turn} `)) this.items.delete(key);
  }

  /** What it holds, without positions, in log order. */
  state(): unknown {
    const plain = (kept: Map<string, Kept>): unknown[] =>
      [...kept.values()].map(({ position: _, ...change }) => JSON.parse(JSON.stringify(change)));
    const items = plain(this.items) as { createdOrdinal: number }[];
    const turns = plain(this.turns) as { turn: { startOrdinal: number } }[];
    return {
      turns: turns.sort((a, b) => a.turn.startOrdinal - b.turn.startOrdinal),
      items: items.sort((a, b) => a.createdOrdinal - b.createdOrdinal),
      realtime: plain(this.realtime),
    };
  }
}

export interface BackgroundReader {
  readonly changes: ThreadChange[];
  /** Resolves once `count` changes came (in all). */
  reach(count: number): Promise<ThreadChange[]>;
  /** Resolves with the changes when the stream has ended. */
  ended: Promise<ThreadChange[]>;
}

/** Reads until the stream ends. */
export function readInBackground(stream: AsyncIterable<ThreadChange>): BackgroundReader {
  const changes: ThreadChange[] = [];
  const waiting: { count: number; settle: (changes: ThreadChange[]) => void }[] = [];
  const ended = (async () => {
    for await (const change of stream) {
      changes.push(change);
      for (const { count, settle } of waiting) if (changes.length >= count) settle(changes);
    }
    return changes;
  })();
  ended.catch(() => {});
  return {
    changes,
    ended,
    reach: (count) =>
      changes.length >= count
        ? Promise.resolve(changes)
        : Promise.race([
            new Promise<ThreadChange[]>((settle) => waiting.push({ count, settle })),
            ended.then(() => {
              throw new Error(`the stream ended after ${changes.length} changes`);
            }),
          ]),
  };
}
