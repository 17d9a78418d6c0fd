import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { writeBenchRollout } from '../../src/testing/index.js';
import { type CliResult, ended, runCli, startCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

interface BigHome {
  place: string[];
  db: string;
  threadId: string;
  bytes: number;
  items: number;
}

/** A home whose one rollout takes many batches. */
function writeBigHome(): BigHome {
  const sessions = folder.path('home', 'sessions', '2026', '03', '02');
  mkdirSync(sessions, { recursive: true });
  const draft = join(sessions, 'draft');
  const fd = openSync(draft, 'w');
  const { fileName, threadId, bytes, items } = writeBenchRollout({
    fd,
    turns: 1_000,
    items: 9_000,
    lines: 25_001,
  });
  closeSync(fd);
  renameSync(draft, join(sessions, fileName));
  const db = folder.path('history.sqlite');
  return { place: ['--codex-home', folder.path('home'), '--db', db], db, threadId, bytes, items };
}

/** Waits until a part of the rollout is projected; fails when the program ends before. */
async function firstBatch(db: string, result: Promise<CliResult>): Promise<number> {
  let early: CliResult | null = null;
  result.then((end) => {
    early = end;
  });
  while (early === null) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    const offset = committedOffset(db);
    if (offset > 0) return offset;
  }
  throw new Error(`ended before it had projected anything: ${JSON.stringify(early)}`);
}

function committedOffset(db: string): number {
  if (!existsSync(db)) return 0;
  const connection = new Database(db, { readonly: true });
  try {
    const row = connection
      .prepare<[], { offset: number }>(
        'select next_rollout_byte_offset as offset from thread_history_projection_state',
      )
      .get();
    return row?.offset ?? 0;
  } catch {
    // Its tables are being made.
    return 0;
  } finally {
    connection.close();
  }
}

async function countItems(place: string[]): Promise<number> {
  return JSON.parse((await runCli(['status', '--json', ...place])).stdout).items.total;
}

describe('a projection that is cut short', () => {
  it('by Ctrl-C ends with 130 after the running batch, and the next one goes on', async () => {
    const { place, db, bytes, items } = writeBigHome();
    const child = startCli(['project', '--json', ...place]);
    const result = ended(child);
    await firstBatch(db, result);
    child.kill('SIGINT');
    const { code, stdout } = await result;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ interrupted: true, threads: [] });
    const { threads } = JSON.parse((await runCli(['project', '--json', ...place])).stdout);
    expect(threads).toMatchObject([{ status: 'projected' }]);
    expect(threads[0].bytesRead).toBeLessThan(bytes);
    expect(await countItems(place)).toBe(items);
  });

  it('by a kill loses nothing that was committed', async () => {
    const { place, db, bytes, items } = writeBigHome();
    const child = startCli(['project', ...place]);
    const result = ended(child);
    const committed = await firstBatch(db, result);
    child.kill('SIGKILL');
    expect((await result).code).toBe(137);
    const { threads } = JSON.parse((await runCli(['project', '--json', ...place])).stdout);
    expect(threads).toMatchObject([{ status: 'projected' }]);
    expect(threads[0].bytesRead).toBeLessThanOrEqual(bytes - committed);
    expect(await countItems(place)).toBe(items);
  });
});

describe('a reader that goes away', () => {
  it('ends the program without a word', async () => {
    const { place, threadId } = writeBigHome();
    const child = startCli(['items', threadId, '--ndjson', ...place]);
    const result = ended(child);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { code, stderr } = await result;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('the program', () => {
  it('runs as a process', async () => {
    const { code, stdout } = await ended(startCli(['--version']));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('answers a wrong command line with 2', async () => {
    const { code, stderr } = await ended(startCli(['threads', '--limit', 'many']));
    expect(code).toBe(2);
    expect(stderr).toContain('a whole number from 1 on');
  });
});
