/** What a program gets that installs the package: every entry point loads, and the first lines of the README work. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeCodexHome } from '../src/testing/index.js';
import { useTempFolder } from './support/temp-folder.js';
import { numberedThread } from './support/threads.js';

const folder = useTempFolder();
const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'));

describe('the package', () => {
  it.each(entries)('has the entry point %s', async (entry) => {
    const exported = await import(entry.replace('.', 'threadloom'));
    expect(Object.keys(exported).length).toBeGreaterThan(0);
  });

  it('serves pages and proves them', async () => {
    const { createHistoryService, openHistoryDatabase } = await import('threadloom');
    const { verifyThreads } = await import('threadloom/jobs');
    const home = folder.path('home');
    writeCodexHome({ home, entries: [{ rollout: numberedThread(3) }] });
    const database = await openHistoryDatabase({ path: folder.path('history.sqlite') });
    const service = createHistoryService({ database, homes: [home], now: Date.now });

    const { data: threads } = await service.listThreads({ limit: 10 });
    const { data: items } = await service.listItems(threads[0]?.id ?? '', { limit: 100 });
    expect(items.length).toBeGreaterThan(3);
    const totals = await verifyThreads({ database, projector: service.projector, now: Date.now });
    expect(totals).toMatchObject({ rollouts: 1, proved: 1, differs: 0 });
    await service.close();
    database.close();
  });
});
