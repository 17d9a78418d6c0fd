/** Values of options, checked where they are parsed. */
import { InvalidArgumentError } from 'commander';

/** A whole number from 1 on. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count)) {
    throw new InvalidArgumentError('a whole number from 1 on is needed');
  }
  return count;
}

/** A value to be added to those given before. */
export function collect(value: string, previous: string[] = []): string[] {
  if (value === '') throw new InvalidArgumentError('an empty value is not one');
  return [...previous, value];
}

/** A rate in MiB a second, as bytes a second. */
export function parseMibPerSecond(text: string): number {
  const rate = Number(text);
  if (text.trim() === '' || !Number.isFinite(rate) || rate <= 0) {
    throw new InvalidArgumentError('a number of MiB a second, above 0, is needed');
  }
  return rate * 1024 * 1024;
}
