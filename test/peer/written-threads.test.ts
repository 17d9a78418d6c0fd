/**
 * What we write, Codex 0.169.0 reads: threads made through the store are opened by the real binary, whose answers and rows are
 * compared with ours.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createThreadStore, type ThreadStore } from '../../src/api/thread-store.js';
import { decodeLine } from '../../src/events/decode-line.js';
import type { HistoryMode } from '../../src/events/record/history-mode.js';
import type { RolloutRecord } from '../../src/events/record/rollout-record.js';
import { openHistoryDatabase } from '../../src/store/open-history-database.js';
import { createTestClock, type RolloutBuilder, rollout } from '../../src/testing/index.js';
import { PEER, peerHome, startPeer } from '../support/peer-process.js';
import { rpcOver } from '../support/rpc-client.js';

/** The records of a builder's rollout, as a session would hand them over. */
function recordsOf(builder: RolloutBuilder): RolloutRecord[] {
  return builder.lines().flatMap((line) => {
    const decoded = decodeLine(line);
    if (decoded.kind !== 'record') throw new Error(`${decoded.kind}: ${line.slice(0, 200)}`);
    return decoded.record.type === 'session_meta' ? [] : [decoded.record];
  });
}

/** Turns with every kind of item, canonical whatever mode they are written in; a compaction between them. */
function everyKind(threadId: string, seed: number): RolloutBuilder {
  return rollout({
    threadId,
    seed,
    historyMode: 'paginated',
    cwd: '/work',
    clock: createTestClock(Date.now() - 60_000),
  })
    .turn((turn) =>
      turn
        .user('When is high water at Vlissingen?')
        .reasoning('**Reading the table**', ['raw thought'])
        .command({ command: 'npm test -- --port "Vlissingen"', output: 'ok 潮位 \u001b[32mgreen\u001b[0m\n' })
        .command({ command: 'cat big.log', output: 'line of output\n'.repeat(9_000) })
        .patch({
          changes: {
            '/work/a.ts': { type: 'update', unified_diff: '@@ -1 +1 @@\n-a\n+b\n', move_path: null },
          },
        })
        .mcp({ server: 'almanac', tool: 'lookup', arguments: { station: 2 } })
        .webSearch('tides zeeland')
        .viewImage('/work/chart.png')
        .sleep(5)
        .plan('1. read\n2. write')
        .agent('At noon.', { phase: 'final_answer' })
        .complete(),
    )
    .turn((turn) => turn.user('Shorter, please').compact('They asked about tides.').agent('Noon.').complete())
    .turn((turn) => turn.user('And tomorrow?').agent('A little later').abort());
}

const PEER_COLUMNS = {
  thread_turns:
    'turn_id, root_turn_id, rollout_ordinal, rollout_byte_offset, rollout_end_ordinal, rollout_end_byte_offset, status, error_json, started_at, completed_at, duration_ms, first_user_item_id, final_agent_item_id',
  thread_items:
    'turn_id, item_id, rollout_ordinal, created_at_ms, item_json, item_type, updated_at_ordinal, started_at_ms, completed_at_ms',
  thread_realtime_items: 'item_id, rollout_ordinal, created_at_ms, item_json, item_type',
};

type Rows = Record<string, unknown[]>;

function rowsOf(database: Database.Database, rolloutId: string): Rows {
  return Object.fromEntries(
    Object.entries(PEER_COLUMNS).map(([table, columns]) => [
      table,
      database
        .prepare(`select ${columns} from ${table} where thread_id = ? order by rollout_ordinal`)
        .all(rolloutId),
    ]),
  );
}

interface Written {
  store: ThreadStore;
  home: string;
  threads: string[];
  close(): Promise<void>;
  rows(rolloutId: string): Rows;
  rolloutIds(): string[];
}

async function openStore(): Promise<Written> {
  const home = peerHome();
  const database = await openHistoryDatabase({ path: join(home, 'threadloom.sqlite') });
  const store = createThreadStore({ database, homes: [home], now: Date.now, cliVersion: '0.169.0' });
  return {
    store,
    home,
    threads: [],
    rows: (rolloutId) => rowsOf(database.reader, rolloutId),
    rolloutIds: () =>
      database.reader
        .prepare<[], string>('select thread_id from thread_history_projection_state')
        .pluck()
        .all(),
    async close() {
      await store.close();
      database.close();
    },
  };
}

async function writeThread(
  { store, threads }: Written,
  historyMode: HistoryMode,
  seed: number,
): Promise<string> {
  const live = store.startThread({ cwd: '/work', historyMode });
  for (const record of recordsOf(everyKind(live.threadId, seed))) live.append([record]);
  await live.projected();
  await live.close();
  threads.push(live.threadId);
  return live.threadId;
}

