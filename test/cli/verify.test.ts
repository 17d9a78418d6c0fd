import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { plainThread, writeCliHome } from '../support/cli-home.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

/** A projected home of two threads; `change` is done to its database. */
async function projectedHome(change = '') {
  const one = plainThread({});
  const two = plainThread({ seed: 2 });
  const home = writeCliHome(folder, [{ rollout: one }, { rollout: two }]);
  await runCli(['project', ...home.place]);
  if (change !== '') {
    const database = new Database(home.db);
    database.exec(change);
    database.close();
  }
  return { ...home, one, two };
}

const damage = (threadId: string) =>
  `update thread_turns set status = 'failed' where rollout_ordinal < 8 and thread_id = '${threadId}'`;

describe('threadloom verify', () => {
  it('proves every thread and says so', async () => {
    const { place, one } = await projectedHome();
    const all = await runCli(['verify', ...place]);
    expect(all).toMatchObject({ code: 0, stdout: '' });
    expect(all.stderr).toMatch(/^2 rollouts: 2 proved · 12 rows against .* in /);
    const named = await runCli(['verify', one.threadId.slice(0, 23), ...place]);
    expect(named.stdout).toMatch(new RegExp(`^✓ ${one.threadId}  ?proved: 6 rows`));
    const items = JSON.parse((await runCli(['items', one.threadId, '--json', ...place])).stdout);
    expect(items.asOf).toMatchObject({ rolloutId: one.threadId, complete: true, skipped: 0 });
    const shown = JSON.parse((await runCli(['show', one.threadId, '--json', ...place])).stdout);
    expect(shown.asOf).toEqual(items.asOf);
    const turns = JSON.parse((await runCli(['turns', one.threadId, '--json', ...place])).stdout);
    expect(turns.asOf).toEqual(items.asOf);
  });

  it('names the damage and the command that mends it', async () => {
    const { place, one } = await projectedHome();
    const database = new Database(place[3] ?? '');
    database.exec(damage(one.threadId));
    database.close();
    const { code, stdout, stderr } = await runCli(['verify', '--all', ...place]);
    expect(code).toBe(5);
    expect(stdout).toContain(`✗ ${one.threadId}`);
    expect(stdout).toMatch(/changed thread_turns ordinal \d+ byte [\d,]+/);
    expect(stdout).toContain('status: "failed", should be "completed"');
    expect(stdout).toContain(`threadloom rebuild ${one.threadId}`);
    expect(stderr).toMatch(/1 proved, 1 differ \(1 difference\)/);
    expect(await runCli(['verify', '--no-fail-on-diff', ...place])).toMatchObject({ code: 0 });
    expect(await runCli(['verify', '--fail-on-diff', ...place])).toMatchObject({ code: 5 });
  });

  it('prints JSON, whole or a rollout a line', async () => {
    const { place, one } = await projectedHome();
    const { rollouts, totals } = JSON.parse((await runCli(['verify', '--json', ...place])).stdout);
    expect(rollouts).toHaveLength(2);
    expect(totals).toMatchObject({ rollouts: 2, proved: 2, differences: 0 });
    const { stdout } = await runCli(['verify', one.threadId, '--ndjson', ...place]);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      {
        threadId: one.threadId,
        status: 'proved',
        compared: { rowsDigest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ]);
  });

  it('verifies what was never projected only when it is to project first', async () => {
    const { place } = writeCliHome(folder, [{ rollout: plainThread({}) }]);
    expect((await runCli(['verify', ...place])).stderr).toMatch(/^1 rollout: 0 proved, 1 behind/);
    expect((await runCli(['verify', '--project', ...place])).stderr).toMatch(/^1 rollout: 1 proved/);
  });

  it('is left by Ctrl-C', async () => {
    const { place } = await projectedHome();
    const { code, stderr } = await runCli(['verify', ...place], { onInterrupt: (interrupt) => interrupt() });
    expect(code).toBe(130);
    expect(stderr).toMatch(/^Interrupted; what was proved stays so\. 0 rollouts/);
  });

  it('takes threads or all of them', async () => {
    const { place, one } = await projectedHome();
    expect(await runCli(['verify', '--all', one.threadId, ...place])).toMatchObject({ code: 2 });
  });

  it('names the command that mends what belongs to nobody', async () => {
    const { place } = await projectedHome(`
      insert into thread_spawn_edges values ('nobody', 'nothing', 'open');
      insert into thread_history_projection_state select 'lost', next_rollout_byte_offset, next_rollout_ordinal, reducer,
        reducer_state, projector_version, source_size, source_mtime_ns, source_inode, head_bytes, head_digest, tail_bytes,
        tail_digest, source_gone, unrecognised_items from thread_history_projection_state limit 1`);
    const { code, stdout } = await runCli(['verify', ...place]);
    expect(code).toBe(5);
    expect(stdout).toContain('broken thread_spawn_edges');
    expect(stdout).toContain('To mend it: threadloom rebuild nothing');
    expect(stdout).toContain('broken thread_history_projection_state');
    expect(stdout).toContain('To mend it: threadloom prune --leftovers --apply');
    const rebuilt = await runCli(['rebuild', 'nothing', ...place]);
    expect(rebuilt).toMatchObject({ code: 0, stdout: expect.stringContaining('no longer listed') });
    expect((await runCli(['prune', '--leftovers', '--apply', ...place])).code).toBe(0);
    expect((await runCli(['verify', ...place])).stderr).toMatch(/^2 rollouts: 2 proved/);
  });
});
