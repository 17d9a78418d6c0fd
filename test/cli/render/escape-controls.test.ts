import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeControls, splitLines } from '../../../src/cli/render/escape-controls.js';
import { line, paint } from '../../../src/cli/render/styled-line.js';

/** Everything a terminal may act upon: C0, DEL, C1, bidirectional controls, line separators. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const hostile = fc.string({
  unit: fc.constantFrom(
    '\u001b',
    '[',
    ']',
    '0',
    'm',
    'a',
    '\u009b',
    '\r',
    '\n',
    '\t',
    '\u0007',
    '\u202e',
    ';',
    '漢',
  ),
});

describe('escapeControls', () => {
  it('leaves nothing that a terminal acts upon', () => {
    fc.assert(fc.property(hostile, (text) => !DANGEROUS.test(escapeControls(text))));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !DANGEROUS.test(escapeControls(text))));
  });

  it('shows what it takes away', () => {
    expect(escapeControls('a\u001b]0;title\u0007b\u009bc\u007f\u202ed')).toBe(
      'a␛]0;title␇b<U+009B>c␡<U+202E>d',
    );
  });

  it('drops colour sequences, which captured output is full of', () => {
    expect(escapeControls('\u001b[1;31mred\u001b[0m')).toBe('red');
  });

  it('does not let a sequence appear by taking another one away', () => {
    expect(escapeControls('\u001b\u001b[0m[31mred')).toBe('␛[31mred');
  });

  it('keeps text as it is', () => {
    expect(escapeControls('Grüße, 修复 🚀 e\u0301')).toBe('Grüße, 修复 🚀 e\u0301');
  });
});

describe('paint', () => {
  it('adds colour only where it is wanted', () => {
    expect(paint(line('x', 'red'), false)).toBe('x');
    expect(paint(line('x', 'red'), true)).toBe('\u001b[31mx\u001b[39m');
  });
});

describe('splitLines', () => {
  it('takes CR LF for one break and keeps the last state of a line that was written over', () => {
    expect(splitLines('a\r\nb\n10 %\r50 %\r100 %\nc\r')).toEqual(['a', 'b', '100 %', 'c']);
  });

  it('opens no line after the last break', () => {
    expect(splitLines('a\n\nb\n')).toEqual(['a', '', 'b']);
    expect(splitLines('')).toEqual([]);
  });
});
