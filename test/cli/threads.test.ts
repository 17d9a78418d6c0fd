import { describe, expect, it } from 'vitest';
import { createTestClock, rollout, writeSampleHome } from '../../src/testing/index.js';
import { plainThread, writeCliHome } from '../support/cli-home.js';
import { CLI_NOW, runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

function sample(): string[] {
  const home = folder.path('home');
  writeSampleHome({ home, now: new Date(CLI_NOW) });
  return ['--codex-home', home, '--db', folder.path('history.sqlite')];
}

describe('threadloom threads', () => {
  it('prints a table that fits the terminal', async () => {
    const { code, stdout, stderr } = await runCli(['threads', ...sample()], { columns: 80 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatchInlineSnapshot(`
      "THREAD       UPDATED  MODE       FOLDER    NAME
      019cab78     3 d ago  paginated  tidemark  Why does the watcher use 100 % CPU?
      019c8ec4     9 d ago  paginated  tidemark  Morning! What is left for 2.0?
      019c5de2    18 d ago  paginated  tidemark  Which ports have no datum?
      019c3d90    24 d ago  paginated  tidemark  fork: The table for Vlissingen shows…
      019c375f    26 d ago  paginated  tidemark  The table for Vlissingen shows only …
      019c14da    32 d ago  legacy     tidemark  Draw the tide of a day as an SVG
      0198c16e  2025-08-19  legacy               How do I add a port?
      "
    `);
  });

  it('prints a page as JSON, and goes on from its cursor', async () => {
    const place = sample();
    const first = JSON.parse((await runCli(['threads', '--json', '--limit', '3', ...place])).stdout);
    expect(Object.keys(first)).toEqual(['data', 'nextCursor', 'backwardsCursor']);
    expect(first.data).toHaveLength(3);
    const rest = await runCli(['list', '--json', '--cursor', first.nextCursor, ...place]);
    const all = await runCli(['threads', '--ndjson', ...place]);
    const ids = all.stdout
      .trim()
      .split('\n')
      .map((row) => JSON.parse(row).id);
    expect([...first.data, ...JSON.parse(rest.stdout).data].map((thread) => thread.id)).toEqual(ids);
    expect(ids).toHaveLength(7);
  });

  it('finds threads by kind, archive, folder and words', async () => {
    const place = sample();
    const names = async (...filters: string[]): Promise<string[]> => {
      const { stdout } = await runCli(['threads', '--json', ...filters, ...place]);
      return JSON.parse(stdout).data.map((thread: { preview: string }) => thread.preview);
    };
    expect(await names('--source', 'subAgent')).toEqual(['Translate locales/en.json to Japanese']);
    expect(await names('--archived')).toEqual(['Does the server close its connections on SIGTERM?']);
    expect(await names('--search', 'watcher')).toEqual(['Why does the watcher use 100 % CPU?']);
    expect(await names('--cwd', '/elsewhere')).toEqual([]);
    expect(await names('--provider', 'nobody')).toEqual([]);
    expect(await names('--source', 'all')).toHaveLength(8);
    const parent = JSON.parse((await runCli(['threads', '--json', '--search', 'Morning', ...place])).stdout)
      .data[0].id;
    expect(await names('--parent', parent.slice(0, 13))).toEqual(['Translate locales/en.json to Japanese']);
    expect(await names('--ancestor', parent)).toEqual(['Translate locales/en.json to Japanese']);
    const newest = await names('--sort', 'created');
    expect(await names('--sort', 'created', '--reverse')).toEqual([...newest].reverse());
  });

  it('shows more of an id where others begin alike', async () => {
    const one = plainThread({ threadId: '019c0000-1111-7000-8000-000000000001' });
    const two = plainThread({ threadId: '019c0000-1112-7000-8000-000000000002', seed: 2 });
    const other = plainThread({ threadId: '019d0000-1111-7000-8000-000000000003', seed: 3 });
    const { place } = writeCliHome(folder, [{ rollout: one }, { rollout: two }, { rollout: other }]);
    const { stdout } = await runCli(['threads', ...place]);
    const ids = stdout
      .split('\n')
      .slice(1)
      .map((row) => row.split(' ')[0]);
    expect(ids.filter((id) => id !== '').sort()).toEqual(['019c0000-1111', '019c0000-1112', '019d0000']);
  });

  it('lets no control character of a log reach the terminal', async () => {
    const evil = rollout({ clock: createTestClock(CLI_NOW) })
      .sessionMeta()
      .turn((turn) =>
        turn.user('evil \u001b]0;owned\u0007\u001b[2J\u009b31m\u202eend').agent('\u001b[2J').complete(),
      );
    const { place } = writeCliHome(folder, [{ rollout: evil }]);
    for (const args of [
      ['threads'],
      ['show', evil.threadId],
      ['items', evil.threadId],
      ['turns', evil.threadId],
    ]) {
      const { stdout } = await runCli([...args, ...place]);
      expect(stdout).toContain('evil');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });

  it('says so when there is none', async () => {
    const { place } = writeCliHome(folder, []);
    const { code, stdout, stderr } = await runCli(['threads', ...place]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('No threads');
  });
});

describe('colours', () => {
  const coloured = async (options: Parameters<typeof runCli>[1], ...args: string[]): Promise<boolean> => {
    const { place } = writeCliHome(folder, [{ rollout: plainThread({}) }]);
    return (await runCli(['threads', ...args, ...place], options)).stdout.includes('\u001b[');
  };

  it('are for terminals', async () => {
    expect(await coloured({ terminal: true })).toBe(true);
    expect(await coloured({ terminal: false })).toBe(false);
    expect(await coloured({ terminal: true, env: { TERM: 'dumb' } })).toBe(false);
  });

  it('can be had and can be had not', async () => {
    expect(await coloured({ terminal: true, env: { NO_COLOR: '1' } })).toBe(false);
    expect(await coloured({ terminal: true, env: { NO_COLOR: '' } })).toBe(true);
    expect(await coloured({ env: { FORCE_COLOR: '1' } })).toBe(true);
    expect(await coloured({ env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).toBe(true);
    expect(await coloured({ terminal: true, env: { FORCE_COLOR: '0' } })).toBe(false);
    expect(await coloured({ terminal: true, env: { FORCE_COLOR: '1' } }, '--no-color')).toBe(false);
  });

  it('never get into JSON', async () => {
    expect(await coloured({ terminal: true }, '--json')).toBe(false);
  });
});
