/** What pages say they were read as of: the place of the rows, and whether they were proved there. */
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAsOf } from '../../src/api/as-of.js';
import { historyMethods } from '../../src/api/json-rpc/methods.js';
import { readCheckpoint } from '../../src/store/checkpoint.js';
import { removeRolloutRows } from '../../src/store/rollout-rows.js';
import { replaceByUnknownEvent, rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { numberedThread } from '../support/threads.js';
import { verifyLab } from '../support/verify-lab.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

describe('a page', () => {
  it('says what its rows stand for, when it is asked', async () => {
    const thread = numberedThread(3);
    const { service, database } = await openHistory([thread]);
    const { threadId } = thread;
    const { asOf } = await service.listTurns(threadId, { asOf: true });
    const checkpoint = readCheckpoint(database.reader, threadId);
    expect(asOf).toEqual({
      rolloutId: threadId,
      byteOffset: thread.bytes().length,
      ordinal: checkpoint?.next_rollout_ordinal,
      digest: checkpoint?.tail_digest,
      projectorVersion: checkpoint?.projector_version,
      complete: false,
      skipped: 0,
    });
    expect((await service.listItems(threadId, { asOf: true })).asOf).toEqual(asOf);
    expect((await service.listTimeline(threadId, { asOf: true })).asOf).toEqual(asOf);
    expect((await service.searchOccurrences(threadId, { searchTerm: 'question', asOf: true })).asOf).toEqual(
      asOf,
    );
    expect((await service.readThread(threadId, { asOf: true })).asOf).toEqual(asOf);
    expect(await service.listTurns(threadId)).not.toHaveProperty('asOf');
  });

  it('never says so to clients of Codex', async () => {
    const thread = numberedThread(1);
    const { service } = await openHistory([thread]);
    const methods = historyMethods(service, { codexHome: '/', version: '1', platform: 'linux' });
    const params = { threadId: thread.threadId, asOf: true };
    for (const name of ['thread/turns/list', 'thread/items/list', 'thread/timeline/list', 'thread/read']) {
      expect(JSON.stringify(await methods[name]?.(params))).not.toContain('asOf');
    }
  });
});

describe('complete', () => {
  it('holds from a verification to the next append', async () => {
    const thread = numberedThread(2);
    const history = await openHistory([thread]);
    const { service, database } = history;
    const asOf = async () => (await service.listTurns(thread.threadId, { asOf: true })).asOf;
    expect(await asOf()).toMatchObject({ complete: false });
    await verifyLab({ database, projector: service.projector });
    expect(await asOf()).toMatchObject({ complete: true });
    thread.wait(60_000).turn((turn) => turn.user('one more').agent('certainly').complete());
    history.write(thread);
    expect(await asOf()).toMatchObject({ complete: false, byteOffset: thread.bytes().length });
    await verifyLab({ database, projector: service.projector });
    expect(await asOf()).toMatchObject({ complete: true });
  });

  it('is not said of rows that skipped something, nor of rows that were made again', async () => {
    const thread = numberedThread(2);
    const damaged = { ...thread, bytes: () => replaceByUnknownEvent(thread.bytes(), 5) };
    const { service, database } = await openHistory([damaged]);
    const { threadId } = thread;
    const asOf = async () => (await service.listTurns(threadId, { asOf: true })).asOf;
    await asOf();
    const { verdicts } = await verifyLab({ database, projector: service.projector });
    expect(verdicts).toMatchObject([{ status: 'proved', compared: { skipped: 1 } }]);
    expect(await asOf()).toMatchObject({ complete: false, skipped: 1 });
    database.transaction((connection) => removeRolloutRows(connection, threadId));
    database.writer.exec(`delete from diagnostics`);
    expect(await asOf()).toMatchObject({ complete: false });
  });

  it('is not said of a thread whose file is gone', async () => {
    const thread = numberedThread(2);
    const history = await openHistory([thread]);
    const { service, database } = history;
    await service.listTurns(thread.threadId);
    await verifyLab({ database, projector: service.projector });
    rmSync(history.home, { recursive: true });
    expect((await service.listTurns(thread.threadId, { asOf: true })).asOf).toMatchObject({
      complete: false,
    });
  });

  it('takes the inherited history into account', async () => {
    const source = numberedThread(3);
    const fork = source.wait(1_000).fork({ seed: 7 });
    fork.turn((turn) => turn.user('in the fork').agent('yes').complete());
    const { service, database } = await openHistory([source, fork]);
    const { projector } = service;
    const asOf = async () => (await service.listTurns(fork.threadId, { asOf: true })).asOf;
    const cut = source.historyBase().end_byte_offset;
    const inherited = { rolloutId: source.threadId, endByteOffset: cut, skipped: 0 };
    expect(await asOf()).toMatchObject({ complete: false, inherited: [{ ...inherited, complete: false }] });
    await verifyLab({ database, projector }, { threadIds: [fork.threadId] });
    expect(await asOf()).toMatchObject({ complete: true, inherited: [{ ...inherited, complete: true }] });
    database.writer.exec(`delete from projection_proofs where thread_id = '${source.threadId}'`);
    expect(await asOf()).toMatchObject({ complete: false, inherited: [{ ...inherited, complete: false }] });
  });

  it('is unknown of a thread without rows', async () => {
    const thread = rollout({ seed: 3 }).sessionMeta();
    const { database } = await openHistory([thread]);
    const lineage = {
      threadId: thread.threadId,
      historyMode: 'paginated' as const,
      archived: false,
      segments: [{ rolloutId: thread.threadId, startOrdinal: 1, endOrdinal: null, endByteOffset: null }],
      missingAncestor: null,
    };
    expect(readAsOf(database.reader, lineage)).toBeNull();
    expect(readAsOf(database.reader, { ...lineage, segments: [] })).toBeNull();
  });
});
