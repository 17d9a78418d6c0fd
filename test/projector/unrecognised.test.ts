/** Law 11: what we do not know is kept and counted; a history mode we do not know is refused, never taken for another. */
import { beforeEach, describe, expect, it } from 'vitest';
import { findRollout } from '../../src/store/rollouts.js';
import { type RolloutBuilder, rollout } from '../../src/testing/index.js';
import { type HistoryLab, openHistoryLab } from '../support/history-lab.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
let lab: HistoryLab;
let thread: RolloutBuilder;

const ID = '019cadc6-9a80-7000-8000-00000000000b';
const FORECAST = { type: 'TideForecast', id: 'tide-1', metres: 1.25, nested: { deep: [1, null, 'x'] } };

const itemCompleted = (item: object, turnId = 'turn-1') => ({
  type: 'item_completed',
  thread_id: ID,
  turn_id: turnId,
  item,
  started_at_ms: 1_772_442_000_000,
  completed_at_ms: 1_772_442_000_500,
});
const message = (id: string, text: string) => ({
  type: 'AgentMessage',
  id,
  content: [{ type: 'Text', text }],
});

async function project(): Promise<ReturnType<HistoryLab['rows']>> {
  lab.lay(thread);
  await lab.project(ID);
  return lab.rows(ID);
}

const shown = async (unrecognised: boolean): Promise<string[]> =>
  (await lab.service.listItems(ID, { unrecognised })).data.map(({ item }) => item.value.id);

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
  thread = rollout({ threadId: ID, detail: 'visible' }).sessionMeta();
  thread.event({ type: 'task_started', turn_id: 'turn-1', model_context_window: 1 });
});

describe('an item of a kind that we do not know', () => {
  it('is kept verbatim as a row of its own origin', async () => {
    thread.event(itemCompleted(FORECAST));
    const { items, diagnostics, checkpoint } = await project();
    expect(items).toMatchObject([
      {
        turn_id: 'turn-1',
        item_id: 'tide-1',
        item_type: 'tideForecast',
        origin: 'unrecognised',
        rollout_ordinal: 2,
        started_at_ms: 1_772_442_000_000,
        completed_at_ms: 1_772_442_000_500,
      },
    ]);
    expect(JSON.parse(String(items[0]?.item_json))).toEqual({ ...FORECAST, type: 'tideForecast' });
    expect(diagnostics).toMatchObject([
      { kind: 'unknown_line', action: 'kept_as_unrecognised_item', ordinal: 2 },
    ]);
    expect(checkpoint).toMatchObject({ unrecognised_items: 1 });
  });

  it('is hidden by default and shown when asked for', async () => {
    thread.event(itemCompleted(message('known', 'high water'))).event(itemCompleted(FORECAST));
    await project();
    expect(await shown(false)).toEqual(['known']);
    expect(await shown(true)).toEqual(['known', 'tide-1']);
    const inTurn = await lab.service.listItems(ID, { turnId: 'turn-1', unrecognised: true });
    expect(inTurn.data.map(({ item }) => item.value.id)).toEqual(['known', 'tide-1']);
  });

  it('is in no view of a turn, no timeline and no answer to its id', async () => {
    thread
      .event(itemCompleted(FORECAST))
      .event({ type: 'task_complete', turn_id: 'turn-1', last_agent_message: null });
    await project();
    const { data } = await lab.service.listTurns(ID, { itemsView: 'full' });
    expect(data).toMatchObject([{ id: 'turn-1', items: [], status: 'completed' }]);
    expect((await lab.service.listTimeline(ID)).data.map(({ type }) => type)).toEqual([
      'turnStarted',
      'turnCompleted',
    ]);
    expect(await lab.service.readItems(ID, { turnId: 'turn-1', itemIds: ['tide-1'] })).toEqual([]);
  });

  it('gives way to a retry that uses its ordinal for a record', async () => {
    thread.event(itemCompleted(FORECAST));
    thread.nextOrdinal(2).event(itemCompleted(message('answer', 'ebb')));
    const { items } = await project();
    expect(items).toMatchObject([{ item_id: 'answer', rollout_ordinal: 2, origin: 'canonical' }]);
  });

  it('gives way to a retry that comes in a later piece of the file', async () => {
    thread.event(itemCompleted(FORECAST));
    const [path = ''] = lab.lay(thread);
    await lab.project(ID);
    expect(await shown(true)).toEqual(['tide-1']);
    const before = thread.bytes().length;
    thread.nextOrdinal(2).event(itemCompleted(message('tide-1', 'ebb')));
    lab.append(thread.bytes().subarray(before), path);
    await lab.project(ID);
    expect(lab.rows(ID).items).toMatchObject([
      { item_id: 'tide-1', item_type: 'agentMessage', origin: 'canonical' },
    ]);
    expect(await lab.rebuild(ID)).toMatchObject({
      items: [{ item_id: 'tide-1', item_type: 'agentMessage' }],
    });
  });

  it('stays when the next record leaves its ordinal out', async () => {
    thread.event(itemCompleted(FORECAST)).event(itemCompleted(message('answer', 'ebb')));
    const { items, diagnostics } = await project();
    expect(items).toMatchObject([
      { item_id: 'tide-1', rollout_ordinal: 2 },
      { item_id: 'answer', rollout_ordinal: 3 },
    ]);
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['unknown_line', 'forward_ordinal_gap']);
  });

  it('never replaces an item that we know', async () => {
    thread.event(itemCompleted(message('tide-1', 'high water'))).event(itemCompleted(FORECAST));
    const { items } = await project();
    expect(items).toMatchObject([{ item_id: 'tide-1', item_type: 'agentMessage', rollout_ordinal: 2 }]);
  });
});

