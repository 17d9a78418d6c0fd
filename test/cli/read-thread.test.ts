import { describe, expect, it } from 'vitest';
import { tearTail, writeSampleHome } from '../../src/testing/index.js';
import { plainThread, writeCliHome } from '../support/cli-home.js';
import { CLI_NOW, runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

async function sampleThread(search: string): Promise<{ id: string; place: string[] }> {
  const home = folder.path('home');
  writeSampleHome({ home, now: new Date(CLI_NOW) });
  const place = ['--codex-home', home, '--db', folder.path('history.sqlite')];
  const { stdout } = await runCli(['threads', '--json', '--source', 'all', '--search', search, ...place]);
  const { data } = JSON.parse(stdout);
  return { id: data.at(-1).id, place };
}

describe('threadloom show', () => {
  it('prints a thread to read', async () => {
    const { id, place } = await sampleThread('three tides');
    const { code, stdout } = await runCli(['show', id, ...place], { columns: 90 });
    expect(code).toBe(0);
    const timeless = stdout.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'YYYY-MM-DD hh:mm');
    expect(timeless).toMatchInlineSnapshot(`
      "The table for Vlissingen shows only three tides on 29 March. Can you find out why?
        thread   019c375f-f076-7000-8ad5-9064e3822f0b
        folder   /home/mira/tidemark on main
        model    gpt-5.5 · openai
        started  YYYY-MM-DD hh:mm · last written 26 d ago
        history  paginated · codex_cli_rs · 0.169.0

      ── YYYY-MM-DD hh:mm · 26 d ago · 9.5 s ────────────── 019c375f-f077-7002-94a8-ff2c7c5c284b

      ▌ The table for Vlissingen shows only three tides on 29 March. Can you find out why?

      ∴ Looking at the date handling The day the clocks change has 23 hours in local time.

      I will look at how a day is cut into samples.

      $ rg -n 'startOfDay' src  ✓ · 240 ms
        │ src/table.ts:42:  const midnight = startOfDay(day, port.timeZone);
        │ src/time.ts:7:export function startOfDay(
      $ sed -n '36,60p' src/table.ts  ✓ · 240 ms
        │ export function tableFor(port: Port, day: PlainDate): TideTable {
        │   const midnight = startOfDay(day, port.timeZone);

      The day starts at local midnight but always has 240 samples, so on 29 March the last hour
      is missing. Shall I fix it?

      ── YYYY-MM-DD hh:mm · 26 d ago · 12 s ─────────────── 019c3763-bf0c-700c-9524-498b92561792

      ▌ Yes please, and add a test.

      ± src/table.ts  +1  -1
        │ @@ -40,9 +40,9 @@
        │  export function tableFor(port: Port, day: PlainDate): TideTable {
        │ -  const midnight = startOfDay(day, port.timeZone);
        │ +  const midnight = startOfDay(day, 'UTC');
        │    const samples = range(midnight, minutes(6), 240);
        │    return summarise(port, samples);
        │  }
      + test/daylight-saving.test.ts  +6
        │ +import { expect, it } from 'vitest';
        │ +import { tableFor } from '../src/table.js';
        │ +
        │ +it('has four tides on the day the clocks change', () => {
        │ +  expect(tableFor(vlissingen, '2026-03-29').tides).toHaveLength(4);
        │ +});
      $ npm test  ✓ · 6.4 s
        │  ✓ test/daylight-saving.test.ts (1 test) 18ms
        │
        │  Tests  42 passed (42)

      Fixed: a day is cut in UTC now. All 42 tests pass ✅

      ── YYYY-MM-DD hh:mm · 26 d ago · 5.1 s ────────────── 019c376e-0035-7013-b016-d0c94b71ad54

      ▌ Is there an issue for this in the tracker?

      → tracker.search_issues {"query":"tides missing clock change","state":"open"}  180 ms
        │ [{"number":87,"title":"三月の潮汐表に抜けがある"}]
      → tracker.close_issue {"number":87}  ✗ failed  180 ms
        │ token may not close issues

      Issue 87 (三月の潮汐表に抜けがある) is the same fault. I may not close it with this token,
      so please do that yourself.

      ── YYYY-MM-DD hh:mm · 26 d ago · 4.5 s ────────────── 019c376f-e8ef-701a-80d8-9667a72fa9e6

      ▌ Plan a cache for the tables.

      ∴ Choosing the key

      ┃ Plan
      ┃ Cache tables by port and day
      ┃
      ┃ 1. Key: port id, UTC day, datum. 潮位 tables do not depend on the reader's time zone.
      ┃ 2. Keep 400 days in memory, the rest on disk.
      ┃ 3. Drop a port's entries when its constituents change.

      ── YYYY-MM-DD hh:mm · 26 d ago · 34.3 s ───────────── 019c3770-e4d6-701f-878a-4d0268772be4

      ▌ Go ahead

      $ npm run bench -- --ports 240  ✗ exit -1 · 31 s
        │ port 1/240
        │ port 2/240

      ■ interrupted

      ── YYYY-MM-DD hh:mm · 26 d ago · 4 ms ─────────────── 019c3771-6abb-7025-a801-e5d9b1c764ba

      ▌ Without the benchmark please

      ✗ stream disconnected before completion

      ── YYYY-MM-DD hh:mm · 26 d ago · 5.4 s ────────────── 019c3774-29e0-7029-a6ae-d01837e8f838

      ▌ Try again

      + src/cache.ts  +1
        │ +export class TableCache {}

      The cache class is there, empty still. Next I would fill it step by step.
      "
    `);
  });

  it('shows the newest turns, and how to see more', async () => {
    const thread = plainThread({ turns: 12 });
    const { place } = writeCliHome(folder, [{ rollout: thread }]);
    const ten = (await runCli(['show', thread.threadId, ...place])).stdout;
    expect(ten).toContain('question 3');
    expect(ten).not.toContain('question 2\n');
    expect(ten).toContain(`threadloom show ${thread.threadId.slice(0, 8)} --turns 20`);
    const all = (await runCli(['show', thread.threadId, '--turns', 'all', ...place])).stdout;
    expect(all).toContain('question 2\n');
    expect(all).not.toContain('--turns');
    const one = (await runCli(['show', thread.threadId, '--turns', '1', ...place])).stdout;
    expect(one.match(/question/g)).toHaveLength(2);
  });

  it('prints thread and turns as JSON, turns oldest first', async () => {
    const thread = plainThread({ turns: 3 });
    const { place } = writeCliHome(folder, [{ rollout: thread }]);
    const { stdout } = await runCli(['show', thread.threadId, '--json', '--turns', '2', ...place]);
    const shown = JSON.parse(stdout);
    expect(shown).toMatchObject({ id: thread.threadId, historyMode: 'paginated', model: 'gpt-5.5' });
    expect(
      shown.turns.map(
        (turn: { items: { content?: { text: string }[] }[] }) => turn.items[0]?.content?.[0]?.text,
      ),
    ).toEqual(['question 2', 'question 3']);
  });

  it('points at what could not be read', async () => {
    const thread = plainThread({});
    const damaged = { ...thread, bytes: () => tearTail(thread.bytes(), 9) };
    const { place } = writeCliHome(folder, [
      { rollout: { ...damaged, bytes: () => Buffer.concat([damaged.bytes(), Buffer.from('\n')]) } },
    ]);
    const { stdout } = await runCli(['show', thread.threadId, ...place]);
    expect(stdout).toContain('1 place could not be read as written: threadloom diagnostics');
    const { stdout: json } = await runCli(['diagnostics', thread.threadId, '--json', ...place]);
    const { threadId, data } = JSON.parse(json);
    expect(threadId).toBe(thread.threadId);
    expect(data).toEqual([
      expect.objectContaining({ rolloutId: thread.threadId, kind: 'malformed_json', action: 'line_skipped' }),
    ]);
    const table = await runCli(['diagnostics', thread.threadId, ...place]);
    expect(table.stdout).toContain('malformed_json');
  });
});

