import { describe, expect, test } from 'vitest';
import { isSearched, searchTextOf } from '../../../src/api/search/search-text.js';
import { ThreadItem } from '../../../src/events/thread-item/thread-item.js';

const userMessage = (...texts: string[]): ThreadItem =>
  ThreadItem.parse({
    type: 'userMessage',
    id: 'user',
    content: texts.map((text) => ({ type: 'text', text })),
  });

const agentMessage = (text: string, phase: string | null = null): ThreadItem =>
  ThreadItem.parse({ type: 'agentMessage', id: 'agent', text, phase });

describe('the text of a user message', () => {
  test('joins its parts without anything in between', () => {
    expect(searchTextOf(userMessage('a nee', 'dle b'))).toBe('a needle b');
    expect(searchTextOf(userMessage(' a ', ' b '))).toBe('ab');
  });

  test('leaves out what stands before the first marker, part by part', () => {
    const marked = 'open: a.ts\n## My request for Codex:\n one\n## My request for Codex: two ';
    expect(searchTextOf(userMessage(marked, 'x## My request for Codex:', 'three'))).toBe(
      'one\n## My request for Codex: twothree',
    );
    expect(searchTextOf(userMessage('a ## my request for codex: b'))).toBe('a ## my request for codex: b');
  });

  test('keeps Markdown and inner white space, and trims as Unicode does', () => {
    expect(searchTextOf(userMessage('\u0085 *a*  b\r\nc\u3000'))).toBe('*a*  b\r\nc');
    expect(searchTextOf(userMessage('\ufeffa'))).toBe('\ufeffa');
  });

  test('has nothing of images, skills and mentions', () => {
    const item = ThreadItem.parse({
      type: 'userMessage',
      id: 'user',
      content: [
        { type: 'image', url: 'data:needle' },
        { type: 'text', text: 'a' },
        { type: 'skill', name: 'needle', path: 'needle' },
        { type: 'mention', name: 'needle', path: 'needle' },
        { type: 'localImage', path: 'needle' },
        { type: 'text', text: 'b' },
      ],
    });
    expect(searchTextOf(item)).toBe('ab');
  });
});

test('the text of an agent message is its Markdown rendered', () => {
  expect(searchTextOf(agentMessage('**nee**dle\n\n- [a](b)'))).toBe('needle a');
});

test('other items have no text', () => {
  expect(searchTextOf(ThreadItem.parse({ type: 'plan', id: 'plan', text: 'a' }))).toBeNull();
});

test('user messages, final answers and partial answers are searched', () => {
  expect(isSearched(userMessage('a'), null)).toBe(true);
  expect(isSearched(agentMessage('a'), 'agent')).toBe(true);
  expect(isSearched(agentMessage('a', 'commentary'), 'other')).toBe(false);
  expect(isSearched(agentMessage('a', 'final_answer'), 'other')).toBe(false);
  expect(isSearched(agentMessage('a', 'partial_answer'), null)).toBe(true);
  expect(isSearched(agentMessage('a'), null)).toBe(false);
  expect(isSearched(ThreadItem.parse({ type: 'plan', id: 'plan', text: 'a' }), 'plan')).toBe(false);
});
