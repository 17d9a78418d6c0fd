import { mkdirSync, symlinkSync } from 'node:fs';
import { relative } from 'node:path';
import { expect, test } from 'vitest';
import { discoverRollouts } from '../../src/rollout/discover-rollouts.js';
import type { RefusedPath } from '../../src/rollout/rollout-folder.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const ID = '01a1fb5a-b976-7cf0-b963-188df6a0579';
const name = (stamp: string, digit: number): string => `rollout-${stamp}-${ID}${digit}.jsonl`;

const discover = (): { found: string[]; refused: RefusedPath[] } => {
  const refused: RefusedPath[] = [];
  const home = folder.path();
  const files = [...discoverRollouts({ home, onRefused: (path) => refused.push(path) })];
  return {
    found: files.map((file) => relative(home, file.path)),
    refused: refused.map(({ path, reason }) => ({ path: relative(home, path), reason })),
  };
};

test('a home without folders has no rollouts', () => {
  expect(discover()).toEqual({ found: [], refused: [] });
});

test('finds active rollouts at any depth and archived ones in the flat folder, newest first', () => {
  const [a, b, c, d] = [
    name('2026-11-19T10-00-00', 1),
    name('2026-11-20T10-00-00', 2),
    name('2026-11-20T11-00-00', 3),
    name('2026-01-01T00-00-00', 4),
  ];
  folder.write(`sessions/2026/11/19/${a}`, '');
  folder.write(`sessions/2026/11/20/${b}`, '');
  folder.write(`sessions/2026/11/20/${c}`, '');
  folder.write(`sessions/2026/11/20/notes.txt`, '');
  folder.write(`sessions/deep/er/and/deeper/${d}`, '');
  folder.write(`archived_sessions/${d}`, '');
  folder.write(`archived_sessions/2026/${a}`, '');
  folder.write(`elsewhere/${a}`, '');
  expect(discover()).toEqual({
    found: [
      `sessions/deep/er/and/deeper/${d}`,
      `sessions/2026/11/20/${c}`,
      `sessions/2026/11/20/${b}`,
      `sessions/2026/11/19/${a}`,
      `archived_sessions/${d}`,
    ],
    refused: [],
  });
});

test('says of each file where it lies and what its name says', () => {
  const path = folder.write(`archived_sessions/${name('2026-11-20T10-00-00', 1)}.zst`, '');
  expect([...discoverRollouts({ home: folder.path() })]).toEqual([
    {
      home: folder.path(),
      path,
      plainPath: path.slice(0, -'.zst'.length),
      compressed: true,
      archived: true,
      threadId: `${ID}1`,
      rolloutId: `${ID}1`,
      stamp: '2026-11-20T10-00-00',
    },
  ]);
});

test('the plain file wins over its compressed twin', () => {
  const both = name('2026-11-20T10-00-00', 1);
  const single = `${name('2026-11-20T11-00-00', 2)}.zst`;
  folder.write(`sessions/${both}`, '');
  folder.write(`sessions/${both}.zst`, '');
  folder.write(`sessions/${single}`, '');
  expect(discover().found).toEqual([`sessions/${single}`, `sessions/${both}`]);
});

test('refuses links and directories with rollout names, and links in place of folders', () => {
  const outside = folder.write(`outside/${name('2026-11-20T10-00-00', 1)}`, '');
  mkdirSync(folder.path('sessions', name('2026-11-20T10-00-00', 2)), { recursive: true });
  folder.write(`sessions/${name('2026-11-20T10-00-00', 2)}/${name('2026-11-20T10-00-00', 3)}`, '');
  symlinkSync(outside, folder.path('sessions', name('2026-11-20T10-00-00', 4)));
  symlinkSync(folder.path('sessions'), folder.path('sessions', 'circle'));
  const { found, refused } = discover();
  expect(found).toEqual([]);
  expect(refused).toHaveLength(3);
  expect(refused).toEqual(
    expect.arrayContaining([
      { path: `sessions/${name('2026-11-20T10-00-00', 2)}`, reason: 'is_directory' },
      { path: `sessions/${name('2026-11-20T10-00-00', 4)}`, reason: 'is_link' },
      { path: 'sessions/circle', reason: 'is_link' },
    ]),
  );
});

test('a link in the place of the plain file does not hide the compressed one', () => {
  const outside = folder.write('outside.jsonl', '');
  const file = name('2026-11-20T10-00-00', 1);
  folder.write(`sessions/${file}.zst`, '');
  symlinkSync(outside, folder.path('sessions', file));
  expect(discover().found).toEqual([`sessions/${file}.zst`]);
});
