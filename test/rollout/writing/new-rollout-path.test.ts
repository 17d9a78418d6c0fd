import { expect, test } from 'vitest';
import { newRolloutPath } from '../../../src/rollout/index.js';
import { THREAD_ID } from '../../support/session-meta.js';

const ROLLOUT_ID = '01a1fb5a-b976-7cf0-b963-188df6a05799';

test('folder and stamp are local time, with two digits each', () => {
  const now = new Date(2026, 0, 5, 7, 8, 9).getTime();
  const path = newRolloutPath({ home: '/home/.codex', threadId: THREAD_ID, rolloutId: THREAD_ID, now });
  expect(path).toBe(`/home/.codex/sessions/2026/01/05/rollout-2026-01-05T07-08-09-${THREAD_ID}.jsonl`);
});

test('a further rollout of a thread has its own id behind that of the thread', () => {
  const now = new Date(2026, 11, 31, 23, 59, 59).getTime();
  const path = newRolloutPath({ home: '/h', threadId: THREAD_ID, rolloutId: ROLLOUT_ID, now });
  expect(path).toBe(`/h/sessions/2026/12/31/rollout-2026-12-31T23-59-59-${THREAD_ID}_${ROLLOUT_ID}.jsonl`);
});
