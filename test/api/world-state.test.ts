/** The world state of threads as their logs tell it: at turns and records, over forks, reverts and rollbacks. */
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../src/events/json/stringify-json.js';
import { createTestClock, type RolloutBuilder, rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const open = useHistory(folder);

const full = (state: object): [string, { full: boolean; state: object }] => [
  'world_state',
  { full: true, state },
];
const patch = (state: object): [string, { full: boolean; state: object }] => [
  'world_state',
  { full: false, state },
];

/** A thread of visible lines: the session_meta has ordinal 0 (or none), and a turn that is told something five lines. */
function thread(options: Parameters<typeof rollout>[0] = {}): RolloutBuilder {
  return rollout({ detail: 'visible', ...options }).sessionMeta();
}

function told(to: RolloutBuilder, turnId: string, ...records: [string, object][]): RolloutBuilder {
  return to.turn(
    (turn) => {
      for (const [type, payload] of records) turn.record(type, { ...payload });
      return turn.user(`question of ${turnId}`).agent('answer').complete();
    },
    { turnId },
  );
}

describe.each(['paginated', 'legacy'] as const)('a %s thread', (historyMode) => {
  const paginated = historyMode === 'paginated';

  function world(): RolloutBuilder {
    const log = thread({ historyMode });
    told(log, 'turn-1', full({ model: 'a', tools: { web: 'w' } }));
    told(log, 'turn-2');
    told(log, 'turn-3', patch({ model: 'b', tools: null }));
    return told(log, 'turn-4', patch({ env: { cwd: '/d' } }));
  }

  it('is told of its newest state, and where it changed last', async () => {
    const log = world();
    const { service } = await open([log]);
    expect(await service.readWorldState(log.threadId)).toEqual({
      threadId: log.threadId,
      at: null,
      sections: { model: 'b', env: { cwd: '/d' } },
      changedAt: {
        rolloutId: log.rolloutId,
        ordinal: paginated ? 16 : null,
        timestamp: expect.stringMatching(/^2026-/),
        startByte: log.text().indexOf(log.lines().find((line) => line.includes('"env"')) ?? '?'),
        turnId: 'turn-4',
      },
      complete: true,
      problems: [],
    });
  });

  it('has a state after each of its turns', async () => {
    const log = world();
    const { service } = await open([log]);
    const at = async (turnId: string) => {
      const { sections, changedAt } = await service.readWorldState(log.threadId, { at: { turnId } });
      return [sections, changedAt?.turnId];
    };
    expect(await at('turn-1')).toEqual([{ model: 'a', tools: { web: 'w' } }, 'turn-1']);
    expect(await at('turn-2')).toEqual([{ model: 'a', tools: { web: 'w' } }, 'turn-1']);
    expect(await at('turn-3')).toEqual([{ model: 'b' }, 'turn-3']);
    expect(await at('turn-4')).toEqual([{ model: 'b', env: { cwd: '/d' } }, 'turn-4']);
    await expect(service.readWorldState(log.threadId, { at: { turnId: 'turn-9' } })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('turn turn-9 is not in thread'),
    });
  });

  it('has a state after each of its records, counted from 0', async () => {
    const log = world();
    const { service } = await open([log]);
    const models: unknown[] = [];
    for (let ordinal = 0; ordinal < log.lines().length; ordinal++) {
      const { sections } = await service.readWorldState(log.threadId, { at: { ordinal } });
      models.push(sections === null ? null : `${sections.model}${Object.keys(sections).length}`);
    }
    const { lines } = { lines: log.lines().map((line) => JSON.parse(line)) };
    const states = lines
      .map(({ type }, index) => (type === 'world_state' ? index : -1))
      .filter((at) => at >= 0);
    const expected = lines.map(
      (_, index) => [null, 'a2', 'b1', 'b2'][states.filter((at) => at <= index).length],
    );
    expect(models).toEqual(expected);
    await expect(
      service.readWorldState(log.threadId, { at: { ordinal: lines.length } }),
    ).rejects.toMatchObject({
      code: 'invalid_request',
      message: `thread ${log.threadId} has no record ${lines.length}. Its last one is ${lines.length - 1}.`,
    });
  });

  it('a turn that has not ended yet lasts until the next one', async () => {
    const log = thread({ historyMode });
    told(log, 'turn-1', full({ a: 1 }));
    log.turn((turn) => turn.user('never answered').record(...patch({ a: 2 })), { turnId: 'open' });
    told(log, 'turn-3', patch({ a: 3 }));
    log.turn((turn) => turn.user('still open').record(...patch({ a: 4 })), { turnId: 'last' });
    const { service } = await open([log]);
    const at = async (turnId: string) =>
      (await service.readWorldState(log.threadId, { at: { turnId } })).sections?.a;
    expect([await at('turn-1'), await at('open'), await at('turn-3'), await at('last')]).toEqual([
      1, 2, 3, 4,
    ]);
  });

  it('a compaction ends the state until a snapshot follows', async () => {
    const log = thread({ historyMode });
    told(log, 'turn-1', full({ a: 1 }));
    told(log, 'cut', ['compacted', { message: 'so far' }]);
    told(log, 'deaf', patch({ b: 1 }));
    told(log, 'told', full({ c: 1 }));
    const { service } = await open([log]);
    const at = (turnId: string) => service.readWorldState(log.threadId, { at: { turnId } });
    expect(await at('cut')).toMatchObject({
      sections: null,
      complete: false,
      changedAt: { turnId: 'cut' },
      problems: [{ kind: 'no_baseline', detail: 'nothing was told since the last compaction' }],
    });
    expect(await at('deaf')).toMatchObject({
      sections: null,
      complete: false,
      changedAt: { turnId: 'cut' },
      problems: [{ kind: 'patch_without_baseline', count: 1 }],
    });
    expect(await at('told')).toMatchObject({ sections: { c: 1 }, complete: true });
  });

  it('a record that cannot be read leaves the state as it was, but not complete', async () => {
    const log = thread({ historyMode });
    told(log, 'turn-1', full({ a: 1 }));
    told(log, 'turn-2', ['world_state', { full: true, state: ['not', 'an', 'object'] }]);
    const { service } = await open([log]);
    expect(await service.readWorldState(log.threadId)).toMatchObject({
      sections: { a: 1 },
      changedAt: { turnId: 'turn-1' },
      complete: false,
      problems: [{ kind: 'unreadable_record', count: 1, detail: expect.stringContaining('state') }],
    });
  });

  it('keeps digits, the order of keys, and keys that are names of JavaScript’s own', async () => {
    const log = thread({ historyMode });
    const state =
      '{"n":1.10,"__proto__":{"a":null},"2":1e+400,"1":12345678901234567890,"constructor":[null]}';
    told(log, 'turn-1', full({}));
    const text = log.text().replace('"state":{}', `"state":${state}`);
    const laid = { ...log, bytes: () => Buffer.from(text) };
    const { service } = await open([laid]);
    const { sections } = await service.readWorldState(log.threadId);
    expect(stringifyJson(sections)).toBe(state);
  });

  it('is nothing where nothing was told', async () => {
    const log = told(thread({ historyMode }), 'turn-1');
    const { service } = await open([log]);
    expect(await service.readWorldState(log.threadId)).toMatchObject({
      sections: null,
      changedAt: null,
      complete: false,
      problems: [{ kind: 'no_baseline', detail: 'nothing was told yet' }],
    });
    expect((await service.listWorldStateChanges(log.threadId)).data).toEqual([]);
  });

  it('differences lead from one place to another, in both directions', async () => {
    const log = world();
    const { service } = await open([log]);
    const [from, to] = [{ turnId: 'turn-1' }, { turnId: 'turn-4' }];
    expect((await service.diffWorldState(log.threadId, { from, to })).operations).toEqual([
      { op: 'add', path: '/env', value: { cwd: '/d' } },
      { op: 'replace', path: '/model', value: 'b' },
      { op: 'remove', path: '/tools' },
    ]);
    expect((await service.diffWorldState(log.threadId, { from: to, to: from })).operations).toEqual([
      { op: 'remove', path: '/env' },
      { op: 'replace', path: '/model', value: 'a' },
      { op: 'add', path: '/tools', value: { web: 'w' } },
    ]);
    const fromNothing = await service.diffWorldState(log.threadId, { from: { ordinal: 0 } });
    expect(fromNothing.operations.map(({ path }) => path)).toEqual(['/env', '/model']);
    expect(fromNothing.from).toMatchObject({ sections: null, complete: false });
  });

  it('lists every change with the sections that it changed', async () => {
    const log = world();
    told(
      log,
      'turn-5',
      ['compacted', { message: 'so far' }],
      patch({ lost: 1 }),
      full({ model: 'b', env: { cwd: '/d' } }),
    );
    const { service } = await open([log]);
    const { data, missingLog } = await service.listWorldStateChanges(log.threadId);
    expect(missingLog).toBeNull();
    expect(
      data.map(({ kind, at, added, removed, changed }) => [kind, at.turnId, added, changed, removed]),
    ).toEqual([
      ['full', 'turn-1', ['model', 'tools'], [], []],
      ['patch', 'turn-3', [], ['model'], ['tools']],
      ['patch', 'turn-4', ['env'], [], []],
      ['compacted', 'turn-5', [], [], []],
      ['ignored', 'turn-5', [], [], []],
      ['full', 'turn-5', [], [], []],
    ]);
  });
});