describe('threadloom turns and items', () => {
  it('print tables', async () => {
    const { id, place } = await sampleThread('three tides');
    const turns = await runCli(['turns', id, ...place], { columns: 100 });
    expect(turns.stdout.split('\n')[0]).toMatch(/^TURN +STARTED +TOOK +STATUS +BEGINS WITH$/);
    expect(turns.stdout).toContain('interrupted');
    const items = await runCli(['items', id, '--limit', '4', ...place], { columns: 100 });
    expect(items.stdout.split('\n')).toHaveLength(6);
    expect(items.stderr).toContain('--after');
  });

  it('page by cursor in both directions', async () => {
    const thread = plainThread({ turns: 60 });
    const { place } = writeCliHome(folder, [{ rollout: thread }]);
    const rows = async (command: string, ...args: string[]) =>
      (await runCli([command, thread.threadId, '--ndjson', ...args, ...place])).stdout
        .trim()
        .split('\n')
        .map((row) => JSON.parse(row));
    const items = await rows('items');
    expect(items).toHaveLength(120);
    expect(await rows('items', '--reverse')).toEqual([...items].reverse());
    const turns = await rows('turns', '--reverse');
    expect(turns).toHaveLength(60);
    const page = JSON.parse(
      (await runCli(['items', thread.threadId, '--json', '--limit', '110', ...place])).stdout,
    );
    expect(page.data).toEqual(items.slice(0, 110));
    expect(await rows('items', '--after', page.nextCursor)).toEqual(items.slice(110));
    expect((await rows('items', '--turn', turns[4].id)).map((entry) => entry.item.type)).toEqual([
      'userMessage',
      'agentMessage',
    ]);
    expect((await rows('turns', '--items', 'full', '--limit', '1'))[0].items).toHaveLength(2);
  });

  it('refuse a cursor of another thread with its own exit status', async () => {
    const one = plainThread({ turns: 3 });
    const two = plainThread({ turns: 3, seed: 2 });
    const { place } = writeCliHome(folder, [{ rollout: one }, { rollout: two }]);
    const page = JSON.parse(
      (await runCli(['items', one.threadId, '--json', '--limit', '1', ...place])).stdout,
    );
    const { code, stderr } = await runCli([
      'items',
      two.threadId,
      '--json',
      '--after',
      page.nextCursor,
      ...place,
    ]);
    expect(code).toBe(4);
    expect(JSON.parse(stderr).error).toMatchObject({ code: 4, kind: 'invalid-request', retryable: false });
  });
});

