/** What the doctor finds in Codex's rows: each damage by its own name, nothing where there is none. */
import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ExamineHomeOptions, examineHome } from '../../../src/jobs/doctor/examine-home.js';
import {
  breakUtf8,
  type RolloutBuilder,
  repeatOrdinal,
  rollout,
  writeCodexHome,
} from '../../../src/testing/index.js';
import { hiddenPeerDamages, peerDamages } from '../../support/peer-damages.js';
import { runSql, writePeerHistoryFile } from '../../support/peer-history-file.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();

function thread(seed = 1): RolloutBuilder {
  const builder = rollout({ seed }).sessionMeta();
  for (let number = 1; number <= 3; number++) {
    builder.turn((turn) =>
      turn
        .user(`question ${number}`)
        .command({ command: 'ls', output: 'a\n' })
        .agent(`answer ${number}`, { phase: 'final_answer' })
        .complete(),
    );
  }
  return builder;
}

async function layHome(
  ...rollouts: RolloutBuilder[]
): Promise<{ home: string; paths: string[]; history: string }> {
  const home = folder.path('home');
  const paths = writeCodexHome({ home, entries: rollouts.map((one) => ({ rollout: one })) });
  return { home, paths, history: await writePeerHistoryFile(home) };
}

async function kindsIn(home: string, options: Partial<ExamineHomeOptions> = {}): Promise<string[]> {
  const { findings } = await examineHome({ home, now: Date.now, ...options });
  return findings.map(({ kind }) => kind).sort();
}

const builder = thread();

describe('rows that are right', () => {
  it('give no finding, and are not read from end to end unless asked for', async () => {
    const { home } = await layHome(thread(1), thread(2));
    const quick = await examineHome({ home, now: Date.now });
    expect(quick).toMatchObject({ findings: [], checked: { rollouts: 2, compared: 0, databases: 1 } });
    const deep = await examineHome({ home, now: Date.now, deep: true });
    expect(deep).toMatchObject({ findings: [], checked: { compared: 2 } });
  });
});

describe('a damaged projection', () => {
  for (const [name, { kinds, statements }] of Object.entries(peerDamages(builder))) {
    it(`is found: ${name}`, async () => {
      const { home, history } = await layHome(builder, thread(2));
      runSql(history, ...statements);
      const { findings } = await examineHome({ home, now: Date.now });
      expect(findings.map(({ kind }) => kind)).toEqual(kinds);
      for (const found of findings) {
        expect(found).toMatchObject({ threadId: builder.threadId, rolloutId: builder.rolloutId });
        expect(found.mend).toBe(`threadloom repair --codex --apply --thread ${builder.threadId}`);
        expect(found.message).not.toMatch(/[{}]|undefined|null/);
      }
      expect(await kindsIn(home, { deep: true })).toEqual([...kinds].sort());
      expect(await kindsIn(home, { threadIds: new Set([thread(2).threadId]) })).toEqual([]);
    });
  }

  for (const [name, { kinds, statements }] of Object.entries(hiddenPeerDamages(builder))) {
    it(`is found by a comparison of all rows: ${name}`, async () => {
      const { home, history } = await layHome(builder);
      runSql(history, ...statements);
      expect(await kindsIn(home)).toEqual([]);
      expect(await kindsIn(home, { deep: true })).toEqual(kinds);
      expect(await kindsIn(home, { threadIds: new Set([builder.threadId]) })).toEqual(kinds);
    });
  }

  it('waits where the older rules wait: at a duplicate ordinal', async () => {
    const { home, paths, history } = await layHome(builder);
    const lines = builder.lines();
    const at = Math.floor(lines.length / 2);
    const before = lines.slice(0, at).join('\n');
    runSql(history, ...(peerDamages(builder).behind?.statements ?? []));
    writeFileSync(paths[0] ?? '', `${[before, lines[at - 1], ...lines.slice(at)].join('\n')}\n`);
    const { findings } = await examineHome({ home, now: Date.now });
    expect(findings.map(({ kind }) => kind)).toEqual(['checkpoint-frozen', 'duplicate-ordinal']);
    expect(findings[0]?.message).toContain('a duplicate');
  });

  it('is told of a rollout that was cut below the checkpoint', async () => {
    const { home, paths } = await layHome(builder);
    truncateSync(paths[0] ?? '', Math.floor(builder.bytes().length / 2));
    expect(await kindsIn(home)).toEqual(['checkpoint-beyond-file', 'torn-tail']);
  });
});

describe('damaged lines', () => {
  it('are found where a rollout is read, each kind once', async () => {
    const damaged = repeatOrdinal(breakUtf8(builder.bytes(), 9), 12);
    const home = folder.path('home');
    const [path = ''] = writeCodexHome({ home, entries: [{ rollout: builder }] });
    writeFileSync(path, damaged);
    await writePeerHistoryFile(home);
    expect(await kindsIn(home)).toEqual([]);
    expect(await kindsIn(home, { deep: true })).toEqual([
      'duplicate-ordinal',
      'ordinal-gap',
      'unreadable-line',
    ]);
  });

  it('include a last line without its end', async () => {
    const { home, paths } = await layHome(builder);
    appendFileSync(paths[0] ?? '', '{"timestamp":');
    const { findings } = await examineHome({ home, now: Date.now });
    expect(findings).toMatchObject([{ kind: 'torn-tail', severity: 'warning', detail: { bytes: 13 } }]);
  });
});

describe('a history database', () => {
  it('of another version is not compared', async () => {
    const { home, history } = await layHome(builder);
    runSql(history, 'alter table thread_items add column shiny text', 'delete from thread_items');
    const { findings } = await examineHome({ home, now: Date.now, deep: true });
    expect(findings).toMatchObject([
      { kind: 'database-of-other-version', detail: { found: 'has thread_items.shiny' } },
    ]);
  });

  it('that cannot be read is named with what mends it', async () => {
    const { home, history } = await layHome(builder);
    for (const suffix of ['-wal', '-shm']) writeFileSync(`${history}${suffix}`, '');
    writeFileSync(history, 'x'.repeat(8192));
    const { findings } = await examineHome({ home, now: Date.now });
    expect(findings).toMatchObject([
      { kind: 'corrupt-database', path: history, mend: 'threadloom repair --codex --apply' },
    ]);
  });

  it('that is missing is only noted', async () => {
    const home = folder.path('home');
    writeCodexHome({ home, entries: [{ rollout: builder }] });
    expect(await kindsIn(home)).toEqual(['no-history-database']);
  });

  it('with rows of a rollout that is not there says so', async () => {
    const { home, history } = await layHome(builder);
    runSql(history, "insert into thread_history_projection_state values ('elsewhere', 5, 1)");
    const { findings } = await examineHome({ home, now: Date.now });
    expect(findings).toMatchObject([{ kind: 'rows-without-rollout', rolloutId: 'elsewhere', mend: null }]);
  });
});
