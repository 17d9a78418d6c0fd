import { describe, expect, test } from 'vitest';
import {
  agentMessage,
  bareEvent,
  itemCompleted,
  itemStarted,
  rawReasoning,
  reasoning,
  taskStarted,
  turnContext,
  userMessage,
} from '../../support/legacy-records.js';
import { legacySpec } from '../../support/legacy-spec.js';

describe('messages and reasoning (legacy-history §3)', () => {
  test('builds_multiple_turns_with_reasoning_items', () => {
    const events = [
      userMessage('First turn', { images: ['https://example.com/one.png'] }),
      agentMessage('Hi there'),
      reasoning('thinking'),
      rawReasoning('full reasoning'),
      userMessage('Second turn'),
      agentMessage('Reply two'),
    ];
    legacySpec()
      .givenLive(...events.map(bareEvent))
      .thenTurns([
        {
          turnId: 'uuid-1',
          status: 'completed',
          items: [
            {
              type: 'userMessage',
              id: 'item-1',
              content: [
                { type: 'text', text: 'First turn' },
                { type: 'image', url: 'https://example.com/one.png' },
              ],
            },
            { type: 'agentMessage', id: 'item-2', text: 'Hi there' },
            { type: 'reasoning', id: 'item-3', summary: ['thinking'], content: ['full reasoning'] },
          ],
        },
        {
          turnId: 'uuid-2',
          items: [
            { type: 'userMessage', id: 'item-4' },
            { type: 'agentMessage', id: 'item-5', text: 'Reply two' },
          ],
        },
      ]);
  });

  test('rebuilds_user_message_attachments_from_legacy_events', () => {
    legacySpec()
      .given(
        userMessage('look', {
          text_elements: [{ byte_range: { start: 0, end: 4 }, placeholder: '[look]' }],
          images: ['https://example.com/a.png', 'https://example.com/b.png'],
          image_details: ['low'],
          file_ids: ['file-1'],
          file_id_details: ['high'],
          image_order: ['inline', 'file', 'inline'],
          local_images: ['/tmp/c.png'],
          local_image_details: ['original'],
          audio: ['https://example.com/d.mp3'],
          local_audio: ['/tmp/e.mp3'],
        }),
      )
      .thenTurns([
        {
          items: [
            {
              content: [
                {
                  type: 'text',
                  text: 'look',
                  text_elements: [{ byteRange: { start: 0, end: 4 }, placeholder: '[look]' }],
                },
                { type: 'image', url: 'https://example.com/a.png', detail: 'low' },
                { type: 'image', fileId: 'file-1', detail: 'high' },
                { type: 'image', url: 'https://example.com/b.png', detail: null },
                { type: 'localImage', path: '/tmp/c.png', detail: 'original' },
                { type: 'audio', url: 'https://example.com/d.mp3' },
                { type: 'localAudio', path: '/tmp/e.mp3' },
              ],
            },
          ],
        },
      ]);
  });

  test('incomplete_image_order_falls_back_to_legacy_order', () => {
    legacySpec()
      .given(userMessage('', { images: ['a', 'b'], file_ids: ['f'], image_order: ['file', 'inline'] }))
      .thenTurns([{ items: [{ content: [{ url: 'a' }, { url: 'b' }, { fileId: 'f' }] }] }]);
  });

  test('ignores_user_message_item_lifecycle_events', () => {
    const item = {
      type: 'UserMessage',
      id: 'user-1',
      content: [{ type: 'text', text: 'hello', text_elements: [] }],
    };
    legacySpec()
      .given(
        taskStarted('turn-a'),
        userMessage('hello'),
        itemStarted('turn-a', item),
        itemCompleted('turn-a', item),
      )
      .thenItemIds([['item-1']]);
  });

  test('preserves_user_message_client_id_from_legacy_event', () => {
    const item = {
      type: 'UserMessage',
      id: 'user-1',
      client_id: 'client-2',
      content: [{ type: 'text', text: 'hello', text_elements: [] }],
    };
    legacySpec()
      .given(
        taskStarted('turn-a'),
        userMessage('hello', { client_id: 'client-1' }),
        itemCompleted('turn-a', item),
      )
      .thenTurns([{ items: [{ id: 'item-1', clientId: 'client-1' }] }]);
  });

  test('preserves_agent_message_phase_delivery_and_questions_in_history', () => {
    legacySpec()
      .given(
        agentMessage('Which one?', {
          phase: 'final_answer',
          memory_citation: {
            entries: [{ path: 'MEMORY.md', lineStart: 1, lineEnd: 2, note: 'why' }],
            rolloutIds: ['thread-1'],
          },
          delivery: 'async',
          questions: [{ title: 'Colour?', options: ['red', 'blue'] }],
        }),
      )
      .thenTurns([
        {
          items: [
            {
              type: 'agentMessage',
              text: 'Which one?',
              phase: 'final_answer',
              memoryCitation: {
                entries: [{ path: 'MEMORY.md', lineStart: 1, lineEnd: 2, note: 'why' }],
                threadIds: ['thread-1'],
              },
              delivery: 'async',
              questions: [{ title: 'Colour?', options: ['red', 'blue'] }],
            },
          ],
        },
      ]);
  });

  test('splits_reasoning_when_interleaved', () => {
    legacySpec()
      .given(userMessage('Turn start'), reasoning('first summary'), rawReasoning('first content'))
      .given(agentMessage('interlude'), reasoning('second summary'))
      .thenTurns([
        {
          items: [
            { type: 'userMessage', id: 'item-1' },
            { type: 'reasoning', id: 'item-2', summary: ['first summary'], content: ['first content'] },
            { type: 'agentMessage', id: 'item-3' },
            { type: 'reasoning', id: 'item-4', summary: ['second summary'], content: [] },
          ],
        },
      ]);
  });

  test('reasoning goes on across records that show nothing', () => {
    legacySpec()
      .given(reasoning('one'), turnContext(), reasoning(''), agentMessage(''), reasoning('two'))
      .thenTurns([{ items: [{ type: 'reasoning', id: 'item-1', summary: ['one', 'two'], content: [] }] }]);
  });

  test('an empty agent message or reasoning takes no number and opens no turn', () => {
    legacySpec()
      .when(agentMessage(''), reasoning(''), rawReasoning(''))
      .thenChanges([])
      .given(userMessage(''))
      .thenTurns([{ turnId: 'rollout-3', items: [{ id: 'item-1', content: [] }] }]);
  });

  test('only the reasoning at the end of the open turn is kept in the state', () => {
    const { state } = legacySpec().given(reasoning('one'), agentMessage('two'), rawReasoning('three'));
    expect(state).toEqual({
      recordIndex: 2,
      nextItem: 4,
      itemCount: 3,
      current: {
        turnId: 'rollout-0',
        occurrence: 0,
        ordinal: 0,
        rootTurnId: null,
        status: 'completed',
        error: null,
        startedAt: null,
        completedAt: null,
        durationMs: null,
        origin: 'implicit',
        sawCompaction: false,
        itemCount: 3,
        lastItem: {
          itemId: 'item-3',
          occurrence: 0,
          reasoning: { type: 'reasoning', id: 'item-3', summary: [], content: ['three'] },
        },
      },
    });
  });
});