describe('a thread is named', () => {
  const ids = ['019c0000-1111-7000-8000-000000000001', '019c0000-2222-7000-8000-000000000002'];
  const both = () =>
    writeCliHome(
      folder,
      ids.map((threadId, index) => ({ rollout: plainThread({ threadId, seed: index + 1 }) })),
    ).place;

  it('by the beginning of its id, in any case of letters', async () => {
    const place = both();
    for (const name of ['019c0000-1', '019C0000-1111', ids[0] ?? '']) {
      const { stdout } = await runCli(['show', name, '--json', ...place]);
      expect(JSON.parse(stdout).id).toBe(ids[0]);
    }
  });

  it('not by one that several have: they are listed', async () => {
    const { code, stdout, stderr } = await runCli(['show', '019c', ...both()]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const id of ids) expect(stderr).toContain(id);
  });

  it('not by less than four characters', async () => {
    expect(await runCli(['show', '019', ...both()])).toMatchObject({ code: 2 });
    expect(await runCli(['show', '', ...both()])).toMatchObject({ code: 2 });
  });

  it('not by what no thread has', async () => {
    const { code, stderr } = await runCli(['items', '0000ffff', '--json', ...both()]);
    expect(code).toBe(3);
    expect(JSON.parse(stderr).error).toMatchObject({ code: 3, kind: 'thread-not-found', retryable: false });
  });
});
