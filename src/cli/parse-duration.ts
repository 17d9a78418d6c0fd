/** Durations as people write them in options. */
import { InvalidArgumentError } from 'commander';

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** `7d`, `12h`, `90m`, `30s`, `2w` or `0`, as milliseconds. */
export function parseDuration(text: string): number {
  if (text === '0') return 0;
  const [, count = '', unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  const scale = UNIT_MS[unit];
  if (scale === undefined) throw new InvalidArgumentError('a duration such as 7d, 12h or 0 is needed');
  return Number(count) * scale;
}