it('a rollback marker in a paginated log takes back what turns were told, as in Codex', async () => {
  const log = thread();
  told(log, 'turn-1', full({ a: 1 }));
  log.turn(
    (turn) =>
      turn
        .record('response_item', {
          type: 'message',
          role: 'user',
          content: [{ type: 'input_text', text: 'go on' }],
        })
        .record(...patch({ a: 2 }))
        .complete(),
    { turnId: 'turn-2' },
  );
  log.event({ type: 'thread_rolled_back', num_turns: 1 });
  const { service } = await open([log]);
  expect((await service.readWorldState(log.threadId)).sections).toEqual({ a: 1 });
  const before = await service.readWorldState(log.threadId, { at: { turnId: 'turn-2' } });
  expect(before.sections).toEqual({ a: 2 });
});

describe('a legacy thread with rollbacks', () => {
  it('was told only what its remaining turns were told', async () => {
    const log = thread({ historyMode: 'legacy' });
    told(log, 'turn-1', full({ a: 1 }));
    told(log, 'turn-2', patch({ a: 2 }));
    log.event({ type: 'thread_rolled_back', num_turns: 1 });
    told(log, 'turn-3', patch({ b: 3 }));
    const { service } = await open([log]);
    const { threadId } = log;
    expect((await service.readWorldState(threadId)).sections).toEqual({ a: 1, b: 3 });
    const changes = await service.listWorldStateChanges(threadId);
    expect(changes.data.map(({ at }) => at.turnId)).toEqual(['turn-1', 'turn-3']);
    await expect(service.readWorldState(threadId, { at: { turnId: 'turn-2' } })).rejects.toThrow(
      'it may have been rolled back',
    );
    // Before the marker, the turn had not been taken back yet.
    const marker = log.lines().findIndex((line) => line.includes('thread_rolled_back'));
    const before = await service.readWorldState(threadId, { at: { ordinal: marker - 1 } });
    expect(before.sections).toEqual({ a: 2 });
    expect((await service.readWorldState(threadId, { at: { ordinal: marker } })).sections).toEqual({ a: 1 });
  });

  it('finds the newest turn of an id that comes twice', async () => {
    const log = thread({ historyMode: 'legacy' });
    told(log, 'again', full({ a: 1 }));
    told(log, 'again', patch({ a: 2 }));
    told(log, 'turn-3', patch({ a: 3 }));
    const { service } = await open([log]);
    expect((await service.readWorldState(log.threadId, { at: { turnId: 'again' } })).sections).toEqual({
      a: 2,
    });
  });
});

