import { expect, test } from 'vitest';
import { codexHomes } from '../../src/rollout/codex-homes.js';

const homes = (value: string | undefined): string[] =>
  codexHomes({ env: { CODEX_HOME: value }, homeDirectory: '/home/ada', workingDirectory: '/work' });

test.each([undefined, '', ' , '])('CODEX_HOME %j means ~/.codex', (value) => {
  expect(homes(value)).toEqual(['/home/ada/.codex']);
});

test('a list names several homes, in order and each once', () => {
  expect(homes('/b, /a/,/b/,/a/./')).toEqual(['/b', '/a']);
});

test('relative entries and ~ are made absolute', () => {
  expect(homes('old,~/.codex,~')).toEqual(['/work/old', '/home/ada/.codex', '/home/ada']);
  expect(homes('~other')).toEqual(['/work/~other']);
});
