/** Projection by the built program, with real worker threads: the rows are those of one thread, also when the others die. */
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ProjectThreadsOptions } from '../../src/projector/project-threads.js';
import { writeCodexHome } from '../../src/testing/index.js';
import { writeBenchThreads } from '../support/bench-threads.js';
import { importBuilt, type StartBuiltOptions, startBuilt, watchWorkers } from '../support/built-program.js';
import { allRows, inventoryRows, openRebuildLab, type RebuildLab } from '../support/rebuild-lab.js';
import { ended } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';
import { numberedThread } from '../support/threads.js';

const folder = useTempFolder();

type ProjectModule = typeof import('../../src/projector/project-threads.js');

let databases = 0;

async function openLab(db = folder.path(`history-${databases++}.sqlite`)): Promise<RebuildLab> {
  const lab = await openRebuildLab({ home: folder.path('home'), db });
  onTestFinished(() => lab.database.close());
  return lab;
}

/** All rows of a database that the sources project, where there are no files for worker threads. */
async function rowsOfOneThread() {
  const lab = await openLab();
  await lab.projectAll();
  return rowsOf(lab);
}

const rowsOf = ({ database }: RebuildLab) => ({ ...allRows(database), inventory: inventoryRows(database) });

/** The same, by the built program. */
async function rowsOfProgram(options: StartBuiltOptions = {}) {
  const db = folder.path(`history-${databases++}.sqlite`);
  const child = startBuilt(['project', '--codex-home', folder.path('home'), '--db', db], options);
  const { code, stderr } = await ended(child);
  return { code, poisoned: stderr.includes('poisoned'), rows: rowsOf(await openLab(db)) };
}

/** The same, by its modules in this process, with the threads that were started. */
async function rowsHere(options: Partial<ProjectThreadsOptions> = {}) {
  const { projectThreads } = await importBuilt<ProjectModule>('projector/project-threads.js');
  const { Projector } =
    await importBuilt<typeof import('../../src/projector/projector.js')>('projector/projector.js');
  const lab = await openLab();
  const { database } = lab;
  const projector = new Projector({ database, homes: [folder.path('home')], now: Date.now });
  const workers = watchWorkers();
  for await (const _ of projectThreads({ database, projector, ...options }));
  return { lab, workers };
}

describe.skipIf(availableParallelism() < 2)('a thread that projects ahead', () => {
  /** Enough text without rows for that. */
  function writeFreshThreads(): void {
    writeBenchThreads(folder.path('home'), [60, 60, 50, 40, 30, 10, 5, 3, 2, 1]);
    writeBenchThreads(folder.path('home'), [60, 20], 'legacy');
  }

  it('makes no difference to rows and inventory, alive or dead', async () => {
    writeFreshThreads();
    const rows = await rowsOfOneThread();
    expect(Object.keys(rows)).toHaveLength(13);
    const { lab, workers } = await rowsHere();
    expect(workers).toHaveLength(1);
    expect(rowsOf(lab)).toEqual(rows);
    expect(await rowsOfProgram()).toEqual({ code: 0, poisoned: false, rows });
    expect(await rowsOfProgram({ poison: 'ahead' })).toEqual({ code: 0, poisoned: true, rows });
  });

  it('leaves to the other one what takes more memory than it may use', async () => {
    writeFreshThreads();
    const heavy = numberedThread(1, { seed: 8 });
    // Small as text, and a hundred megabytes as objects.
    const many = Array.from({ length: 1_300_000 }, () => ({}));
    heavy.turn((turn) =>
      turn.item({
        type: 'McpToolCall',
        id: 'heavy',
        server: 's',
        tool: 't',
        arguments: many,
        status: 'completed',
      }),
    );
    const [path = ''] = writeCodexHome({ home: folder.path('home'), entries: [{ rollout: heavy }] });
    // This thread takes the newest one, the other the next.
    const [newest] = writeBenchThreads(folder.path('home'), [60]);
    utimesSync(path, 2_000_000_000, 2_000_000_000);
    utimesSync(newest?.path ?? '', 2_000_000_001, 2_000_000_001);
    const died: unknown[] = [];
    const note = (worker: Worker) => void worker.once('error', (error) => died.push(error));
    process.on('worker', note);
    const { lab } = await rowsHere();
    process.off('worker', note);
    expect(died).toMatchObject([{ code: 'ERR_WORKER_OUT_OF_MEMORY' }]);
    expect(rowsOf(lab)).toEqual(await rowsOfOneThread());
  });

  it('ends with the program on Ctrl-C, which goes on from there the next time', async () => {
    writeFreshThreads();
    const db = folder.path('interrupted.sqlite');
    const args = ['project', '--codex-home', folder.path('home'), '--db', db];
    const child = startBuilt(args);
    const result = ended(child);
    while (rolloutsDone(db) < 2) await sleep(2);
    child.kill('SIGINT');
    expect((await result).code).toBe(130);
    const done = rolloutsDone(db);
    expect(done).toBeLessThan(12);
    expect((await ended(startBuilt(args))).code).toBe(0);
    expect(rowsOf(await openLab(db))).toEqual(await rowsOfOneThread());
  });
});

function rolloutsDone(db: string): number {
  try {
    const connection = new Database(db, { readonly: true });
    try {
      return Number(connection.prepare('select count(*) from thread_history_projection_state').pluck().get());
    } finally {
      connection.close();
    }
  } catch {
    // Its tables are being made.
    return 0;
  }
}

describe.skipIf(availableParallelism() < 2)('a proofreader', () => {
  /** Long enough for one; `spoil` is done to a line in the middle that holds no history. */
  function writeLongThread(spoil = (line: string): string => line): void {
    const [{ path } = { path: '' }] = writeBenchThreads(folder.path('home'), [340]);
    const lines = readFileSync(path, 'utf8').split('\n');
    const at = lines.findIndex((line, index) => index > 6_000 && line.includes('"type":"response_item"'));
    lines[at] = spoil(lines[at] ?? '');
    writeFileSync(path, lines.join('\n'));
  }

  it.each([
    { text: 'sound', spoil: undefined },
    { text: 'spoilt in the middle', spoil: (line: string) => `${line.slice(0, -1)}]` },
  ])('makes no difference to rows of $text text, alive or dead', async ({ spoil }) => {
    writeLongThread(spoil);
    const rows = await rowsOfOneThread();
    const diagnostics = Object.values(allRows((await rowsHere()).lab.database)).map((of) => of.diagnostics);
    expect(diagnostics).toMatchObject([
      spoil === undefined ? [] : [{ kind: 'malformed_json' }, { kind: 'forward_ordinal_gap' }],
    ]);
    expect(await rowsOfProgram()).toEqual({ code: 0, poisoned: false, rows });
    for (const poison of ['proofreader', 'proofreader:midway']) {
      // A busy machine can be done before a proofreader has begun.
      expect(await rowsOfProgram({ poison })).toEqual({ code: 0, poisoned: expect.any(Boolean), rows });
    }
  });

  it('ends with the projection', async () => {
    writeLongThread();
    const { lab, workers } = await rowsHere();
    expect(workers).toHaveLength(1);
    expect(workers.map(({ threadId }) => threadId)).toEqual([-1]);
    expect(rowsOf(lab)).toEqual(await rowsOfOneThread());
  });
});
