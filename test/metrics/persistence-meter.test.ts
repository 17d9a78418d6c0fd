import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../src/events/json/stringify-json.js';
import type { HistoryMode } from '../../src/events/record/history-mode.js';
import { RolloutRecord } from '../../src/events/record/rollout-record.js';
import type { MetricLabels, Metrics } from '../../src/metrics/metrics.js';
import { createPersistenceMeter } from '../../src/metrics/persistence-meter.js';
import { answered, asked, LIVE_ID, turnStarted } from '../support/live-records.js';

interface Counted {
  labels: MetricLabels;
  by: number;
}

function listener(): Metrics & { counted: Counted[] } {
  const counted: Counted[] = [];
  return { counted, observe() {}, count: (_, labels, by = 1) => void counted.push({ labels, by }) };
}

const measure = (records: RolloutRecord[], historyMode: HistoryMode, sampleEvery = 1): Counted[] => {
  const metrics = listener();
  createPersistenceMeter({ metrics, historyMode, sampleEvery })(records);
  return metrics.counted;
};
const sizeOf = (record: RolloutRecord) => Buffer.byteLength(stringifyJson(record));

describe('a persistence meter', () => {
  it('tells kept records by their exact kind', () => {
    const records = [turnStarted('t'), asked('t', 'one', 'Grüße')];
    expect(measure(records, 'paginated')).toEqual(
      [
        { record: 'event_msg', event: 'task_started', item: '' },
        { record: 'event_msg', event: 'item_completed', item: 'UserMessage' },
      ].map((kind, index) => ({
        labels: { disposition: 'persisted', history_mode: 'paginated', ...kind },
        by: sizeOf(records[index] ?? turnStarted('')),
      })),
    );
  });

  it('tells what a legacy rollout keeps in the place of an item', () => {
    const [persisted, dropped] = measure([answered('t', 'one', 'At six.')], 'legacy');
    expect(persisted?.labels).toMatchObject({ disposition: 'persisted', event: 'agent_message', item: '' });
    expect(dropped).toEqual({
      labels: {
        disposition: 'dropped',
        history_mode: 'legacy',
        record: 'event_msg',
        event: 'item_completed',
        item: 'AgentMessage',
      },
      by: sizeOf(answered('t', 'one', 'At six.')),
    });
  });

  it('tells what is dropped of an output that is too long', () => {
    const output = 'x'.repeat(200_000);
    const item = {
      type: 'CommandExecution',
      id: 'run',
      process_id: null,
      command: ['cat', 'tides'],
      cwd: '/home/mira',
      parsed_cmd: [],
      source: 'agent',
      interaction_input: null,
      status: 'completed',
      stdout: null,
      stderr: null,
      aggregated_output: output,
      exit_code: 0,
      duration: null,
      formatted_output: null,
    };
    const payload = { type: 'item_completed', thread_id: LIVE_ID, turn_id: 't', item, completed_at_ms: 1 };
    const counted = measure([RolloutRecord.parse({ type: 'event_msg', payload })], 'paginated');
    expect(counted.map(({ labels }) => labels.disposition)).toEqual(['persisted', 'dropped']);
    expect(counted[0]?.by).toBeLessThan(70_000);
    expect((counted[0]?.by ?? 0) + (counted[1]?.by ?? 0)).toBeGreaterThan(200_000);
  });

  it('weighs every n-th record and counts it for all of them', () => {
    const records = Array.from({ length: 30 }, () => turnStarted('t'));
    const counted = measure(records, 'paginated', 10);
    expect(counted.map(({ by }) => by)).toEqual(Array(3).fill(10 * sizeOf(turnStarted('t'))));
  });

  it('takes as many as chance says, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(999).map((step) => step / 1_000)),
        fc.integer({ min: 1, max: 20 }),
        (throws, sampleEvery) => {
          const metrics = listener();
          let next = 0;
          const random = () => throws[next++] ?? 0;
          const meter = createPersistenceMeter({ metrics, historyMode: 'paginated', sampleEvery, random });
          for (const _ of throws) meter([turnStarted('t')]);
          expect(metrics.counted).toHaveLength(throws.filter((number) => number * sampleEvery < 1).length);
        },
      ),
    );
  });
});
