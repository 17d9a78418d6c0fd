import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CliHome, plainThread, writeCliHome } from '../support/cli-home.js';
import { peerDamages } from '../support/peer-damages.js';
import { runSql, writePeerHistoryFile } from '../support/peer-history-file.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const thread = plainThread({ seed: 1, turns: 3 });
const other = plainThread({ seed: 2 });

async function layHome(): Promise<CliHome & { history: string }> {
  const laid = writeCliHome(folder, [{ rollout: thread }, { rollout: other }]);
  return { ...laid, history: await writePeerHistoryFile(laid.home) };
}

describe('threadloom doctor', () => {
  it('has nothing to say of a sound home but what it takes', async () => {
    const { home, place } = await layHome();
    const { code, stdout, stderr } = await runCli(['doctor', ...place]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^.*\ndisk +sessions [\d.]+ kB in 2 rollouts · archived 0 B in 0/);
    expect(stdout.split('\n')[0]).toBe(home);
    expect(stdout).toContain('thread_history_1.sqlite');
    expect(stderr).toMatch(
      /^2 rollouts, 0 compared with Codex's rows, in .*: no damage, 0 warnings, 0 notes\n$/,
    );
  });

  it('says what is damaged, what that means and what mends it', async () => {
    const { place, history } = await layHome();
    runSql(history, ...(peerDamages(thread)['empty though called complete']?.statements ?? []));
    const { code, stdout, stderr } = await runCli(['doctor', ...place]);
    expect(code).toBe(5);
    expect(stdout).toContain('✗ empty-projection');
    expect(stdout).toContain('has no row of its 3 turns and 6 items');
    expect(stdout).toContain(`→ threadloom repair --codex --apply --thread ${thread.threadId}`);
    expect(stderr).toContain('1 compared');
    expect(stderr).toContain('1 of damage');

    const json = await runCli(['doctor', '--json', ...place]);
    expect(json.code).toBe(5);
    const { homes } = JSON.parse(json.stdout);
    expect(homes[0].findings).toMatchObject([
      { kind: 'empty-projection', severity: 'damage', threadId: thread.threadId },
    ]);
    expect(homes[0].disk.databases).toMatchObject([{ path: history }]);

    const rows = await runCli(['doctor', '--ndjson', ...place]);
    expect(
      rows.stdout
        .trim()
        .split('\n')
        .map((row) => JSON.parse(row).kind),
    ).toEqual(['empty-projection']);
    expect((await runCli(['doctor', '--thread', other.threadId, ...place])).code).toBe(0);
  });

  it('ends well where there is no damage but something to know, with many findings of a kind shown once', async () => {
    const { home, place, paths } = await layHome();
    for (const number of [1, 2, 3, 4, 5]) {
      writeFileSync((paths[0] ?? '').replace('.jsonl', ` (${number}).jsonl`), thread.bytes());
    }
    const { code, stdout } = await runCli(['doctor', ...place]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/· copied-rollout {2}5 ×/);
    expect(stdout).toContain('and 2 more (--json lists all)');
    expect(stdout.match(/The name is not one/g)).toHaveLength(3);
    expect(stdout).toContain(join(home, 'sessions'));
  });

  it('knows no thread that is not there', async () => {
    const { place } = await layHome();
    expect((await runCli(['doctor', '--thread', 'ffffffff', ...place])).code).toBe(3);
  });
});
