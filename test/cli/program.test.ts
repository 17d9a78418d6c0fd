import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EXIT, exitCodeOf } from '../../src/cli/exit-code.js';
import { plainThread, writeCliHome } from '../support/cli-home.js';
import { CLI_NOW, runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const COMMANDS = [
  'threads',
  'show',
  'turns',
  'items',
  'project',
  'status',
  'diagnostics',
  'path',
  'rpc',
  'demo',
];

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('help', () => {
  it('names every command and the exit statuses', async () => {
    const { code, stdout } = await runCli(['--help']);
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    for (const status of Object.values(EXIT)) expect(stdout).toContain(`${status} `);
  });

  it.each(COMMANDS.filter((command) => command !== 'rpc'))('of %s has an example', async (command) => {
    const { code, stdout } = await runCli([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples?:\n {2}.*threadloom/);
  });
});

describe('exit status', () => {
  it.each([
    [['nonsense']],
    [['items']],
    [['threads', '--limit', '0']],
    [['threads', '--limit', '1e3']],
    [['threads', '--source', 'nobody']],
    [['show', 'x', '--turns', 'some']],
    [['--codex-home', '']],
  ])('is 2 for %j', async (args) => {
    expect(await runCli(args)).toMatchObject({ code: 2, stdout: '' });
  });

  it('is 6 for a database of a newer program, which is left alone', async () => {
    const { place, db } = writeCliHome(folder, [{ rollout: plainThread({}) }]);
    await runCli(['status', ...place]);
    const connection = new Database(db);
    connection.pragma('user_version = 999');
    connection.close();
    const { code, stderr } = await runCli(['threads', '--json', ...place]);
    expect(code).toBe(6);
    expect(JSON.parse(stderr).error).toMatchObject({ code: 6, kind: 'database-too-new' });
  });

  it('is 0 for a file that is no database: it is kept beside, and rows are made again', async () => {
    mkdirSync(folder.path('data'));
    const text = 'not a database at all, but long enough to be looked at';
    writeFileSync(folder.path('data', 'history.sqlite'), text);
    const { place } = writeCliHome(folder, []);
    const { code, stderr } = await runCli(['threads', ...place]);
    expect(code).toBe(0);
    const [kept = ''] = readdirSync(folder.path('data')).filter((name) => name.includes('damaged'));
    expect(stderr).toContain(kept);
    expect(readFileSync(folder.path('data', kept, 'history.sqlite'), 'utf8')).toBe(text);
  });

  it('is 7 while another process keeps the database locked', () => {
    expect(exitCodeOf(new Database.SqliteError('database is locked', 'SQLITE_BUSY'))).toBe(7);
  });
});

describe('threadloom demo', () => {
  it('shows the main job in a screen or two, without touching anything of the user', async () => {
    vi.stubEnv('TMPDIR', dirname(folder.write('tmp/placeholder', '')));
    const { code, stdout, stderr } = await runCli(['demo'], {
      columns: 100,
      now: CLI_NOW,
      env: { CODEX_HOME: folder.path('mine') },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n').length).toBeLessThan(70);
    expect(stdout).toContain('9 threads: ');
    expect(stdout).toMatch(/tl\(\) \{ threadloom --codex-home \S+ --db \S+ "\$@"; \}/);
    expect(stdout).not.toContain(folder.path('mine'));
  });

  it('takes the home it is given', async () => {
    const { place } = writeCliHome(folder, [{ rollout: plainThread({}) }]);
    const { code, stdout } = await runCli(['demo', ...place]);
    expect(code).toBe(0);
    expect(stdout).toContain('question 2');
    expect(stdout).toContain('1 thread: 1 projected');
  });

  it('says so when that home is empty', async () => {
    const { place } = writeCliHome(folder, []);
    expect((await runCli(['demo', ...place])).stdout).toContain('There is no thread below');
  });
});
