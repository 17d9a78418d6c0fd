/** Differences as RFC 6902, proved by applying them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/events/json/parse-json.js';
import { stringifyJson } from '../../src/events/json/stringify-json.js';
import { equalJson } from '../../src/world-state/equal-json.js';
import { diffWorldStates, valueAt, type WorldStateOperation } from '../../src/world-state/index.js';
import { isObjectValue, type WorldStateSnapshot } from '../../src/world-state/snapshot.js';
import { applyOperations } from '../support/apply-json-patch.js';
import { arbitraryRawSnapshot } from '../support/arbitrary-snapshots.js';

function read(text: string): WorldStateSnapshot {
  const value = parseJson(text);
  if (!isObjectValue(value)) throw new Error(`not an object: ${text}`);
  return value;
}

function diff(from: string, to: string): WorldStateOperation[] {
  return diffWorldStates(read(from), read(to));
}

describe('the difference of two world states', () => {
  it('names what was added, removed and replaced', () => {
    expect(diff('{"a":{"x":1,"y":[1,2]},"b":true}', '{"a":{"x":2,"y":[1]},"c":"new"}')).toEqual([
      { op: 'remove', path: '/a/y/1' },
      { op: 'replace', path: '/a/x', value: 2 },
      { op: 'remove', path: '/b' },
      { op: 'add', path: '/c', value: 'new' },
    ]);
    expect(diff('{"a":[null,{}]}', '{"a":[null,{}]}')).toEqual([]);
  });

  it('keeps digits, and tells numbers from texts', () => {
    const operations = diff('{"a":1.10,"b":"1.10","c":1}', '{"a":"1.10","b":1.10,"c":1.0,"d":{"e":1e400}}');
    expect(stringifyJson(operations)).toBe(
      '[{"op":"replace","path":"/a","value":"1.10"},{"op":"replace","path":"/b","value":1.10},' +
        '{"op":"replace","path":"/c","value":1.0},{"op":"add","path":"/d","value":{"e":1e+400}}]',
    );
    expect(diff('{"a":[1.10,{"b":1.10}]}', '{"a":[1.10,{"b":1.10}]}')).toEqual([]);
  });

  it('treats __proto__, constructor and toJSON as keys like any other', () => {
    const to = '{"__proto__":{"a":2},"constructor":{"b":1},"toJSON":{"c":1}}';
    const operations = diff('{"__proto__":{"a":1}}', to);
    expect(operations.map(({ path }) => path)).toEqual(['/__proto__/a', '/constructor', '/toJSON']);
    expect(stringifyJson(applyOperations(read('{"__proto__":{"a":1}}'), operations))).toBe(to);
  });

  it('escapes keys in paths, and finds values by them', () => {
    const state = read('{"a/b":{"~1":{"":[5]}}}');
    const [operation] = diffWorldStates(read('{"a/b":{"~1":{"":[4]}}}'), state);
    expect(operation).toEqual({ op: 'replace', path: '/a~1b/~01//0', value: 5 });
    expect(valueAt(state, '/a~1b/~01//0')).toBe(5);
    expect(valueAt(state, '/toString/x')).toBeUndefined();
  });

  it('leads from one state to the other, whatever they hold', () => {
    fc.assert(
      fc.property(arbitraryRawSnapshot, arbitraryRawSnapshot, (from, to) => {
        const before = stringifyJson([from, to]);
        const operations = diffWorldStates(from, to);
        expect(equalJson(applyOperations(from, operations), to)).toBe(true);
        expect(operations.length === 0).toBe(equalJson(from, to));
        expect(stringifyJson([from, to])).toBe(before);
        for (const { op, path } of operations) {
          expect(valueAt(op === 'add' ? to : from, path)).not.toBeUndefined();
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