describe('a lineage', () => {
  /** A source of three turns, a fork of it after turn 2, and a revert of the fork after its own turn. */
  function lineage() {
    const clock = createTestClock();
    const source = thread({ clock });
    told(source, 'turn-1', full({ a: 1 }));
    told(source, 'turn-2', patch({ a: 2 }));
    const cut = source.historyBase();
    told(source, 'turn-3', patch({ a: 3 }));
    const fork = told(source.fork({ seed: 2, at: cut }), 'turn-4', patch({ b: 4 }));
    const again = fork.historyBase();
    told(fork, 'turn-5', full({ gone: 5 }));
    clock.advance(60_000);
    const reverted = told(fork.revert({ seed: 3, at: again }), 'turn-6', patch({ c: 6 }));
    return { source, fork, reverted, cut };
  }

  it('is one log, cut where forks and reverts cut it', async () => {
    const { source, fork, reverted, cut } = lineage();
    const { service } = await open([source, fork, reverted]);
    const { threadId } = fork;
    expect(await service.readWorldState(threadId)).toMatchObject({
      sections: { a: 2, b: 4, c: 6 },
      changedAt: { rolloutId: reverted.rolloutId, turnId: 'turn-6' },
      complete: true,
    });
    const at = async (turnId: string) =>
      (await service.readWorldState(threadId, { at: { turnId } })).sections;
    expect(await at('turn-1')).toEqual({ a: 1 });
    expect(await at('turn-2')).toEqual({ a: 2 });
    expect(await at('turn-4')).toEqual({ a: 2, b: 4 });
    await expect(at('turn-3')).rejects.toThrow('turn turn-3 is not in thread');
    await expect(at('turn-5')).rejects.toThrow('turn turn-5 is not in thread');
    expect((await service.readWorldState(source.threadId)).sections).toEqual({ a: 3 });

    const state = async (ordinal: number) =>
      (await service.readWorldState(threadId, { at: { ordinal } })).sections;
    expect(await state(cut.end_ordinal_exclusive - 1)).toEqual({ a: 2 });
    // The session_meta of the fork.
    expect(await state(cut.end_ordinal_exclusive)).toEqual({ a: 2 });
    expect(await state(cut.end_ordinal_exclusive + 2)).toEqual({ a: 2, b: 4 });

    const { data } = await service.listWorldStateChanges(threadId);
    expect(data.map(({ at: { turnId } }) => turnId)).toEqual(['turn-1', 'turn-2', 'turn-4', 'turn-6']);
  });

  it('a turn that a fork cuts lasts until the cut', async () => {
    const source = thread();
    source.turn(
      (turn) => {
        turn.record(...full({ a: 1 })).user('half');
        return turn;
      },
      { turnId: 'half' },
    );
    const at = source.historyBase();
    source.record(...patch({ a: 2 })).event({ type: 'task_complete', turn_id: 'half' });
    const fork = told(source.fork({ seed: 2, at }), 'own', patch({ b: 1 }));
    const { service } = await open([source, fork]);
    const half = { at: { turnId: 'half' } };
    expect((await service.readWorldState(fork.threadId, half)).sections).toEqual({ a: 1 });
    expect((await service.readWorldState(source.threadId, half)).sections).toEqual({ a: 2 });
  });

  it('says that a log is gone that would have been needed', async () => {
    const { source, fork, reverted } = lineage();
    const { service, write, reopen } = await open([source, fork, reverted]);
    await service.readWorldState(fork.threadId);
    const [path = ''] = write(source);
    rmSync(path);
    expect(await reopen().readWorldState(fork.threadId)).toMatchObject({
      sections: null,
      complete: false,
      problems: [{ kind: 'patch_without_baseline', count: 2 }, { kind: 'missing_log' }],
    });
    expect((await reopen().listWorldStateChanges(fork.threadId)).missingLog).toBe(source.rolloutId);
  });

  it('does not need a log that is gone for what was told after it, in a turn or outside', async () => {
    for (const inTurn of [true, false]) {
      const { source } = lineage();
      const child = source.fork({ seed: 2 });
      const fork = inTurn ? told(child, 'own', full({ own: 1 })) : child.record(...full({ own: 1 }));
      const { service, write, reopen } = await open([source, fork]);
      await service.readWorldState(fork.threadId);
      const [path = ''] = write(source);
      rmSync(path);
      expect(await reopen().readWorldState(fork.threadId)).toMatchObject({
        sections: { own: 1 },
        complete: true,
      });
    }
  });
});