/** What a live server or another database adds to a thread. */
const LIVE_FIELDS = [
  ...[
    'updatedAt',
    'recencyAt',
    'model',
    'reasoningEffort',
    'environments',
    'extra',
    'section',
    'sectionEnteredAt',
  ],
  ...[
    'projectId',
    'daybreakEnabled',
    'canAcceptDirectInput',
    'status',
    'attachedToThreadId',
    'name',
    'threadSource',
  ],
  // Of a fork that it did not make itself it knows what its file says alone.
  ...['gitInfo', 'forkedFromId', 'sessionId', 'preview'],
];

function stripped(answer: { result?: { thread: Record<string, unknown> } }): unknown {
  const thread = { ...answer.result?.thread };
  for (const field of LIVE_FIELDS) delete thread[field];
  return thread;
}

describe.skipIf(PEER === undefined)('a rollout that we wrote is opened by the real Codex', () => {
  it('lists, reads, pages and resumes paginated threads, forks and a revert, and projects the same rows', {
    timeout: 120_000,
  }, async () => {
    const written = await openStore();
    const { store, home } = written;
    const threadId = await writeThread(written, 'paginated', 1);
    const turns = (await store.listTurns(threadId, { limit: 10, direction: 'asc' })).data;
    expect(turns).toHaveLength(3);
    const fork = await store.forkThread({ threadId });
    const forkId = fork.threadId;
    const early = await store.forkThread({
      threadId,
      boundary: { kind: 'before', turnId: turns[1]?.id ?? '' },
    });
    const nested = await store.forkThread({ threadId: forkId });
    for (const [index, { threadId: id }] of [fork, early, nested].entries()) {
      const live = store.openThread(id);
      live.append(
        recordsOf(
          rollout({ threadId: id, seed: 20 + index, cwd: '/work' }).turn((turn) =>
            turn.user('on').agent('yes').complete(),
          ),
        ),
      );
      await live.close();
      written.threads.push(id);
    }
    const revertedId = await writeThread(written, 'paginated', 2);
    // Codex makes no rows of a rollout that it only meets as another one's past, so it has to see this one first.
    const first = await startPeer(home);
    expect((await first.call('thread/resume', { threadId: revertedId })).error).toBeUndefined();
    await first.stop();
    const second = (await store.listTurns(revertedId, { limit: 10, direction: 'asc' })).data[1]?.id ?? '';
    await store.revertThread(revertedId, second);
    const live = store.openThread(revertedId);
    live.append(
      recordsOf(
        rollout({ threadId: revertedId, seed: 30, cwd: '/work' }).turn((turn) =>
          turn.user('again').agent('so').complete(),
        ),
      ),
    );
    await live.close();

    const ours = rpcOver(store);
    const peer = await startPeer(home);
    const listed = await peer.call('thread/list', { limit: 100, modelProviders: ['openai'] });
    const ids = new Set(listed.result?.data.map(({ id }: { id: string }) => id));
    expect([...written.threads].filter((id) => !ids.has(id))).toEqual([]);
    for (const id of written.threads) {
      const resumed = await peer.call('thread/resume', { threadId: id });
      expect(resumed.error).toBeUndefined();
      const params = { threadId: id, includeTurns: true };
      expect(stripped(await peer.call('thread/read', params))).toEqual(
        stripped(await ours.call('thread/read', params)),
      );
      for (const method of ['thread/turns/list', 'thread/items/list']) {
        for (const sortDirection of ['asc', 'desc']) {
          const page = { threadId: id, limit: 4, sortDirection };
          expect((await peer.call(method, page)).result).toEqual((await ours.call(method, page)).result);
        }
      }
    }
    await peer.stop();
    const theirs = new Database(join(home, 'thread_history_1.sqlite'), { readonly: true });
    const compared = written.rolloutIds();
    expect(compared.length).toBeGreaterThanOrEqual(6);
    for (const rolloutId of compared) {
      const peerRows = rowsOf(theirs, rolloutId);
      expect({ rolloutId, ...peerRows }).toEqual({ rolloutId, ...written.rows(rolloutId) });
    }
    theirs.close();
    await written.close();
  });

  it('lists, reads and resumes legacy threads', { timeout: 60_000 }, async () => {
    const written = await openStore();
    const threadId = await writeThread(written, 'legacy', 3);
    const ours = rpcOver(written.store);
    const peer = await startPeer(written.home);
    const params = { threadId, includeTurns: true };
    expect(stripped(await peer.call('thread/read', params))).toEqual(
      stripped(await ours.call('thread/read', params)),
    );
    const page = { threadId, limit: 2 };
    expect((await peer.call('thread/turns/list', page)).result).toEqual(
      (await ours.call('thread/turns/list', page)).result,
    );
    expect((await peer.call('thread/resume', { threadId })).error).toBeUndefined();
    await peer.stop();
    await written.close();
  });
});
