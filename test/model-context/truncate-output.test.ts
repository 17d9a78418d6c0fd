/** Outputs of tools enter the history cut to a size; the log keeps them whole. */
import { describe, expect, it } from 'vitest';
import { truncateToTokens } from '../../src/model-context/truncate-text.js';
import { compacted, contextOf, item, windowed } from '../support/model-context-records.js';

type Output = string | { type: string; text?: string; image_url?: string }[];

function outputOf(output: Output, metadata?: Record<string, unknown>): unknown {
  const [first] = contextOf([item({ type: 'function_call_output', call_id: 'c', output }, metadata)]).history;
  return first?.item.type === 'function_call_output' ? first.item.output : undefined;
}

describe('the output of a tool', () => {
  it('of 12,000 tokens is kept whole', () => {
    expect(outputOf('x'.repeat(48_000))).toBe('x'.repeat(48_000));
  });

  it('loses its middle beyond that', () => {
    expect(outputOf(`a${'x'.repeat(48_009)}z`)).toMatch(/^ax{23999}…3 tokens truncated…x{23999}z$/);
  });

  it('keeps to the limit that was noted beside it', () => {
    const output = outputOf('x'.repeat(60), { fallback_token_limit_override: 10 });
    expect(output).toBe(`${'x'.repeat(20)}…5 tokens truncated…${'x'.repeat(20)}`);
  });

  it('of parts has one limit for all, and images do not count', () => {
    const picture = { type: 'input_image', image_url: 'data:image/png;base64,' };
    const parts = ['x'.repeat(20), 'y'.repeat(60), 'z', 'z'].map((text) => ({ type: 'input_text', text }));
    expect(outputOf([...parts, picture], { fallback_token_limit_override: 10 })).toEqual([
      { type: 'input_text', text: 'x'.repeat(20) },
      { type: 'input_text', text: `${'y'.repeat(10)}…10 tokens truncated…${'y'.repeat(10)}` },
      picture,
      { type: 'input_text', text: '[omitted 2 text items ...]' },
    ]);
  });

  it('is left as it is in what a compaction installs', () => {
    const output = 'x'.repeat(100_000);
    const replacement = { replacement_history: [{ type: 'function_call_output', call_id: 'c', output }] };
    const [first] = contextOf([compacted('s', { ...replacement, ...windowed(1) })]).history;
    expect(first?.item).toMatchObject({ output });
  });
});

describe('a text cut to tokens', () => {
  it('keeps characters whole at both cuts', () => {
    for (let tokens = 1; tokens < 12; tokens++) {
      const cut = truncateToTokens('é漢🚀'.repeat(10), tokens);
      expect(cut).not.toContain('\uFFFD');
      expect(cut).toMatch(/^[é漢🚀]*…\d+ tokens truncated…[é漢🚀]*$/u);
    }
  });
});