describe('what else we do not know', () => {
  it('is a diagnostic with its place when it is a record or an event', async () => {
    const place = (): number => thread.bytes().length;
    const first = place();
    thread.record('tide_forecast', { metres: 1.25 });
    const second = place();
    thread.event({ type: 'tide_turned' });
    const end = place();
    const { diagnostics, checkpoint } = await project();
    expect(diagnostics).toMatchObject([
      { kind: 'unknown_line', action: 'line_skipped', start_byte: first, end_byte: second, ordinal: 2 },
      { kind: 'unknown_line', action: 'line_skipped', start_byte: second, end_byte: end, ordinal: 3 },
    ]);
    expect(checkpoint).toMatchObject({ next_rollout_byte_offset: end, next_rollout_ordinal: 2 });
  });

  it('passes through when it is a field of a known item', async () => {
    const call = {
      type: 'DynamicToolCall',
      id: 'call-1',
      tool: 'tide',
      arguments: { port: 'Den Oever', '#': 1.1 },
      status: 'completed',
    };
    thread.event(itemCompleted(call));
    const { items } = await project();
    expect(JSON.parse(String(items[0]?.item_json))).toMatchObject({
      arguments: { port: 'Den Oever', '#': 1.1 },
    });
  });

  it('is a diagnostic in a legacy rollout too', async () => {
    thread = rollout({ threadId: ID, historyMode: 'legacy' }).sessionMeta();
    thread.event({ type: 'tide_turned' }).turn((turn) => turn.user('hello').agent('hi').complete());
    const { diagnostics, turns } = await project();
    expect(diagnostics).toMatchObject([{ kind: 'unknown_line', action: 'line_skipped' }]);
    expect(turns).toMatchObject([{ status: 'completed' }]);
  });
});

describe('a history mode that we do not know', () => {
  beforeEach(() => {
    thread = rollout({ threadId: ID }).sessionMeta({ history_mode: 'braided' });
    thread.turn((turn) => turn.user('hello').agent('hi').complete());
  });

  it('is refused with the file and the mode, and nothing is projected', async () => {
    const [path = ''] = lab.lay(thread);
    await expect(lab.project(ID)).rejects.toThrow(/braided/);
    await expect(lab.service.listTurns(ID)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(path),
    });
    expect(lab.rows(ID)).toEqual({
      turns: [],
      items: [],
      realtime: [],
      removedTurns: [],
      diagnostics: [],
      checkpoint: null,
    });
    expect(findRollout(lab.database.reader, ID)).toMatchObject({ history_mode: 'unknown' });
  });

  it('keeps no other thread from being read', async () => {
    const other = rollout({ seed: 2 }).sessionMeta();
    other.turn((turn) => turn.user('hello').agent('hi').complete());
    lab.lay(thread, other);
    await expect(lab.project(ID)).rejects.toThrow();
    expect((await lab.service.listTurns(other.threadId)).data).toHaveLength(1);
    expect((await lab.service.listThreads()).data.map(({ id }) => id)).toEqual([other.threadId]);
  });

  it('is read once the file says a mode that we know', async () => {
    const [path = ''] = lab.lay(thread);
    await expect(lab.project(ID)).rejects.toThrow(/braided/);
    lab.write(thread.text().replace('"braided"', '"paginated"'), path);
    expect(await lab.project(ID)).toMatchObject({ historyMode: 'paginated' });
    expect(lab.rows(ID).turns).toHaveLength(1);
  });
});
