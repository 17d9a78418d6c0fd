/** A page and the changes after its position are exactly the rows, whenever the page is read and whoever projects. */
import { setTimeout as pause } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { comparePlaces, decodeChangePosition } from '../../src/api/cursors/change-position.js';
import { readWithPosition } from '../../src/api/read-with-position.js';
import { subscribeThread } from '../../src/api/subscribe-thread.js';
import { itemChange, realtimeChange, type ThreadChange, turnChange } from '../../src/api/thread-change.js';
import type { StoredItem } from '../../src/store/page-items.js';
import type { StoredRealtimeItem } from '../../src/store/page-realtime-items.js';
import type { StoredTurn } from '../../src/store/page-turns.js';
import { formatRecordLine } from '../../src/testing/index.js';
import { arbitraryLegacyRollout, arbitraryPaginatedRollout, bytesOfLines } from '../support/arbitraries.js';
import { arbitraryCuts, piecesOf } from '../support/arbitrary-pieces.js';
import { THREAD_ID } from '../support/arbitrary-values.js';
import { type HistoryLab, openHistoryLab } from '../support/history-lab.js';
import { ThreadCopy } from '../support/subscriber.js';
import { useTempFolder } from '../support/temp-folder.js';

fc.configureGlobal({ baseSize: 'large' });

const folder = useTempFolder();
let lab: HistoryLab;

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
});

/** A reader's copy that holds what pages show. */
function copyOfRows(connection: Database.Database): ThreadCopy {
  const copy = new ThreadCopy();
  const all = <Row>(sql: string): Row[] => connection.prepare<[string], Row>(sql).all(THREAD_ID);
  const position = '';
  for (const row of all<StoredTurn>('select * from thread_turns where thread_id = ?')) {
    copy.take({ ...turnChange(row), position });
  }
  for (const row of all<StoredItem>(
    "select * from thread_items where thread_id = ? and origin <> 'unrecognised'",
  )) {
    copy.take({ ...itemChange(row), position });
  }
  const realtime = 'select * from thread_realtime_items where thread_id = ? order by rollout_ordinal';
  for (const row of all<StoredRealtimeItem>(realtime)) copy.take({ ...realtimeChange(row), position });
  return copy;
}

interface Piece {
  pauseMs: number;
  /** Whether somebody else projects the piece before the subscriber can. */
  projected: boolean;
  /** Whether the reader gets the time to take everything in. */
  settled: boolean;
}

const arbitraryPieces = fc.array(
  fc.record({ pauseMs: fc.nat(3), projected: fc.boolean(), settled: fc.constantFrom(true, true, false) }),
  {
    minLength: 8,
    maxLength: 8,
  },
);

const NOTHING: Piece = { pauseMs: 0, projected: false, settled: false };

async function expectExactStream(
  bytes: Uint8Array,
  cuts: readonly number[],
  { pieces, readAt }: { pieces: readonly Piece[]; readAt: number },
): Promise<number> {
  lab.clear();
  const [head = new Uint8Array(), ...rest] = piecesOf(bytes, [0.02, ...cuts]);
  // A file that ends within its first line belongs to no thread yet.
  const metaEnd = Buffer.from(bytes).indexOf(10) + 1;
  lab.write(head.length >= metaEnd ? head : bytes.subarray(0, metaEnd));
  let written = Math.max(head.length, metaEnd);
  const thread = { database: lab.database, projector: lab.projector, threadId: THREAD_ID };

  const stop = new AbortController();
  const seen: ThreadChange[] = [];
  let copy = new ThreadCopy();
  let reading: Promise<void> = Promise.resolve();
  const beginReading = async () => {
    const page = await readWithPosition(thread, copyOfRows);
    copy = page.result;
    const stream = subscribeThread({
      ...thread,
      from: page.position,
      now: Date.now,
      signal: stop.signal,
      pollMs: 0,
    });
    reading = (async () => {
      for await (const change of stream) {
        seen.push(change);
        copy.take(change);
      }
    })();
    return page.position;
  };

  const expectAllTaken = async () => {
    await lab.project();
    const rows = lab.database.snapshot((connection) => copyOfRows(connection).state());
    await expect.poll(() => copy.state(), { timeout: 5_000, interval: 2 }).toEqual(rows);
  };

  let position: string | null = null;
  let end = 0;
  for (const [index, piece] of [head, ...rest].entries()) {
    end += piece.length;
    if (end > written) {
      lab.append(bytes.subarray(written, end));
      written = end;
    }
    const { pauseMs, projected, settled } = pieces[index % pieces.length] ?? NOTHING;
    if (projected) await lab.project();
    if (index === readAt % (rest.length + 1)) position = await beginReading();
    await (position !== null && settled ? expectAllTaken() : pause(pauseMs));
  }
  position ??= await beginReading();

  await expectAllTaken();
  stop.abort();
  await reading;
  let before = decodeChangePosition(position, THREAD_ID);
  for (const change of seen) {
    expect(change.kind).not.toBe('reset');
    const at = decodeChangePosition(change.position, THREAD_ID);
    expect(comparePlaces(before, at)).toBeLessThan(0);
    before = at;
  }
  return seen.length;
}

const rollbacks = fc.array(fc.record({ line: fc.nat(40), turns: fc.integer({ min: 1, max: 3 }) }), {
  maxLength: 4,
});

/** Lines with more rollbacks among them than sessions had. */
function withRollbacks(lines: readonly string[], at: readonly { line: number; turns: number }[]): string[] {
  const mixed = [...lines];
  for (const { line, turns } of at) {
    const payload = { type: 'thread_rolled_back', num_turns: turns };
    const timestamp = '2026-03-02T09:10:00.000Z';
    const text = formatRecordLine({ timestamp, ordinal: null, type: 'event_msg', payload });
    mixed.splice(1 + (line % mixed.length), 0, text);
  }
  return mixed;
}

describe.each([
  ['paginated', arbitraryPaginatedRollout()],
  ['legacy', fc.tuple(arbitraryLegacyRollout(), rollbacks).map(([lines, at]) => withRollbacks(lines, at))],
])('a subscription to a %s thread', (_, arbitraryRollout) => {
  it('has no gap and no duplicate after a page that is read at any moment', {
    timeout: 120_000,
  }, async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(
        arbitraryRollout,
        arbitraryCuts(12),
        fc.record({ pieces: arbitraryPieces, readAt: fc.nat(2) }),
        async (lines, cuts, how) => {
          told += await expectExactStream(bytesOfLines(lines), cuts, how);
        },
      ),
      { numRuns: 60 },
    );
    // Most of what there is, and not what the page had.
    expect(told).toBeGreaterThan(150);
  });
});
