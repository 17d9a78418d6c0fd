/** Recovered items are read by those who ask for them, and by nobody else. */
import { beforeEach, describe, expect, it } from 'vitest';
import { historyMethods } from '../../src/api/json-rpc/methods.js';
import { subscribeThread } from '../../src/api/subscribe-thread.js';
import { THREAD_ID } from '../support/arbitrary-values.js';
import { type HistoryLab, openHistoryLab } from '../support/history-lab.js';
import {
  agentSays,
  call,
  compacted,
  jsonOutput,
  linesOf,
  output,
  sessionMeta,
  userSays,
} from '../support/recovered-lines.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
let lab: HistoryLab;

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
  lab.write(
    linesOf([
      sessionMeta,
      userSays('go'),
      call('shell', { command: ['ls'] }, 'c1'),
      output(jsonOutput('a\n'), 'c1'),
      agentSays('done'),
      userSays('and now'),
      compacted([['user', 'needle']]),
    ]),
  );
});

const RECOVERED = ['c1', 'recovered-6'];
const SHOWN = ['item-1', 'item-2', 'item-3'];
const ALL = ['item-1', 'c1', 'item-2', 'item-3', 'recovered-6'];
const asked = { includeRecovered: true };

const idsOf = (entries: readonly { item: { value: { id: string } } }[]) =>
  entries.map(({ item }) => item.value.id);

describe('the service', () => {
  it('lists them on request, and says which they are', async () => {
    const { service } = lab;
    expect(idsOf((await service.listItems(THREAD_ID)).data)).toEqual(SHOWN);
    const { data } = await service.listItems(THREAD_ID, asked);
    expect(idsOf(data)).toEqual(ALL);
    for (const { item } of data) {
      expect(Object(item.value).origin).toBe(RECOVERED.includes(item.value.id) ? 'recovered' : undefined);
    }
    const changed = { afterUpdatedAtOrdinal: 2, sortKey: 'updatedAtOrdinal' } as const;
    expect(idsOf((await service.listItems(THREAD_ID, changed)).data)).toEqual(['item-2', 'item-3']);
    expect(idsOf((await service.listItems(THREAD_ID, { ...changed, ...asked })).data)).toEqual(ALL.slice(1));
  });

  it('pages from one to those who may see it', async () => {
    const { service } = lab;
    const from = { turnId: 'rollout-1', cursor: { type: 'item', itemId: 'c1' } } as const;
    expect(idsOf((await service.listItems(THREAD_ID, { ...from, ...asked })).data)).toEqual(['item-2']);
    await expect(service.listItems(THREAD_ID, from)).rejects.toThrow('does not identify an item');
  });

  it('has them in full turns, in threads with turns, in timelines and by id', async () => {
    const { service } = lab;
    const turnIds = (turns: readonly { items: { value: { id: string } }[] }[]) =>
      turns.flatMap(({ items }) => items.map(({ value }) => value.id));
    const full = { itemsView: 'full', direction: 'asc' } as const;
    expect(turnIds((await service.listTurns(THREAD_ID, full)).data)).toEqual(SHOWN);
    expect(turnIds((await service.listTurns(THREAD_ID, { ...full, ...asked })).data)).toEqual(ALL);
    const summaries = await service.listTurns(THREAD_ID, { direction: 'asc', ...asked });
    expect(turnIds(summaries.data)).toEqual(SHOWN);
    const withTurns = { includeTurns: true };
    expect(turnIds((await service.readThread(THREAD_ID, withTurns)).turns)).toEqual(SHOWN);
    expect(turnIds((await service.readThread(THREAD_ID, { ...withTurns, ...asked })).turns)).toEqual(ALL);
    const timelineIds = async (options = {}) =>
      (await service.listTimeline(THREAD_ID, options)).data.flatMap((entry) =>
        entry.type === 'item' ? [entry.item.value.id] : [],
      );
    expect(await timelineIds()).toEqual(SHOWN);
    expect(await timelineIds(asked)).toEqual(ALL);
    const one = { turnId: 'rollout-1', itemIds: ['c1'] };
    expect(await service.readItems(THREAD_ID, one)).toEqual([]);
    expect(idsOf(await service.readItems(THREAD_ID, { ...one, ...asked }))).toEqual(['c1']);
  });

  it('does not search them', async () => {
    const found = await lab.service.searchOccurrences(THREAD_ID, { searchTerm: 'needle' });
    expect(found.data).toEqual([]);
  });
});

it('the protocol of Codex leaves them out unless asked', async () => {
  const methods = historyMethods(lab.service, { codexHome: lab.home, version: '0', platform: 'linux' });
  const answer = async (name: string, params: object) =>
    JSON.stringify(await methods[name]?.({ threadId: THREAD_ID, ...params }));
  for (const [name, params] of [
    ['thread/items/list', {}],
    ['thread/turns/list', { itemsView: 'full' }],
    ['thread/read', { includeTurns: true }],
    ['thread/timeline/list', {}],
    ['thread/items/read', { turnId: 'rollout-1', itemIds: ['c1'] }],
  ] as const) {
    expect(await answer(name, params), name).not.toContain('"c1"');
    expect(await answer(name, { ...params, includeRecovered: false }), name).not.toContain('"c1"');
    expect(await answer(name, { ...params, ...asked }), name).toContain('"id":"c1"');
  }
});

it('subscribers are told of them on request', async () => {
  const { database, projector } = lab;
  const told = async (includeRecovered: boolean) => {
    const stop = new AbortController();
    const common = { database, projector, threadId: THREAD_ID, now: Date.now, signal: stop.signal };
    const ids: string[] = [];
    for await (const change of subscribeThread({ ...common, from: 'start', includeRecovered })) {
      if (change.kind === 'item') ids.push(change.item.value.id);
      if (ids.includes(includeRecovered ? 'recovered-6' : 'item-3')) stop.abort();
    }
    return ids;
  };
  expect(await told(false)).toEqual(SHOWN);
  expect(await told(true)).toEqual(ALL);
});
