/** Calls in rollouts that a migration made paginated, ours or Codex's: shown as they were before. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type HistoryLab, openHistoryLab } from '../../support/history-lab.js';
import { answered, ended, item, paginatedLines, paginatedMeta, said } from '../../support/migrated-lines.js';
import {
  call,
  compacted,
  jsonOutput,
  output,
  response,
  started,
  turnContext,
} from '../../support/recovered-lines.js';
import { useTempFolder } from '../../support/temp-folder.js';

const UUID = '019a0000-0000-7000-8000-000000000001';
const LS = call('shell', { command: ['ls'] });
const LISTED = output(jsonOutput('a.txt\n'));
const BEGINNING = [paginatedMeta, started('a')];

const folder = useTempFolder();
let lab: HistoryLab;

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
});

type Records = Parameters<typeof paginatedLines>[0];

async function rowsOf(...records: Records) {
  lab.clear();
  lab.write(paginatedLines(records));
  await lab.project();
  return lab.rows();
}

/** Id, place and origin of every item. */
async function itemsOf(...records: Records): Promise<unknown[][]> {
  const { items } = await rowsOf(...records);
  return items.map(({ item_id, rollout_ordinal, origin }) => [item_id, rollout_ordinal, origin]);
}

describe('a migrated rollout', () => {
  it('given a call and its output, shows what they tell, where the call is', async () => {
    const { items } = await rowsOf(...BEGINNING, said('item-1', 'go'), LS, LISTED);
    const [, command] = items;
    expect(command).toMatchObject({
      turn_id: 'a',
      item_id: 'call',
      item_type: 'commandExecution',
      origin: 'recovered',
      rollout_ordinal: 3,
      updated_at_ordinal: 4,
      started_at_ms: Date.parse('2025-09-26T17:00:03Z'),
      completed_at_ms: Date.parse('2025-09-26T17:00:04Z'),
    });
    expect(JSON.parse(String(command?.item_json))).toMatchObject({
      command: 'ls',
      cwd: '/work',
      status: 'completed',
      aggregatedOutput: 'a.txt\n',
    });
  });

  it('given a folder that is told before the first item, commands ran there', async () => {
    const told = [...BEGINNING, turnContext('/elsewhere'), said('item-1', 'go')];
    const { items } = await rowsOf(...told, LS);
    expect(JSON.parse(String(items[1]?.item_json))).toMatchObject({ cwd: '/elsewhere' });
    // The same when a checkpoint lies between the two.
    lab.clear();
    lab.write(paginatedLines(told.slice(0, 3)));
    await lab.project();
    lab.append(
      paginatedLines([...told, LS])
        .split(/(?<=\n)/)
        .slice(3)
        .join(''),
    );
    await lab.project();
    expect(lab.rows().items).toEqual(items);
  });

  it('given a turn that only migrations name, knows itself migrated before the first item', async () => {
    expect(
      await itemsOf(paginatedMeta, started('rollout-1'), LS, answered('x', 'done', 'rollout-1')),
    ).toEqual([
      ['call', 2, 'recovered'],
      ['x', 3, 'canonical'],
    ]);
  });

  it('given an item of the same id behind the call, shows that one in its own place', async () => {
    const written = item('call', { type: 'Plan', text: 'what it did' });
    const { items } = await rowsOf(...BEGINNING, said('item-1', 'go'), LS, LISTED, written);
    expect(items[1]).toMatchObject({
      item_id: 'call',
      item_type: 'plan',
      origin: 'canonical',
      rollout_ordinal: 5,
      created_at_ms: Date.parse('2025-09-26T17:00:05Z'),
      started_at_ms: null,
    });
    expect(items).toHaveLength(2);
  });

  it('given an item of the same id before the call, recovers none', async () => {
    const written = item('call', { type: 'Plan', text: 'what it did' });
    expect(await itemsOf(...BEGINNING, said('item-1', 'go'), written, LS, LISTED)).toEqual([
      ['item-1', 2, 'canonical'],
      ['call', 3, 'canonical'],
    ]);
  });

  it('given an item of a kind that nobody knows, keeps it in the place of the call', async () => {
    const unknown = item('call', { type: 'Hologram', depth: 3 });
    const rows = [
      ['item-1', 2, 'canonical'],
      ['call', 4, 'unrecognised'],
    ];
    expect(await itemsOf(...BEGINNING, said('item-1', 'go'), LS, unknown)).toEqual(rows);
    expect(await itemsOf(...BEGINNING, said('item-1', 'go'), turnContext('/work'), unknown, LISTED)).toEqual(
      rows,
    );
  });

  it('given that a session goes on with it, leaves what that tells the model to the items it completes', async () => {
    const migrated = [...BEGINNING, said('item-1', 'go'), LS, LISTED, ended('a')];
    const native = [started('b'), said(UUID, 'on', 'b'), call('shell', { command: ['pwd'] }, 'other')];
    const { items, checkpoint } = await rowsOf(...migrated, ...native);
    expect(items.map(({ item_id, origin }) => [item_id, origin])).toEqual([
      ['item-1', 'canonical'],
      ['call', 'recovered'],
      [UUID, 'canonical'],
    ]);
    expect(checkpoint?.reducer_state).toBeNull();
  });

  it('given an output in a later turn, completes the call where it is', async () => {
    const { items } = await rowsOf(
      ...[...BEGINNING, said('item-1', 'go'), LS, ended('a')],
      ...[started('b'), said('item-2', 'on', 'b'), LISTED],
    );
    expect(items[1]).toMatchObject({ turn_id: 'a', item_id: 'call', updated_at_ordinal: 7 });
    expect(items).toHaveLength(3);
  });

  it('given a call that names its turn, puts it there', async () => {
    const named = { internal_chat_message_metadata_passthrough: { turn_id: 'a' } };
    const { items } = await rowsOf(
      ...[...BEGINNING, said('item-1', 'go'), ended('a'), started('b'), said('item-2', 'on', 'b')],
      call('shell', { command: ['ls'] }, 'call', named),
    );
    expect(items.at(-1)).toMatchObject({ turn_id: 'a', item_id: 'call' });
  });

  it('given messages that only a compaction kept, shows them, and summaries do not', async () => {
    const { items, turns } = await rowsOf(
      ...[...BEGINNING, answered('item-1', 'hello')],
      ...[compacted([['user', 'said before']]), ended('a')],
    );
    expect(items[1]).toMatchObject({ item_id: 'recovered-3', item_type: 'userMessage', origin: 'recovered' });
    expect(turns).toMatchObject([{ first_user_item_id: null, final_agent_item_id: 'item-1' }]);
  });

  it('given that a migration wrote what it recovered, shows each once and goes on as migrated', async () => {
    const search = response({ type: 'web_search_call', status: 'completed', action: { type: 'other' } });
    const written = said('recovered-3', 'said before');
    expect(
      await itemsOf(
        ...[...BEGINNING, answered('item-1', 'hello')],
        ...[compacted([['user', 'said before']]), written, LS, search],
      ),
    ).toEqual([
      ['item-1', 2, 'canonical'],
      ['recovered-3', 4, 'canonical'],
      ['call', 5, 'recovered'],
      ['recovered-6', 6, 'recovered'],
    ]);
  });
});

