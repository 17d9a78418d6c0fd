/**
 * The invented project of the sample home, and the clocks its threads start at. Mira keeps `tidemark`, a small server
 * for tide tables.
 */
import { createTestClock, type TestClock } from '../clock.js';
import type { RolloutOptions } from '../rollout-draft.js';

export interface SampleContext {
  /** A clock that stands `days` before the sample's date, at that time of day (UTC). */
  clockBefore(days: number, timeOfDay: string): TestClock;
}

const DAY = 24 * 60 * 60 * 1000;

export function createSampleContext(now: Date): SampleContext {
  return {
    clockBefore(days, timeOfDay) {
      const date = new Date(now.getTime() - days * DAY).toISOString().slice(0, 10);
      return createTestClock(`${date}T${timeOfDay}Z`);
    },
  };
}

export const TIDEMARK = {
  cwd: '/home/mira/tidemark',
  agentsMd:
    '# tidemark\n\n- Times inside are UTC, local time only in what is printed.\n- Run `npm test` before you finish.\n',
  git: {
    commit_hash: '8b1f0c2d7e5a4936b0c1d2e3f405162738495a6b',
    branch: 'main',
    repository_url: 'https://git.example.net/mira/tidemark.git',
  },
} satisfies RolloutOptions;
