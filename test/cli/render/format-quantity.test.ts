import { describe, expect, it } from 'vitest';
import { counted, formatAge, formatBytes, formatDuration } from '../../../src/cli/render/format-quantity.js';
import { renderProgressBar } from '../../../src/cli/render/progress-bar.js';

const NOW = new Date(2026, 2, 5, 12).getTime();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('quantities', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [99_940, '99.9 kB'],
    [99_960, '100 kB'],
    [999_600, '1.0 MB'],
    [117_000_000, '117 MB'],
    [2_500_000_000, '2.5 GB'],
  ])('%i bytes are %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });

  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [1_000, '1 s'],
    [2_340, '2.3 s'],
    [59_960, '1 min'],
    [72_000, '1 min 12 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
  ])('%i ms are %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });

  it.each([
    [0, 'just now'],
    [59_000, 'just now'],
    [5 * MINUTE, '5 min ago'],
    [23 * 60 * MINUTE, '23 h ago'],
    [3 * DAY, '3 d ago'],
    [59 * DAY, '59 d ago'],
  ])('%i ms back is %s', (age, words) => {
    expect(formatAge(NOW - age, NOW)).toBe(words);
  });

  it('names the day of what is long ago or yet to come', () => {
    expect(formatAge(NOW - 90 * DAY, NOW)).toBe('2025-12-05');
    expect(formatAge(NOW + 3 * DAY, NOW)).toBe('2026-03-08');
  });

  it('counts', () => {
    expect(counted(1, 'line')).toBe('1 line');
    expect(counted(12_345, 'line')).toBe('12,345 lines');
  });
});

describe('progress bar', () => {
  const progress = { threads: 12, threadsDone: 3, bytes: 400, bytesDone: 100, bytesRead: 100_000_000 };

  it('says how far it is, how fast, and how long it takes', () => {
    expect(renderProgressBar(progress, 2_000, 120)).toBe(
      '━━━━━━──────────────────   25 %  3/12 threads  100 MB  50.0 MB/s  6 s left',
    );
  });

  it('fits the width', () => {
    expect(renderProgressBar(progress, 2_000, 40)).toHaveLength(40);
  });

  it('counts threads where there are no bytes', () => {
    expect(renderProgressBar({ ...progress, bytes: 0, bytesDone: 0 }, 0, 120)).toContain(' 25 %');
  });
});
