import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/events/json/parse-json.js';
import { stringifyJson } from '../../src/events/json/stringify-json.js';
import { capCommandOutput } from '../../src/events/record/cap-command-output.js';
import { capMcpResult } from '../../src/events/record/cap-mcp-result.js';
import { McpResult } from '../../src/events/value/mcp-result.js';

const CAP = 65_536;
const MARKER = '\n... command output truncated for persistence ...\n';
const bytes = (value: unknown) => Buffer.byteLength(stringifyJson(value));
const text = (words: string) => ({ type: 'text', text: words });

describe('capCommandOutput', () => {
  it('leaves 65,536 bytes alone and cuts one more', () => {
    expect(capCommandOutput('x'.repeat(CAP))).toBe('x'.repeat(CAP));
    expect(capCommandOutput('x'.repeat(CAP + 1))).toContain(MARKER);
    expect(capCommandOutput('漢'.repeat(21_845))).not.toContain(MARKER);
    expect(capCommandOutput('漢'.repeat(21_846))).toContain(MARKER);
  });

  it('cuts between characters, a few bytes short where they do not fit', () => {
    const cut = capCommandOutput(`${'é漢🚀'.repeat(15_000)}\n`);
    expect(Buffer.byteLength(cut)).toBe(CAP - 1);
    const [head = '', tail = ''] = cut.split(MARKER);
    expect(head).toBe('é漢🚀'.repeat(3_638));
    expect(tail).toBe(`${'é漢🚀'.repeat(3_638)}\n`);
  });
});

describe('capMcpResult', () => {
  const cap = (result: object) => capMcpResult(McpResult.parse(result));
  const single = (result: McpResult) => {
    expect(result.content).toHaveLength(1);
    const [part] = McpResult.parse(result).content as { text: string }[];
    return part?.text ?? '';
  };

  it('leaves a result of 65,536 bytes of JSON alone and cuts one more', () => {
    const fits = { content: [text('a'.repeat(CAP - 39))] };
    expect(bytes(fits)).toBe(CAP);
    expect(cap(fits)).toEqual(fits);
    const cut = single(cap({ content: [text('a'.repeat(CAP - 38))] }));
    expect(cut).toBe(
      `Truncated tool output:\n${'a'.repeat(32_713)}…49 chars truncated…${'a'.repeat(32_736)}`,
    );
  });

  it('puts texts under a heading, a line each, and counts the characters it took out', () => {
    const cut = single(
      cap({ content: [text('a'.repeat(40_000)), text('b'.repeat(40_000))], isError: false }),
    );
    expect(cut.startsWith('Truncated tool output:\naaa')).toBe(true);
    expect(cut.endsWith('bbb')).toBe(true);
    const rest = cut.replace(/…\d+ chars truncated…/, '').length;
    expect(cut).toContain(`…${'Truncated tool output:\n'.length + 80_001 - rest} chars truncated…`);
    const emoji = single(cap({ content: [text('🚀'.repeat(20_000))] }));
    const kept = [...emoji.replace(/…\d+ chars truncated…/, '')].length - 'Truncated tool output:\n'.length;
    expect(emoji).toContain(`…${20_000 - kept} chars truncated…`);
  });

  it('needs no cut when the texts alone fit', () => {
    const content = Array.from({ length: 3_000 }, (_, index) => text(`abc${index}`));
    expect(single(cap({ content }))).toBe(
      `Truncated tool output:\n${content.map((part) => part.text).join('\n')}`,
    );
  });

  it.each([
    ['an error', { content: [text('a'.repeat(70_000))], isError: true }, { isError: true }],
    ['structured', { content: [text('a')], structuredContent: { x: 'y'.repeat(70_000) } }, {}],
    [
      'with _meta',
      { content: [text('a'.repeat(70_000))], _meta: { a: 1 }, isError: false },
      { isError: false },
    ],
    ['annotated', { content: [{ ...text('a'.repeat(70_000)), annotations: {} }] }, {}],
    ['an image', { content: [text('a'), { type: 'image', data: 'A'.repeat(70_000) }] }, {}],
  ])('makes the JSON text of any other result: %s', (_, result, beside) => {
    const capped = cap(result);
    const { content: __, ...rest } = capped;
    expect(rest).toEqual(beside);
    expect(single(capped).startsWith('{"content":[{"type":"text","text":"a')).toBe(true);
    expect(bytes(capped)).toBe(CAP);
  });

  it('keeps digits, and Codex’s order of the keys, in that text', () => {
    const result = parseJson(`{"_meta":{"f":1.10},"content":[],"structuredContent":"${'x'.repeat(CAP)}"}`);
    const cut = single(cap(result as object));
    expect(cut.startsWith('{"content":[],"structuredContent":"xxx')).toBe(true);
    expect(cut.endsWith('"_meta":{"f":1.10}}')).toBe(true);
  });

  it('is at most 64 KiB of JSON and as long as that allows, whatever has to be escaped', () => {
    const piece = fc.constantFrom('é', '漢', '"', '\n', '🚀', '\\', 'abc', '\u0001');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 3, maxLength: 9 }), (pieces) => {
        const capped = cap({ content: [text(pieces.join('').repeat(Math.ceil((2 * CAP) / pieces.length)))] });
        expect(bytes(capped)).toBeLessThanOrEqual(CAP);
        expect(bytes(capped)).toBeGreaterThan(CAP - 14);
        expect(single(capped)).not.toContain('\uFFFD');
      }),
      { numRuns: 20 },
    );
  });
});
