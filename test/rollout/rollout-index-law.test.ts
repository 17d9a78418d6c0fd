import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { discoverRollouts } from '../../src/rollout/discover-rollouts.js';
import { RolloutIndex, type RolloutIndexChange } from '../../src/rollout/rollout-index.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const THREAD = '01a1fb5a-b976-7cf0-b963-188df6a0579d';

test('after any changes the index knows what discovery finds, and has reported exactly the difference', () => {
  const where = fc.constantFrom(
    'sessions/2026/11/20',
    'sessions/2026/11/21',
    'sessions/x',
    'archived_sessions',
  );
  const name = fc
    .tuple(fc.constantFrom('10', '11'), fc.constantFrom('', '.zst'))
    .map(([time, suffix]) => `rollout-2026-11-20T${time}-00-00-${THREAD}.jsonl${suffix}`);
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('write' as const),
      path: fc.tuple(where, name).map((parts) => join(...parts)),
    }),
    fc.record({
      kind: fc.constant('remove' as const),
      path: fc.tuple(where, name).map((parts) => join(...parts)),
    }),
    fc.record({ kind: fc.constant('removeFolder' as const), path: where }),
    fc.record({ kind: fc.constant('refresh' as const), path: where }),
    fc.record({ kind: fc.constant('refreshNear' as const), path: where }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      rmSync(folder.path('sessions'), { recursive: true, force: true });
      rmSync(folder.path('archived_sessions'), { recursive: true, force: true });
      // The real clock: all these changes are too young for the index to trust any time.
      const rollouts = new RolloutIndex({ homes: [folder.path()], now: () => Date.now() });
      const known = new Set<string>();
      const follow = ({ added, removed }: RolloutIndexChange): void => {
        for (const { path } of added) known.add(path);
        for (const { path } of removed) known.delete(path);
      };
      for (const { kind, path } of steps) {
        if (kind === 'write') folder.write(path, '');
        else if (kind === 'refresh') follow(rollouts.refresh());
        else if (kind === 'refreshNear') follow(rollouts.refreshNear([folder.path(path)]));
        else rmSync(folder.path(path), { recursive: true, force: true });
      }
      follow(rollouts.refresh());
      const found = [...discoverRollouts({ home: folder.path() })].map(({ path }) => path).sort();
      expect(
        rollouts
          .files()
          .map(({ path }) => path)
          .sort(),
      ).toEqual(found);
      expect([...known].sort()).toEqual(found);
    }),
    { numRuns: 150 },
  );
});
