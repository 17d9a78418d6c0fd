/**
 * Reads everything of a thread over and over until a file says to stop, with a service that lives long and with fresh ones
 * that have to project first; tells how often, and every answer that was not the first one again.
 */

import { existsSync, rmSync } from 'node:fs';
import { createHistoryService, type HistoryService } from '../../../src/api/history-service.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import { childTask } from './child-task.js';

export interface ReadTask {
  home: string;
  database: string;
  threadId: string;
  /** A word that the thread holds. */
  term: string;
  stopFile: string;
}

export interface ReadTally {
  rounds: number;
  /** Messages of errors, and names of answers that changed. */
  wrong: string[];
}

const FRESH_EVERY = 4;

await childTask<ReadTask>(async ({ home, database: path, threadId, term, stopFile }): Promise<ReadTally> => {
  const tally: ReadTally = { rounds: 0, wrong: [] };
  const first = new Map<string, string>();
  const check = async (name: string, read: () => Promise<unknown>): Promise<void> => {
    try {
      const answer = JSON.stringify(await read());
      if (answer !== (first.get(name) ?? answer)) tally.wrong.push(`${name}: ${answer}`);
      first.set(name, first.get(name) ?? answer);
    } catch (error) {
      tally.wrong.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const readAll = async (service: HistoryService): Promise<void> => {
    await check('threads', async () => (await service.listThreads()).data.map(({ id }) => id));
    await check('turns', () => service.listTurns(threadId, { limit: 5 }));
    await check('items', () => service.listItems(threadId, { limit: 7 }));
    await check('all items', async () => {
      const texts: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await service.listItems(threadId, {
          limit: 40,
          ...(cursor !== undefined && { cursor }),
        });
        texts.push(...page.data.map(({ item }) => item.text));
        cursor = page.nextCursor;
      }
      return texts;
    });
    await check('occurrences', () => service.searchOccurrences(threadId, { searchTerm: term }));
    await check('thread search', async () =>
      (await service.searchThreads({ searchTerm: term })).data.map(({ thread, snippet }) => [
        thread.id,
        snippet,
      ]),
    );
  };
  const withService = async (
    file: string,
    use: (service: HistoryService) => Promise<void>,
  ): Promise<void> => {
    const database = await openHistoryDatabase({ path: file });
    const service = createHistoryService({
      database,
      homes: [home],
      now: Date.now,
      onRefused: ({ reason }) => void tally.wrong.push(`refused: ${reason}`),
    });
    try {
      await use(service);
    } finally {
      await service.close();
      database.close();
    }
  };

  await withService(path, async (service) => {
    while (!existsSync(stopFile)) {
      await readAll(service);
      if (tally.rounds++ % FRESH_EVERY !== 0) continue;
      await withService(`${path}.fresh`, readAll);
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}.fresh${suffix}`, { force: true });
    }
  });
  return tally;
});
