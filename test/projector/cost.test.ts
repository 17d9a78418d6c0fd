/** Law 7: a catch-up costs what was appended, a page costs the page, and what is known is not read again. */
import { closeSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { formatRecordLine, writeBenchRollout } from '../../src/testing/index.js';
import { type HistoryLab, openHistoryLab } from '../support/history-lab.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
let lab: HistoryLab;
let path: string;
let threadId: string;
let bytes: number;
let lines: number;

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
});

function layLong(historyMode: 'paginated' | 'legacy'): void {
  const sessions = join(lab.home, 'sessions', '2026', '03', '02');
  mkdirSync(sessions, { recursive: true });
  const draft = join(sessions, 'draft');
  const fd = openSync(draft, 'w');
  const bench = writeBenchRollout({ fd, historyMode, turns: 200, items: 1_800, lines: 5_001 });
  closeSync(fd);
  path = join(sessions, bench.fileName);
  renameSync(draft, path);
  ({ threadId, bytes, lines } = bench);
}

/** What an action made the projector do. */
async function workOf(action: () => Promise<unknown>): Promise<{ bytesRead: number; linesParsed: number }> {
  const before = { ...lab.projector.counters };
  await action();
  const { bytesRead, linesParsed } = lab.projector.counters;
  return { bytesRead: bytesRead - before.bytesRead, linesParsed: linesParsed - before.linesParsed };
}

const tokenCount = (ordinal: number | null): string =>
  `${formatRecordLine({
    timestamp: '2026-03-03T09:00:00.000Z',
    ordinal,
    type: 'event_msg',
    payload: { type: 'token_count', info: null, rate_limits: null },
  })}\n`;

describe.each(['paginated', 'legacy'] as const)('a long %s rollout', (historyMode) => {
  it('is read once, then only where it grew', async () => {
    layLong(historyMode);
    expect(await workOf(() => lab.project(threadId))).toEqual({ bytesRead: bytes, linesParsed: lines });
    expect(await workOf(() => lab.project(threadId))).toEqual({ bytesRead: 0, linesParsed: 0 });

    const line = tokenCount(historyMode === 'paginated' ? lines : null);
    lab.append(line, path);
    const suffix = { bytesRead: line.length, linesParsed: 1 };
    expect(await workOf(() => lab.project(threadId))).toEqual(suffix);
    expect(await workOf(() => lab.project(threadId))).toEqual({ bytesRead: 0, linesParsed: 0 });

    lab.restart();
    expect(await workOf(() => lab.project(threadId))).toEqual({ bytesRead: 0, linesParsed: 0 });
    lab.append(line.replace(String(lines), String(lines + 1)), path);
    expect(await workOf(() => lab.project(threadId))).toEqual(suffix);
  });

  it('is read on where it was left when a projection is stopped between two batches', async () => {
    layLong(historyMode);
    const stop = new Error('stopped');
    let offset = 0;
    const stopped = lab.projector.prepareThread(threadId, {
      onProgress({ nextOffset }) {
        offset = nextOffset;
        throw stop;
      },
    });
    await expect(stopped).rejects.toBe(stop);
    expect(lab.rows(threadId).checkpoint).toMatchObject({ next_rollout_byte_offset: offset });
    expect(offset).toBeLessThan(bytes);
    expect(await workOf(() => lab.project(threadId))).toMatchObject({ bytesRead: bytes - offset });
    const rows = lab.rows(threadId);
    expect(await lab.rebuild(threadId)).toEqual(rows);
  });

  it('is not read for a page of what is projected', async () => {
    layLong(historyMode);
    await lab.project(threadId);
    const pages = () =>
      Promise.all([
        lab.service.listTurns(threadId),
        lab.service.listItems(threadId),
        lab.service.listTimeline(threadId),
        lab.service.readThread(threadId),
        lab.service.listThreads(),
      ]);
    expect(await workOf(pages)).toEqual({ bytesRead: 0, linesParsed: 0 });
  });

  it('is read by one of two readers that ask at the same time', async () => {
    layLong(historyMode);
    const both = () => Promise.all([lab.service.listTurns(threadId), lab.service.listItems(threadId)]);
    expect(await workOf(both)).toEqual({ bytesRead: bytes, linesParsed: lines });
  });

  it('keeps a torn tail for later at no further cost', async () => {
    layLong(historyMode);
    await lab.project(threadId);
    const line = tokenCount(historyMode === 'paginated' ? lines : null);
    lab.append(line.slice(0, 50), path);
    expect(await workOf(() => lab.project(threadId))).toEqual({ bytesRead: 0, linesParsed: 0 });
    lab.append(line.slice(50), path);
    expect(await workOf(() => lab.project(threadId))).toEqual({ bytesRead: line.length, linesParsed: 1 });
  });

  it('costs no more for a page near its end than for one near its beginning', async () => {
    layLong(historyMode);
    await lab.project(threadId);
    const plans = (sql: string): string[] =>
      lab.database.reader
        .prepare<[], { detail: string }>(`explain query plan ${sql}`)
        .all()
        .map(({ detail }) => detail);
    const page = `select * from thread_items where thread_id = 't' and rollout_ordinal > 5 order by rollout_ordinal limit 25`;
    expect(plans(page).join()).toMatch(/^SEARCH thread_items USING INDEX idx_thread_items_page/);
    expect(plans(page.replaceAll('thread_items', 'thread_turns')).join()).toMatch(
      /USING INDEX idx_thread_turns_page/,
    );
  });
});
