import { describe, expect, test } from 'vitest';
import { parseHookPrompt } from '../../../src/events/response-item/parse-hook-prompt.js';
import {
  hookElement,
  itemCompleted,
  record,
  taskComplete,
  taskStarted,
  userMessage,
  userResponse,
} from '../../support/legacy-records.js';
import { legacySpec } from '../../support/legacy-spec.js';

describe('hook prompts (legacy-history §9)', () => {
  test('rebuilds_hook_prompt_items_from_rollout_response_items', () => {
    legacySpec()
      .given(taskStarted('turn-1'), userMessage('hello'))
      .given(
        userResponse(
          'msg-1',
          hookElement('run-1', 'Retry with tests.'),
          hookElement('run-2', 'Then a summary.'),
        ),
      )
      .given(taskComplete('turn-1'))
      .thenTurns([
        {
          items: [
            { type: 'userMessage', id: 'item-1' },
            {
              type: 'hookPrompt',
              id: 'msg-1',
              fragments: [
                { text: 'Retry with tests.', hookRunId: 'run-1' },
                { text: 'Then a summary.', hookRunId: 'run-2' },
              ],
            },
          ],
        },
      ]);
  });

  test('ignores_plain_user_response_items_in_rollout_replay', () => {
    legacySpec()
      .given(taskStarted('turn-1'), userResponse('msg-1', 'hello'), taskComplete('turn-1'))
      .thenTurns([{ turnId: 'turn-1', status: 'completed', items: [] }]);
  });

  test('pushed_duplicates_resolve_to_first_occurrence_before_and_after_indexing', () => {
    for (const filling of [0, 40]) {
      const padding = Array.from({ length: filling }, (_, index) => userMessage(`message ${index}`));
      const paddingIds = padding.map((_, index) => `item-${index + 1}`);
      const replacement = {
        type: 'HookPrompt',
        id: 'hook',
        fragments: [{ text: 'third', hookRunId: 'run-3' }],
      };
      const spec = legacySpec()
        .given(taskStarted('turn-1'), userResponse('hook', hookElement('run-1', 'first')), ...padding)
        .given(userResponse('hook', hookElement('run-2', 'second')))
        .when(itemCompleted('turn-1', replacement))
        .thenItemIds([['hook', ...paddingIds, 'hook']]);
      const items = spec.history.turns()[0]?.items ?? [];
      expect(items[0]).toMatchObject({ fragments: [{ text: 'third' }] });
      expect(items.at(-1)).toMatchObject({ fragments: [{ text: 'second' }] });
    }
  });

  test('a hook prompt without an id gets one and opens a turn', () => {
    legacySpec()
      .given(userResponse(null, hookElement('run-1', 'first')))
      .thenTurns([{ turnId: 'rollout-0', items: [{ type: 'hookPrompt', id: 'uuid-1' }] }]);
  });

  test('a message is a hook prompt only if every part is one', () => {
    const image = { type: 'input_image', image_url: 'https://example.com/a.png' };
    const message = (role: string, content: object[]) =>
      record('response_item', { type: 'message', role, content });
    legacySpec()
      .when(
        userResponse('a', hookElement('run-1', 'first'), 'and words'),
        message('user', [{ type: 'input_text', text: hookElement('run-1', 'first') }, image]),
        message('developer', [{ type: 'input_text', text: hookElement('run-1', 'first') }]),
        message('user', []),
      )
      .thenChanges([]);
  });
});

describe('the element of a hook prompt', () => {
  test.each([
    ['<hook_prompt hook_run_id="r">text</hook_prompt>', { text: 'text', hookRunId: 'r' }],
    ["  <hook_prompt a='1'  hook_run_id = 'r' >text</hook_prompt >\n", { text: 'text', hookRunId: 'r' }],
    [
      '<hook_prompt hook_run_id="a&amp;b">&lt;x&gt; &quot;&apos; &#65;&#x42;</hook_prompt>',
      { text: '<x> "\' AB', hookRunId: 'a&b' },
    ],
    [
      '<hook_prompt hook_run_id="r">\n one\r\ntwo \n</hook_prompt>',
      { text: '\n one\ntwo \n', hookRunId: 'r' },
    ],
    ['<hook_prompt hook_run_id="a<b>c">a > b</hook_prompt> and more', { text: 'a > b', hookRunId: 'a<b>c' }],
  ])('%j is read', (text, expected) => {
    expect(parseHookPrompt(text)).toEqual(expected);
  });

  test.each([
    'text',
    '<hook_prompt>text</hook_prompt>',
    '<hook_prompt hook_run_id=" ">text</hook_prompt>',
    '<hook_prompt hook_run_id="r"> </hook_prompt>',
    '<hook_prompt hook_run_id="r"/>',
    '<hook_prompt hook_run_id="r">text',
    '<hook_prompt hook_run_id="r">text</other>',
    '<hook_prompt hook_run_id=r>text</hook_prompt>',
    '<hook_prompt hook_run_id="r" hook_run_id="s">text</hook_prompt>',
    '<hook_prompt hook_run_id="r">a & b</hook_prompt>',
    '<hook_prompt hook_run_id="r">&constructor;</hook_prompt>',
    '<hook_prompt hook_run_id="r">&#0;</hook_prompt>',
    'before <hook_prompt hook_run_id="r">text</hook_prompt>',
  ])('%j is none', (text) => {
    expect(parseHookPrompt(text)).toBeNull();
  });

  test('long texts that look like an element are refused in linear time', () => {
    const length = 1_000_000;
    const texts = [
      `<${'a'.repeat(length)}`,
      `<a${' '.repeat(length)}`,
      `<a ${'b= '.repeat(length / 3)}`,
      `<a>${'<'.repeat(length)}`,
    ];
    const start = performance.now();
    for (const text of texts) expect(parseHookPrompt(text)).toBeNull();
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
