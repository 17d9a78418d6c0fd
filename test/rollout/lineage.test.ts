import { describe, expect, test } from 'vitest';
import { SessionMeta } from '../../src/events/record/session-meta.js';
import { notFound } from '../../src/rollout/file-system-error.js';
import type { RolloutHead } from '../../src/rollout/head-scan.js';
import { type Lineage, type ResolveLineageOptions, resolveLineage } from '../../src/rollout/lineage.js';
import { RolloutError } from '../../src/rollout/rollout-error.js';
import { sessionMeta } from '../support/session-meta.js';

const [ROOT, MIDDLE, NEWEST] = [1, 2, 3].map((digit) => `01a1fb5a-b976-7cf0-b963-00000000000${digit}`) as [
  string,
  string,
  string,
];

interface Source {
  mode?: 'legacy' | 'paginated';
  /** Rollout id, exclusive end ordinal, end byte offset. */
  base?: [string, number, number];
  thread?: string;
  path?: string;
}

type Sources = Record<string, Source>;

function head(rolloutId: string, { mode = 'paginated', base, thread = rolloutId }: Source): RolloutHead {
  const meta = SessionMeta.parse(
    sessionMeta({
      id: thread,
      history_mode: mode,
      ...(base && {
        history_base: { thread_id: base[0], end_ordinal_exclusive: base[1], end_byte_offset: base[2] },
      }),
    }),
  );
  return { format: 'enveloped', historyMode: mode, threadId: thread, meta, bareHeader: null, metaSpan: null };
}

function resolve(sources: Sources, options: Partial<ResolveLineageOptions> = {}): Lineage {
  const pathOf = (id: string): string => sources[id]?.path ?? `/sessions/${id}`;
  return resolveLineage({
    rolloutId: NEWEST,
    findRollout: (id) => (id in sources ? { path: pathOf(id) } : undefined),
    readHead: (path) => {
      for (const [id, source] of Object.entries(sources)) if (pathOf(id) === path) return head(id, source);
      throw notFound(path);
    },
    ...options,
  });
}

const code = (sources: Sources, options?: Partial<ResolveLineageOptions>): string | null => {
  try {
    resolve(sources, options);
    return null;
  } catch (error) {
    if (error instanceof RolloutError) return error.code;
    throw error;
  }
};

const segment = (
  rolloutId: string,
  start: number,
  end: number | null = null,
  endByteOffset: number | null = null,
) => ({
  rolloutId,
  path: `/sessions/${rolloutId}`,
  startOrdinal: start,
  endOrdinal: end,
  endByteOffset,
});

describe('whole chains', () => {
  test('a rollout without a base is its own lineage', () => {
    expect(resolve({ [NEWEST]: {} })).toEqual({ segments: [segment(NEWEST, 1)], missing: null });
  });

  test('a legacy rollout has no ordinals', () => {
    expect(resolve({ [NEWEST]: { mode: 'legacy' } }).segments).toEqual([segment(NEWEST, 0)]);
  });

  test('segments come oldest first, each ending where its child says', () => {
    const lineage = resolve({
      [ROOT]: {},
      [MIDDLE]: { base: [ROOT, 10, 1000] },
      [NEWEST]: { base: [MIDDLE, 20, 500] },
    });
    expect(lineage).toEqual({
      segments: [segment(ROOT, 1, 10, 1000), segment(MIDDLE, 11, 20, 500), segment(NEWEST, 21)],
      missing: null,
    });
  });

  test('a middle segment of nothing but its session_meta is empty', () => {
    const { segments } = resolve({
      [ROOT]: {},
      [MIDDLE]: { base: [ROOT, 10, 1000] },
      [NEWEST]: { base: [MIDDLE, 11, 300] },
    });
    expect(segments[1]).toEqual(segment(MIDDLE, 11, 11, 300));
  });

  test('an archived ancestor counts like an active one', () => {
    const path = '/archived_sessions/root';
    const { segments, missing } = resolve({ [ROOT]: { path }, [NEWEST]: { base: [ROOT, 10, 1000] } });
    expect([segments[0]?.path, missing]).toEqual([path, null]);
  });

  test('ancestors may be of other threads, the newest rollout may not', () => {
    const sources = {
      [ROOT]: { thread: MIDDLE },
      [NEWEST]: { base: [ROOT, 10, 1000] as [string, number, number] },
    };
    expect(resolve(sources, { threadId: NEWEST.toUpperCase() }).segments).toHaveLength(2);
    expect(code(sources, { threadId: MIDDLE })).toBe('lineage_other_thread');
  });

  test('a base id in capitals is the same rollout', () => {
    expect(resolve({ [ROOT]: {}, [NEWEST]: { base: [ROOT.toUpperCase(), 10, 1000] } }).missing).toBeNull();
  });
});

describe('gaps', () => {
  test('a missing ancestor is named, and what is there stays', () => {
    expect(resolve({ [MIDDLE]: { base: [ROOT, 10, 1000] }, [NEWEST]: { base: [MIDDLE, 20, 500] } })).toEqual({
      segments: [segment(MIDDLE, 11, 20, 500), segment(NEWEST, 21)],
      missing: ROOT,
    });
  });

  test('a rollout that is missing itself leaves nothing', () => {
    expect(resolve({})).toEqual({ segments: [], missing: NEWEST });
  });

  test('a file that vanishes between finding and reading is missing', () => {
    const findRollout = () => ({ path: '/gone' });
    expect(resolve({ [NEWEST]: {} }, { findRollout })).toEqual({ segments: [], missing: NEWEST });
  });

  test('other errors of reading are not swallowed', () => {
    const readHead = (): never => {
      throw new RangeError('disk');
    };
    expect(() => resolve({ [NEWEST]: {} }, { readHead })).toThrow(RangeError);
  });
});

describe('broken chains', () => {
  test.each<[string, string, Sources]>([
    ['its own ancestor', 'lineage_cycle', { [NEWEST]: { base: [NEWEST, 5, 50] } }],
    [
      'a circle',
      'lineage_cycle',
      {
        [ROOT]: { base: [MIDDLE, 3, 30] },
        [MIDDLE]: { base: [ROOT, 5, 50] },
        [NEWEST]: { base: [MIDDLE, 9, 90] },
      },
    ],
    [
      'a legacy ancestor',
      'lineage_not_paginated',
      { [ROOT]: { mode: 'legacy' }, [NEWEST]: { base: [ROOT, 5, 50] } },
    ],
    ['a cutoff at 0', 'lineage_bad_cutoff', { [ROOT]: {}, [NEWEST]: { base: [ROOT, 0, 0] } }],
    ['a cutoff beyond 2^53', 'lineage_bad_cutoff', { [ROOT]: {}, [NEWEST]: { base: [ROOT, 2 ** 53, 0] } }],
    [
      "a cutoff before the ancestor's start",
      'lineage_bad_cutoff',
      { [ROOT]: {}, [MIDDLE]: { base: [ROOT, 10, 1000] }, [NEWEST]: { base: [MIDDLE, 4, 40] } },
    ],
  ])('%s is refused', (_, expected, sources) => {
    expect(code(sources)).toBe(expected);
  });
});
