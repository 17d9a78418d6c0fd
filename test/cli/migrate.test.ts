import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireMaintenanceLock } from '../../src/rollout/index.js';
import { type LegacyRollout, layLegacyRollout, migrationFiles, modeOf } from '../support/legacy-rollouts.js';
import { type CliOptions, type CliResult, runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const home = (): string => folder.path('home');
const place = (): string[] => ['--codex-home', home(), '--db', folder.path('history.sqlite')];

function lay(seed: number, more: Partial<Parameters<typeof layLegacyRollout>[0]> = {}): LegacyRollout {
  return layLegacyRollout({ home: home(), seed, ...more });
}

function run(args: readonly string[] = [], options: CliOptions = {}): Promise<CliResult> {
  return runCli(['migrate', ...args, ...place()], { now: Date.now(), ...options });
}

describe('threadloom migrate', () => {
  it('says what it would do, then does it, then has nothing to do', async () => {
    const { path, threadId } = lay(1);
    const shown = async () => (await runCli(['items', threadId, '--json', ...place()])).stdout;
    const texts = (json: string) =>
      JSON.parse(json).data.map(({ item }: { item: unknown }) => JSON.stringify(item));
    const before = texts(await shown());
    const dry = await run();
    expect(dry).toMatchObject({ code: 0, stdout: `· ${path}\n` });
    expect(dry.stderr).toMatch(/^1 rollout: 1 to migrate in .*\. Add --apply to do it\.\n$/);
    expect(modeOf(path)).toBe('legacy');

    const { code, stdout, stderr } = await run(['--apply']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ [\d.]+ kB → [\d.]+ kB +\S+\.jsonl\n$/);
    expect(stderr).toMatch(/^1 rollout: 1 migrated · [\d.]+ kB → [\d.]+ kB in /);
    expect(modeOf(path)).toBe('paginated');
    expect(texts(await shown())).toHaveLength(before.length);
    expect(await shown()).toContain('question 2');

    expect(await run(['--apply'])).toMatchObject({ code: 0, stdout: '' });
    expect((await run(['--verbose'])).stdout).toBe(`· ${path}  paginated already\n`);
  });

  it('prints JSON', async () => {
    const { path, threadId, bytes } = lay(1);
    const outcome = expect.objectContaining({
      rolloutPath: path,
      threadId,
      status: 'migrated',
      bytesBefore: bytes.length,
    });
    const { homes } = JSON.parse((await run(['--apply', '--json'])).stdout);
    expect(homes).toEqual([expect.objectContaining({ home: home(), status: 'done', outcomes: [outcome] })]);
    expect(JSON.parse((await run(['--ndjson'])).stdout)).toMatchObject({ status: 'already_paginated' });
    expect(JSON.parse((await run(['--revert', '--json'])).stdout).homes[0].outcomes).toEqual([
      { rolloutPath: path, threadId, status: 'reverted' },
    ]);
  });

  it('takes the threads asked for, by the beginnings of their ids', async () => {
    const one = lay(1, { threadId: '019d0000-1111-7000-8000-000000000003' });
    const two = lay(2, { threadId: '019e0000-1111-7000-8000-000000000003' });
    const other = lay(3);
    expect((await run(['--apply', '--thread', '019d0000', '--thread', '019e0000'])).code).toBe(0);
    expect([one, two, other].map(({ path }) => modeOf(path))).toEqual(['paginated', 'paginated', 'legacy']);
    expect((await run(['--thread', '019f0000'])).code).toBe(3);
  });

  it('ends with 7 while another program is at it, with 8 where something failed, with 2 for nonsense', async () => {
    const { path } = lay(1);
    const lock = acquireMaintenanceLock({ home: home() });
    expect(await run(['--apply'])).toMatchObject({
      code: 7,
      stderr: expect.stringContaining('Try again later'),
    });
    lock?.release();
    appendFileSync(`${path}.zst`, 'no compressed file at all');
    expect(await run(['--apply'])).toMatchObject({
      code: 8,
      stdout: expect.stringContaining('another content'),
    });
    expect(modeOf(path)).toBe('legacy');
    for (const wrong of [
      ['--max-mib-per-second', '0'],
      ['--revert', '--apply'],
      ['--forget', '--apply'],
    ]) {
      expect((await run(wrong)).code).toBe(2);
    }
  });

  it('stops at Ctrl-C', async () => {
    const rollouts = [1, 2].map((seed) => lay(seed, { turns: 600 }));
    let interrupt = (): void => {};
    const { code, stderr } = await run(['--apply', '--progress'], {
      onInterrupt: (listener) => {
        interrupt = listener;
      },
      onStderr: () => interrupt(),
    });
    expect(code).toBe(130);
    expect(stderr).toContain('Interrupted; what was done stays.');
    for (const { path, bytes } of rollouts) expect(readFileSync(path).equals(bytes)).toBe(true);
  });
});

describe('threadloom migrate --revert', () => {
  it('puts the original back, and does not lose what was added', async () => {
    const { path, bytes } = lay(1);
    expect((await run(['--revert'])).stderr).toBe('No migration is on record.\n');
    await run(['--apply']);
    appendFileSync(path, '{}\n');
    const refused = await run(['--revert']);
    expect(refused).toMatchObject({ code: 8, stderr: '0 migrations reverted, 1 left as they are\n' });
    expect(refused.stdout).toContain('it has gone on since');
    expect(await run(['--revert', '--force'])).toMatchObject({ code: 0, stdout: `✓ ${path}\n` });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });
});

describe('threadloom migrate --forget', () => {
  it('shows how much there is, and removes it after a yes', async () => {
    lay(1);
    expect(await run(['--forget'])).toMatchObject({ code: 0, stderr: 'No original is to be removed.\n' });
    await run(['--apply']);
    const [backup = ''] = migrationFiles(home());
    expect(await run(['--forget'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/1 file, [\d.]+ kB .*--yes/),
    });
    const no = await run(['--forget'], { answer: 'no' });
    expect(no).toMatchObject({ code: 2, stdout: expect.stringContaining(backup) });
    expect(no.stderr).toContain('Nothing was removed.');
    expect(existsSync(join(home(), backup))).toBe(true);
    expect(await run(['--forget'], { answer: 'yes' })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^· .*\n✓ /),
    });
    expect(existsSync(join(home(), backup))).toBe(false);
    expect((await run(['--revert'])).stdout).toContain('its original was forgotten');
  });
});
