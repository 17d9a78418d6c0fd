/** What is stored of rollouts, threads and who spawned whom: every damage is found and named, with the command that mends it. */
import { appendFileSync, rmSync, truncateSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { shown } from '../../../src/jobs/verify/shown-value.js';
import { nameIndexPath } from '../../../src/rollout/read-name-index.js';
import { bareRollout, type RolloutBuilder, rollout } from '../../../src/testing/index.js';
import { type HistoryLab, openHistoryLab } from '../../support/history-lab.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { addNumberedTurns, numberedThread } from '../../support/threads.js';
import { verifyLab } from '../../support/verify-lab.js';

const folder = useTempFolder();

const NAMED = 'A name that an index tells';

interface Family {
  lab: HistoryLab;
  /** A legacy thread with a name. */
  source: RolloutBuilder;
  fork: RolloutBuilder;
  reverted: RolloutBuilder;
  child: RolloutBuilder;
  /** Of `source` and of `child`. */
  paths: { source: string; child: string };
}

async function openFamily(): Promise<Family> {
  const lab = await openHistoryLab(folder.path('lab'));
  const source = numberedThread(3);
  const fork = addNumberedTurns(source.fork({ seed: 8, at: source.historyBase() }), 4, 4);
  const reverted = addNumberedTurns(source.revert({ seed: 9, at: source.historyBase() }), 5, 5);
  const child = rollout({
    seed: 12,
    subAgent: { parentThreadId: source.threadId, depth: 1, nickname: 'Ada', agentPath: null, role: 'worker' },
  }).sessionMeta();
  child.turn((turn) => turn.user('look').complete());
  const legacy = numberedThread(2, { seed: 13, historyMode: 'legacy' });
  const bare = bareRollout({ seed: 14 });
  const [path = '', , , childPath = ''] = lab.lay(source, fork, reverted, child, legacy, bare);
  appendFileSync(
    nameIndexPath(lab.home),
    `${JSON.stringify({ id: source.threadId, thread_name: NAMED, updated_at: '2026-03-02T09:00:00Z' })}\n`,
  );
  for (const { threadId } of [source, fork, child, legacy, bare]) await lab.project(threadId);
  return { lab, source, fork, reverted, child, paths: { source: path, child: childPath } };
}

let family: Family;
beforeEach(async () => {
  family = await openFamily();
});

type Row = Record<string, string | number | null>;

const differences = async (options: Parameters<typeof verifyLab>[1] = {}) =>
  (await verifyLab(family.lab, options)).verdicts.flatMap(({ differences: found, ...verdict }) =>
    found.map((difference) => ({ ...difference, verdict })),
  );

const run = (sql: string) => family.lab.database.writer.exec(sql);

describe('the inventory', () => {
  it('is proved as it was taken', async () => {
    const { totals } = await verifyLab(family.lab);
    expect(totals).toMatchObject({ differs: 0, failed: 0, unprovable: 0, differences: 0 });
    const edges = family.lab.database.reader.prepare('select * from thread_spawn_edges').all();
    expect(edges).toHaveLength(1);
  });

  it.each([
    // A look at the file puts right how it was last seen.
    {
      table: 'rollouts',
      key: 'rollout_id',
      not: ['path', 'compressed', 'archived', 'size_bytes', 'modified_at_ms'],
    },
    { table: 'threads', key: 'thread_id', not: ['name', 'model', 'reasoning_effort', 'source_gone'] },
  ])('is proved column by column ($table)', async ({ table, key, not }) => {
    const { lab, fork } = family;
    const id = fork.threadId;
    const columns = lab.database.reader
      .prepare(`select name from pragma_table_info('${table}')`)
      .pluck()
      .all();
    const before = lab.database.reader.prepare(`select * from ${table} where ${key} = ?`).get(id) as Row;
    let changed = 0;
    for (const column of columns.map(String).filter((name) => name !== key && !not.includes(name))) {
      run(`update ${table} set ${column} = 7 where ${key} = '${id}'`);
      const [stored] = Object.values(
        lab.database.reader.prepare(`select ${column} from ${table} where ${key} = ?`).get(id) as Row,
      );
      const found = await differences({ threadIds: [id] });
      expect(found, column).toContainEqual(
        expect.objectContaining({
          table,
          kind: 'changed',
          key: { [key]: id },
          columns: [{ column, stored, expected: shown(before[column] ?? null) }],
          verdict: expect.objectContaining({ rolloutId: id, status: 'differs', mend: `rebuild ${id}` }),
        }),
      );
      lab.database.writer
        .prepare(`update ${table} set ${column} = ? where ${key} = ?`)
        .run(before[column], id);
      changed++;
    }
    expect(changed).toBeGreaterThan(10);
    expect(await differences()).toEqual([]);
  });

  it('tells a name that no index has any more from one that never was', async () => {
    const { source, fork } = family;
    run(`update threads set name = 'another'`);
    const found = await differences();
    expect(found).toMatchObject([
      {
        table: 'threads',
        key: { thread_id: source.threadId },
        columns: [{ column: 'name', expected: NAMED }],
      },
    ]);
    expect(found[0]?.verdict.rolloutId).not.toBe(fork.threadId);
  });

  it('lacks nothing and has nothing more', async () => {
    const { fork, child, source } = family;
    run(`delete from threads where thread_id = '${fork.threadId}'`);
    run(`delete from thread_spawn_edges`);
    run(`insert into thread_spawn_edges values ('${source.threadId}', '${fork.threadId}', 'open')`);
    run(`insert into thread_spawn_edges values ('${source.threadId}', 'nobody', 'open')`);
    run(`insert into threads select 'nothing', 'none', session_id, forked_from_id, parent_thread_id, history_mode, preview,
      name, model_provider, model, reasoning_effort, cwd, cli_version, originator, source_json, source_kind, thread_source,
      agent_nickname, agent_role, git_json, archived, created_at_ms, updated_at_ms, recency_at_ms, source_gone
      from threads where thread_id = '${source.threadId}'`);
    const found = await differences();
    const shown = found.map(({ table, kind, key, rule, verdict }) => ({
      table,
      kind,
      key,
      rule,
      of: verdict.threadId,
    }));
    expect(shown).toHaveLength(5);
    expect(shown).toEqual(
      expect.arrayContaining([
        { table: 'threads', kind: 'missing', key: { thread_id: fork.threadId }, of: fork.threadId },
        {
          table: 'thread_spawn_edges',
          kind: 'missing',
          key: { child_thread_id: child.threadId },
          of: child.threadId,
        },
        {
          table: 'thread_spawn_edges',
          kind: 'extra',
          key: { child_thread_id: fork.threadId },
          of: fork.threadId,
        },
        {
          table: 'thread_spawn_edges',
          kind: 'reference',
          key: { child_thread_id: 'nobody', parent_thread_id: source.threadId },
          rule: 'a thread that was spawned has a rollout',
          of: 'nobody',
        },
        {
          table: 'threads',
          kind: 'reference',
          key: { thread_id: 'nothing', rollout_id: 'none' },
          rule: 'a thread has a rollout',
          of: 'nothing',
        },
      ]),
    );
  });

  it('knows the rollout of every checkpoint', async () => {
    run(
      `update thread_history_projection_state set thread_id = 'nobody' where thread_id = '${family.fork.threadId}'`,
    );
    expect(await differences()).toContainEqual(
      expect.objectContaining({
        table: 'thread_history_projection_state',
        kind: 'reference',
        key: { thread_id: 'nobody' },
        verdict: expect.objectContaining({ cause: 'unknown_rollout', mend: 'prune --leftovers --apply' }),
      }),
    );
  });

  it('of files that are gone is no difference, as is that of text that was cut off', async () => {
    const { lab, paths } = family;
    rmSync(paths.child);
    truncateSync(paths.source, 1_000);
    expect((await verifyLab(lab)).totals).toMatchObject({ differs: 0, unprovable: 2 });
    lab.restart();
    expect((await verifyLab(lab)).totals).toMatchObject({ differs: 0, unprovable: 2 });
  });

  it('is not taken for damaged where others change it meanwhile', async () => {
    const { lab } = family;
    let looks = 0;
    const changing = new Proxy(lab.projector, {
      get(target, name) {
        if (name === 'foldInventory' && looks++ === 0) {
          return (ids?: ReadonlySet<string>) => {
            const folded = target.foldInventory(ids);
            for (const row of folded.threads.values()) row.preview = 'of another moment';
            return folded;
          };
        }
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    expect((await verifyLab({ ...lab, projector: changing })).totals).toMatchObject({ differs: 0 });
    expect(looks).toBe(2);
  });
});
