import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { acquireMaintenanceLock } from '../../src/rollout/index.js';
import { type ColdRollout, layColdRollout, plainText, representations } from '../support/cold-rollouts.js';
import { type CliOptions, type CliResult, runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const home = (): string => folder.path('home');

function lay(seed: number, more: Partial<Parameters<typeof layColdRollout>[0]> = {}): ColdRollout {
  return layColdRollout({ home: home(), seed, ...more });
}

function run(args: readonly string[] = [], options: CliOptions = {}): Promise<CliResult> {
  const place = ['--codex-home', home(), '--db', folder.path('history.sqlite')];
  // Ages of files are told by the clock of the file system.
  return runCli(['compress', ...args, ...place], { now: Date.now(), ...options });
}

describe('threadloom compress', () => {
  it('compresses what is cold and says what came of it', async () => {
    const cold = lay(1, { turns: 200 });
    lay(2, { days: 2 });
    const { code, stdout, stderr } = await run();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ [\d.]+ [kM]B → [\d.]+ kB \([\d.]+×\) +\S+\.jsonl\n$/);
    expect(stdout).toContain(cold.path);
    expect(stderr).toMatch(
      /^2 rollouts: 1 compressed, 1 left alone \(1 modified too recently\) · [\d.]+ [kM]B → [\d.]+ kB \([\d.]+×\) in /,
    );
    expect(representations(cold.path)).toEqual(['compressed']);
    const { stdout: items } = await runCli([
      'items',
      cold.threadId,
      '--json',
      '--codex-home',
      home(),
      '--db',
      folder.path('history.sqlite'),
    ]);
    expect(items).toContain('question 1');
  });

  it('prints JSON: homes with their totals, and every rollout', async () => {
    const cold = lay(1);
    const fresh = lay(2, { days: 2 });
    const { homes, rollouts } = JSON.parse((await run(['--json'])).stdout);
    expect(homes).toEqual([
      {
        home: home(),
        status: 'done',
        totals: expect.objectContaining({ rollouts: 2, compressed: 1, skippedBy: { not_cold: 1 } }),
      },
    ]);
    expect(rollouts).toEqual([
      { path: fresh.path, threadId: fresh.threadId, status: 'skipped', reason: 'not_cold' },
      expect.objectContaining({ path: cold.path, status: 'compressed', plainBytes: cold.bytes.length }),
    ]);
    lay(3);
    const rows = (await run(['--ndjson', '--force'])).stdout.trim().split('\n');
    expect(rows.map((row) => JSON.parse(row).status)).toEqual(['skipped', 'skipped', 'compressed']);
  });

  it('only says what it would do, when asked', async () => {
    const cold = lay(1);
    const { code, stdout, stderr } = await run(['--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toContain(cold.path);
    expect(stderr).toMatch(/^1 rollout: 1 to compress · /);
    expect(representations(cold.path)).toEqual(['plain']);
  });

  it('takes what is older than told', async () => {
    const [older, newer] = [lay(1, { days: 3 }), lay(2, { days: 1 })];
    await run(['--older-than', '36h']);
    expect([older, newer].map(({ path }) => representations(path))).toEqual([['compressed'], ['plain']]);
    await run(['--older-than', '0', '--force']);
    expect(representations(newer.path)).toEqual(['compressed']);
    for (const wrong of ['7', 'soon', '-1d', '1y', '']) {
      expect((await run(['--older-than', wrong])).code).toBe(2);
    }
  });

  it('takes one thread alone, by the beginning of its id', async () => {
    const one = lay(1, { threadId: '019d0000-1111-7000-8000-000000000003' });
    const other = lay(2);
    expect((await run(['--thread', '019d0000'])).code).toBe(0);
    expect([one, other].map(({ path }) => representations(path))).toEqual([['compressed'], ['plain']]);
    expect((await run(['--thread', '019dffff'])).code).toBe(3);
  });

  it('waits six hours for the next run, unless forced', async () => {
    lay(1);
    await run();
    const later = lay(2);
    const { code, stderr } = await run();
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^Nothing done: .* Run again after \d{4}-\d\d-\d\d \d\d:\d\d, or with --force\.\n$/,
    );
    expect(representations(later.path)).toEqual(['plain']);
    await run(['--force']);
    expect(representations(later.path)).toEqual(['compressed']);
  });

  it('ends with 7 while another program is at it', async () => {
    const cold = lay(1);
    const lock = acquireMaintenanceLock({ home: home() });
    const { code, stderr } = await run();
    lock?.release();
    expect(code).toBe(7);
    expect(stderr).toContain('Try again later');
    expect(representations(cold.path)).toEqual(['plain']);
  });

  it('goes through all homes', async () => {
    const here = lay(1);
    const there = layColdRollout({ home: folder.path('other'), seed: 2 });
    const lock = acquireMaintenanceLock({ home: home() });
    const { code, stderr } = await run(['--codex-home', folder.path('other')]);
    lock?.release();
    expect(code).toBe(7);
    expect(stderr).toContain(`${folder.path('other')}: 1 rollout: 1 compressed`);
    expect([here, there].map(({ path }) => representations(path))).toEqual([['plain'], ['compressed']]);
  });

  it('shows progress on terminals and on request', async () => {
    lay(1);
    expect((await run([], { terminal: true })).stderr).toContain('1/1 rollouts');
    lay(2);
    expect((await run(['--force', '--quiet'])).stderr).toBe('');
  });

  it('stops at Ctrl-C: what was done stays, the rest is plain', async () => {
    const rollouts = [1, 2, 3].map((seed) => lay(seed, { turns: 1_000 }));
    let interrupt = (): void => {};
    const { code, stderr } = await run(['--progress'], {
      onInterrupt: (listener) => {
        interrupt = listener;
      },
      onStderr: () => interrupt(),
    });
    expect(code).toBe(130);
    expect(stderr).toContain('Interrupted; what was done stays.');
    for (const { path, bytes } of rollouts) {
      expect(representations(path)).toHaveLength(1);
      expect(plainText(path).equals(bytes)).toBe(true);
    }
    expect(rollouts.some(({ path }) => existsSync(path))).toBe(true);
    // Nothing keeps the next run from going on.
    expect((await run()).code).toBe(0);
    expect(rollouts.map(({ path }) => representations(path))).toEqual(rollouts.map(() => ['compressed']));
  });
});