describe('a rollout that does not tell yet who wrote it', () => {
  const KEPT = compacted([['user', 'said before']]);

  it('given messages that only a compaction kept, outside of all turns, shows them in the newest turn', async () => {
    const { items } = await rowsOf(...BEGINNING, ended('a'), KEPT);
    expect(items).toMatchObject([{ item_id: 'recovered-3', turn_id: 'a', origin: 'recovered' }]);
  });

  it('given calls, shows none of them: sub-agents make such before they say anything', async () => {
    expect(await itemsOf(...BEGINNING, LS, LISTED)).toEqual([]);
  });

  it('given context that a sub-agent inherited before, shows none of what was kept', async () => {
    const inherited = { ...paginatedMeta.payload, subagent_history_start_ordinal: 1 };
    expect(await itemsOf({ ...paginatedMeta, payload: inherited }, started('a'), KEPT)).toEqual([]);
  });
});

describe('a rollout that a session wrote', () => {
  it('given calls without items, shows none of them', async () => {
    const { items, checkpoint } = await rowsOf(
      ...[...BEGINNING, turnContext('/work'), said(UUID, 'go'), LS, call('update_plan', {}, 'plan'), LISTED],
    );
    expect(items.map(({ item_id }) => item_id)).toEqual([UUID]);
    expect(checkpoint?.reducer_state).toBeNull();
  });
});
