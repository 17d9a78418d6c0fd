import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAMAGES, type Damage, insertHugeLine, reuseOrdinals, rollout } from '../../src/testing/index.js';

const sound = rollout({ detail: 'visible' })
  .sessionMeta()
  .turn((turn) => turn.user('one 潮').agent('two').complete())
  .bytes();
const soundLines = linesOf(sound);

function linesOf(bytes: Uint8Array): string[] {
  return Buffer.from(bytes).toString('utf8').split('\n');
}

/** The lines after damage to line 2, as far as they differ from the sound ones before and after it. */
function changed(damage: Damage): { was: string[]; is: string[] } {
  const lines = linesOf(damage(sound, 2));
  let head = 0;
  while (head < lines.length && lines[head] === soundLines[head]) head++;
  let tail = 0;
  while (
    tail < Math.min(lines.length, soundLines.length) - head &&
    lines.at(-1 - tail) === soundLines.at(-1 - tail)
  )
    tail++;
  return {
    was: soundLines.slice(head, soundLines.length - tail),
    is: lines.slice(head, lines.length - tail),
  };
}

const target = soundLines[2] ?? '';

describe('damage', () => {
  it('tears the tail within the last line', () => {
    const torn = DAMAGES.tearTail(sound, 9);
    const last = soundLines.at(-2) ?? '';
    expect(linesOf(torn)).toEqual([...soundLines.slice(0, -2), last.slice(0, 9)]);
  });

  it.each([
    ['dropLine', []],
    ['duplicateLine', [target, target]],
    ['insertBlankLines', ['', '   ', target]],
    ['endWithCrLf', [`${target}\r`]],
    ['removeOrdinal', [target.replace('"ordinal":2,', '')]],
    ['repeatOrdinal', [target.replace('"ordinal":2,', '"ordinal":1,')]],
    ['leapOrdinal', [target.replace('"ordinal":2,', '"ordinal":1002,')]],
    [
      'replaceByUnknownRecord',
      [`${target.slice(0, target.indexOf('"type"'))}"type":"tide_forecast","payload":{"metres":1.25}}`],
    ],
    [
      'replaceByUnknownEvent',
      [
        `${target.slice(0, target.indexOf('"type"'))}"type":"event_msg","payload":{"type":"tide_turned","high":true}}`,
      ],
    ],
  ] as const)('%s changes the chosen line and no other', (name, expected) => {
    const lines = linesOf(DAMAGES[name](sound, 2));
    expect(lines).toEqual([...soundLines.slice(0, 2), ...expected, ...soundLines.slice(3)]);
  });

  it('numbers all lines from one on too low, or not at all', () => {
    const renumbered = (number: (ordinal: number) => string) =>
      soundLines.map((line) =>
        line.replace(/"ordinal":(\d+),/, (all, digits) =>
          Number(digits) < 2 ? all : number(Number(digits)),
        ),
      );
    expect(linesOf(DAMAGES.reuseOrdinals(sound, 2))).toEqual(renumbered((of) => `"ordinal":${of - 1},`));
    expect(linesOf(reuseOrdinals(sound, 2, 2))).toEqual(renumbered((of) => `"ordinal":${of - 2},`));
    expect(linesOf(DAMAGES.removeOrdinals(sound, 2))).toEqual(renumbered(() => ''));
  });

  it('writes NUL bytes without touching the newline', () => {
    const { was, is } = changed(DAMAGES.writeNulRun);
    expect(was).toEqual([target]);
    expect(Buffer.byteLength(is[0] ?? '')).toBe(Buffer.byteLength(target));
    expect(is[0]).toMatch(/\0+$/);
  });

  it('breaks UTF-8 in one line', () => {
    const damaged = DAMAGES.breakUtf8(sound, 2);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(damaged)).toThrow();
    expect(changed(DAMAGES.breakUtf8)).toMatchObject({
      was: [target],
      is: [expect.stringContaining('\ufffd(\ufffd')],
    });
  });

  it('puts half a line before the whole', () => {
    const { is } = changed(DAMAGES.writeHalfThenWhole);
    expect(is).toHaveLength(1);
    expect(target.startsWith(is[0] ?? 'x')).toBe(true);
  });

  it('inserts a line of the length asked for', () => {
    expect(linesOf(insertHugeLine(sound, 2, 5_000))[2]).toBe('x'.repeat(5_000));
  });

  it('converts every line end', () => {
    expect(linesOf(DAMAGES.convertToCrLf(sound))).toEqual(
      soundLines.map((line) => (line === '' ? '' : `${line}\r`)),
    );
  });

  it('takes any position, leaves its input alone and bears bytes without lines', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values<Damage>(DAMAGES)),
        fc.integer(),
        fc.boolean(),
        (damage, at, empty) => {
          const input = empty ? new Uint8Array() : sound.slice();
          const output = damage(input, at);
          expect(output).not.toBe(input);
          expect(Buffer.compare(input, empty ? new Uint8Array() : sound)).toBe(0);
          expect(Buffer.compare(damage(input, at), output)).toBe(0);
        },
      ),
    );
  });
});
