import { expect, test } from 'vitest';
import { isBlankLine } from '../../src/rollout/is-blank-line.js';

test.each(['', ' ', '\r', ' \t\f\r '])('%j is blank', (text) => {
  expect(isBlankLine(Buffer.from(text))).toBe(true);
});

test.each(['{}', '  x', '\0', '\u00a0', '\v', '\u2028', '  \0'])('%j is not', (text) => {
  expect(isBlankLine(Buffer.from(text))).toBe(false);
});
