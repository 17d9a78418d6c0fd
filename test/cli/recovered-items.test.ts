import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { THREAD_ID } from '../support/arbitrary-values.js';
import { ROLLOUT_FILE } from '../support/history-lab.js';
import {
  agentSays,
  call,
  jsonOutput,
  linesOf,
  output,
  sessionMeta,
  userSays,
} from '../support/recovered-lines.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

function writeHome(): string[] {
  const home = folder.path('home');
  const path = join(home, ROLLOUT_FILE);
  mkdirSync(dirname(path), { recursive: true });
  const records = [
    sessionMeta,
    userSays('Which files are there?'),
    call('shell', { command: ['bash', '-lc', 'ls'] }, 'c1'),
    output(jsonOutput('tides.ts\n'), 'c1'),
    agentSays('One: tides.ts.'),
  ];
  writeFileSync(path, linesOf(records));
  return ['--codex-home', home, '--db', folder.path('history.sqlite')];
}

const run = async (...args: string[]) => (await runCli([...args, ...writeHome()], { columns: 80 })).stdout;

describe('recovered items', () => {
  it('are shown with a mark, unless told', async () => {
    const shown = await run('show', THREAD_ID);
    expect(shown).toContain('$ ls  ✓ · 300 ms  recovered\n  │ tides.ts\n');
    expect(shown).not.toContain('One: tides.ts.  recovered');
    expect(await run('show', THREAD_ID, '--no-recovered')).not.toContain('$ ls');
  });

  it('are listed with a mark, unless told', async () => {
    expect(await run('items', THREAD_ID)).toMatch(/c1 +commandExecution recovered +ls/);
    expect(await run('items', THREAD_ID, '--no-recovered')).not.toContain('c1');
  });

  it('say so in JSON', async () => {
    const { data } = JSON.parse(await run('items', THREAD_ID, '--json'));
    expect(data.map(({ item }: { item: { origin?: string } }) => item.origin)).toEqual([
      undefined,
      'recovered',
      undefined,
    ]);
    const turns = JSON.parse(await run('turns', THREAD_ID, '--items', 'full', '--json'));
    expect(turns.data[0].items[1]).toMatchObject({ id: 'c1', origin: 'recovered' });
    const without = JSON.parse(await run('turns', THREAD_ID, '--items', 'full', '--json', '--no-recovered'));
    expect(without.data[0].items).toHaveLength(2);
  });

  it('are among the newest items, unless told', async () => {
    expect(await run('tail', THREAD_ID)).toContain('$ ls');
    expect(await run('tail', THREAD_ID, '--no-recovered')).not.toContain('$ ls');
  });

  it('are counted', async () => {
    const place = writeHome();
    await runCli(['show', THREAD_ID, ...place]);
    const { stdout } = await runCli(['status', '--json', ...place]);
    expect(JSON.parse(stdout).items).toMatchObject({ total: 3, recovered: 1 });
  });
});

it('the mark stands below where there is no room for it', async () => {
  const place = writeHome();
  const { stdout } = await runCli(['show', THREAD_ID, ...place], { columns: 26 });
  expect(stdout).toContain('$ ls  ✓ · 300 ms\n  recovered\n');
});
