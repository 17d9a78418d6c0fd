import { describe, expect, test } from 'vitest';
import { compileContentTerm } from '../../../src/api/search/content-term.js';
import { decodeCandidates, findRolloutSnippet } from '../../../src/api/search/rollout-snippet.js';
import type { JsonObject } from '../../../src/testing/json-object.js';
import { formatRecordLine } from '../../../src/testing/record-line.js';

const TIMESTAMP = '2026-03-02T09:00:00.000Z';

const record = (type: string, payload: JsonObject): string =>
  formatRecordLine({ timestamp: TIMESTAMP, type, payload });
const userEvent = (message: string): string => record('event_msg', { type: 'user_message', message });
const agentEvent = (message: string): string => record('event_msg', { type: 'agent_message', message });
const message = (role: string, ...texts: string[]): string =>
  record('response_item', {
    type: 'message',
    role,
    content: texts.map((text) => ({ type: role === 'assistant' ? 'output_text' : 'input_text', text })),
  });

const search = (term: string, ...lines: string[]): string | null => {
  const compiled = compileContentTerm(term);
  const bytes = lines.map((line) => new TextEncoder().encode(line));
  return findRolloutSnippet(decodeCandidates(bytes, compiled), compiled);
};

describe('what is visible', () => {
  test.each([
    ['a message of the user', message('user', 'a needle')],
    ['a message of the assistant', message('assistant', 'a needle')],
    ['a user event', userEvent('a needle')],
    ['an agent event', agentEvent('a needle')],
  ])('%s', (_, line) => {
    expect(search('needle', line)).toBe('a needle');
  });

  test.each([
    ['a message of the developer', message('developer', 'a needle')],
    ['a thought', record('event_msg', { type: 'agent_reasoning', text: 'a needle' })],
    [
      'a tool output',
      record('response_item', { type: 'function_call_output', call_id: 'c', output: 'needle' }),
    ],
    ['a compaction', record('compacted', { message: 'a needle' })],
    [
      'an item',
      record('event_msg', {
        type: 'item_completed',
        thread_id: '019cadc6-9a80-7000-8000-5589441de6bb',
        turn_id: 'turn-a',
        item: { type: 'AgentMessage', id: 'm', content: [{ type: 'Text', text: 'a needle' }] },
      }),
    ],
    ['a line that is no record', '{"needle":1}'],
    ['a line that is no JSON', 'needle'],
  ])('not %s', (_, line) => {
    expect(search('needle', line)).toBeNull();
  });
});

test('the first match of the rollout is shown, and nothing after it is read', () => {
  const term = compileContentTerm('needle');
  let taken = 0;
  function* lines(): Generator<Uint8Array> {
    for (const line of [message('user', 'no'), agentEvent('needle 1'), message('user', 'needle 2'), 'x']) {
      taken++;
      yield new TextEncoder().encode(line);
    }
  }
  expect(findRolloutSnippet(decodeCandidates(lines(), term), term)).toBe('needle 1');
  expect(taken).toBe(2);
});

test('the parts of a message are shown in one line; Markdown stays', () => {
  expect(search('needle', message('user', 'first\n\n part', '', 'a **needle**\u00a0 '))).toBe(
    'first part a **needle**',
  );
});

test('white space is what Unicode calls so', () => {
  expect(search('needle', message('user', '\u0085a\u2028\u3000needle\ufeff'))).toBe('a needle\ufeff');
});

test('a user event is shown without what an editor put in front, a message with it', () => {
  const text = 'open: needle.ts\n## My request for Codex:\n the needle';
  expect(search('needle', userEvent(text))).toBe('the needle');
  expect(search('needle', message('user', text))).toBe('open: needle.ts ## My request for Codex: the needle');
  expect(search('open: needle', userEvent(text))).toBeNull();
});

test('a term across parts or broken white space is found only where the line spells it', () => {
  expect(search('needle xx', message('user', 'a needle', 'xx'))).toBeNull();
  expect(search('needle xx', message('user', 'needle xx', 'a needle\nxx'))).toBe('needle xx a needle xx');
  expect(search('needle\nxx', message('user', 'a needle\nxx'))).toBeNull();
});

test('a line of broken UTF-8 is skipped', () => {
  const term = compileContentTerm('needle');
  const broken = new TextEncoder().encode(agentEvent('needle ?'));
  broken[broken.indexOf(0x3f)] = 0xff;
  expect(findRolloutSnippet(decodeCandidates([broken], term), term)).toBeNull();
});

test('long texts are cut around the match', () => {
  const text = `${'abcd '.repeat(30)}needle${' defg'.repeat(60)}`;
  expect(search('NEEDLE', agentEvent(text))).toBe(
    `... bcd ${'abcd '.repeat(9)}needle${' defg'.repeat(19)} ...`,
  );
});
