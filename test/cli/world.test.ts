import { describe, expect, it } from 'vitest';
import { type RolloutBuilder, rollout } from '../../src/testing/index.js';
import { writeCliHome } from '../support/cli-home.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

const RULES = '# Rules\n- be brief\n- be kind\n';

const FIRST = {
  full: true,
  state: {
    agents_md: { directory: '/home/mira/tidemark', text: RULES },
    environments: { environments: { local: { cwd: '/home/mira/tidemark', status: 'available' } }, note: '' },
    limits: { budget: 1.5, list: [], none: {} },
    model: 'gpt-5.5',
    tools: { web: 'searches' },
  },
};

const SECOND = {
  full: false,
  state: {
    tools: null,
    agents_md: { text: '# Rules\n- be thorough\n- be kind\n' },
    environments: { environments: { local: { shell: 'bash' } } },
    model: 'gpt-6 \u001b[31mred',
    window: { size: 1 },
  },
};

function thread(historyMode: 'paginated' | 'legacy' = 'paginated'): RolloutBuilder {
  // The home is used again: another thread, not a shorter file of the same one.
  return rollout({ historyMode, detail: 'visible', seed: historyMode === 'legacy' ? 2 : 1 })
    .sessionMeta()
    .turn((turn) => turn.record('world_state', FIRST).user('hello').agent('hello').complete(), {
      turnId: 'turn-1',
    })
    .turn((turn) => turn.record('world_state', SECOND).user('go on').complete(), { turnId: 'turn-2' })
    .turn((turn) => turn.record('compacted', { message: 'so far' }).complete(), { turnId: 'turn-3' });
}

async function world(args: string[], log = thread()) {
  const { place } = writeCliHome(folder, [{ rollout: log }]);
  const result = await runCli(['world', log.threadId, ...args, ...place], { columns: 80 });
  return { ...result, timeless: result.stdout.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'YYYY-MM-DD hh:mm') };
}

describe('threadloom world', () => {
  it('prints the sections at a place as trees', async () => {
    const { code, timeless } = await world(['--at', 'turn-1']);
    expect(code).toBe(0);
    expect(timeless).toMatchInlineSnapshot(`
      "World state after turn turn-1
        last changed YYYY-MM-DD hh:mm · record 2 · turn turn-1

      agents_md
        directory  /home/mira/tidemark
        text
          │ # Rules
          │ - be brief
          │ - be kind
      environments
        environments
          local
            cwd  /home/mira/tidemark
            status  available
        note  ""
      limits
        budget  1.5
        list  []
        none  {}
      model  gpt-5.5
      tools
        web  searches
      "
    `);
  });

  it('says what is wrong with a state', async () => {
    const { code, timeless } = await world([]);
    expect(code).toBe(0);
    expect(timeless).toMatchInlineSnapshot(`
      "World state now
        last changed YYYY-MM-DD hh:mm · record 11 · turn turn-3
        ! nothing was told since the last compaction
      "
    `);
  });

  it('prints what changed between two places', async () => {
    const { timeless } = await world(['--diff', '2', 'turn-2']);
    expect(timeless).toMatchInlineSnapshot(`
      "World state from after record 2
        last changed YYYY-MM-DD hh:mm · record 2 · turn turn-1
      to after turn turn-2
        last changed YYYY-MM-DD hh:mm · record 7 · turn turn-2

        agents_md
          ~ text
              … 1 equal line
            - - be brief
            + - be thorough
              … 1 equal line
        environments
          + environments › local › shell
            + bash
      ~ model
            - gpt-5.5
            + gpt-6 red
      - tools
            - {"web":"searches"}
      + window
            + {"size":1}
      "
    `);
  });

  it('says that there is no difference', async () => {
    expect((await world(['--diff', '2', 'turn-1'])).stdout).toContain('\nNo difference.\n');
  });

  it('lists every change', async () => {
    expect((await world(['--log'])).timeless).toMatchInlineSnapshot(`
      "WHEN              RECORD             SECTIONS
      YYYY-MM-DD hh:mm  2       told       +agents_md +environments +limits +model +t…
      YYYY-MM-DD hh:mm  7       changed    +window ~agents_md ~environments ~model -t…
      YYYY-MM-DD hh:mm  11      compacted
      "
    `);
    const legacy = (await world(['--log'], thread('legacy'))).timeless;
    expect(legacy.split('\n').slice(0, 3).join('\n')).toMatchInlineSnapshot(`
      "WHEN              TURN               SECTIONS
      YYYY-MM-DD hh:mm  turn-1  told       +agents_md +environments +limits +model +t…
      YYYY-MM-DD hh:mm  turn-2  changed    +window ~agents_md ~environments ~model -t…"
    `);
  });

  it('clips long texts, unless told not to', async () => {
    const text = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n');
    const log = rollout({ detail: 'visible' })
      .sessionMeta()
      .record('world_state', { full: true, state: { long: { text } } });
    expect((await world([], log)).stdout).toContain('│ … 24 more lines');
    expect((await world(['--full'], log)).stdout).toContain('│ line 29');
    const diff = await world(['--diff', '0', 'now'], log);
    expect(diff.stdout).toContain('+ long\n');
    expect(diff.stdout).toContain('│ line 5\n');
    expect(diff.stdout).not.toContain('line 29');
    expect((await world(['--full', '--diff', '0', 'now'], log)).stdout).toContain('│ line 29');
  });

  it('prints JSON that is exact', async () => {
    const log = thread();
    const digits = { ...log, bytes: () => Buffer.from(log.text().replace('"budget":1.5', '"budget":1.50')) };
    const { place } = writeCliHome(folder, [{ rollout: digits }]);
    const run = async (...args: string[]) =>
      (await runCli(['world', log.threadId, '--json', ...args, ...place])).stdout;
    const state = await run('--at', '2');
    expect(state).toContain('"limits":{"budget":1.50,"list":[],"none":{}}');
    expect(JSON.parse(state)).toMatchObject({
      threadId: log.threadId,
      at: { ordinal: 2 },
      sections: FIRST.state,
      changedAt: { ordinal: 2, turnId: 'turn-1' },
      complete: true,
      problems: [],
    });
    expect(JSON.parse(await run('--diff', 'turn-2', 'turn-1'))).toEqual({
      threadId: log.threadId,
      from: expect.objectContaining({ at: { turnId: 'turn-2' }, complete: true }),
      to: expect.objectContaining({ at: { turnId: 'turn-1' } }),
      operations: expect.arrayContaining([{ op: 'add', path: '/tools', value: { web: 'searches' } }]),
    });
    const { data } = JSON.parse(await run('--log'));
    expect(data.map(({ kind }: { kind: string }) => kind)).toEqual(['full', 'patch', 'compacted']);
    const rows = await runCli(['world', log.threadId, '--ndjson', '--log', ...place]);
    expect(
      rows.stdout
        .trim()
        .split('\n')
        .map((row) => JSON.parse(row)),
    ).toEqual(data);
  });

  it('refuses places that are not there, and too few or too many of them', async () => {
    expect(await world(['--at', '99'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('has no record 99. Its last one is '),
    });
    expect(await world(['--at', 'turn-7'])).toMatchObject({ code: 2 });
    expect((await world(['--diff', '1'])).stderr).toContain('--diff needs two places');
    expect(await world(['--diff', '1', '2', '3'])).toMatchObject({ code: 2 });
    expect(await world(['--at', '1', '--log'])).toMatchObject({ code: 2 });
  });
});
