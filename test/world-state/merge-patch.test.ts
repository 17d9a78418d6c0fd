/** RFC 7386 with its vectors, and the laws that a log of patches stands on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/events/json/parse-json.js';
import { stringifyJson } from '../../src/events/json/stringify-json.js';
import { equalJson } from '../../src/world-state/equal-json.js';
import { applyMergePatch, createMergePatch } from '../../src/world-state/index.js';
import { arbitraryJson, arbitrarySnapshot } from '../support/arbitrary-snapshots.js';

/** Target, patch and result of RFC 7386, appendix A. */
const VECTORS: [string, string, string][] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', 'null', 'null'],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
];

function applied(target: string, patch: string): string {
  return stringifyJson(applyMergePatch(parseJson(target), parseJson(patch)));
}

function patchBetween(previous: string, current: string): string | null {
  const patch = createMergePatch(parseJson(previous), parseJson(current));
  return patch === undefined ? null : stringifyJson(patch);
}

describe('applying a merge patch', () => {
  it.each(VECTORS)('RFC 7386 appendix A: %s with %s is %s', (target, patch, result) => {
    expect(applied(target, patch)).toBe(result);
  });

  it('treats __proto__ and constructor as keys like any other', () => {
    expect(applied('{}', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}}}')).toBe(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}}}',
    );
    expect(applied('{"__proto__":{"a":1},"constructor":1}', '{"__proto__":{"b":2},"constructor":null}')).toBe(
      '{"__proto__":{"a":1,"b":2}}',
    );
    expect(applied('{}', '{"__proto__":null,"toString":null}')).toBe('{}');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('keeps nulls inside arrays, digits and the order of keys', () => {
    expect(applied('{"b":1.10,"2":1e400,"1":[null]}', '{"c":[null,{"d":null}],"0":-0.0}')).toBe(
      '{"b":1.10,"2":1e+400,"1":[null],"c":[null,{"d":null}],"0":-0.0}',
    );
  });

  it('cleans objects that it inserts of nulls', () => {
    expect(applied('{"a":1}', '{"a":{"b":null,"c":{"d":null}}}')).toBe('{"a":{"c":{}}}');
  });

  it('an empty object is a value: it creates a member and leaves an object as it is', () => {
    expect(applied('{}', '{"agents_md":{}}')).toBe('{"agents_md":{}}');
    expect(applied('{"agents_md":{"text":"t"}}', '{"agents_md":{}}')).toBe('{"agents_md":{"text":"t"}}');
  });
});

describe('making a merge patch', () => {
  it('snapshot_merge_patch_changes_and_removes_nested_values', () => {
    const previous = '{"a":{"keep":1,"change":{"deep":1,"gone":2}},"b":true,"same":[null]}';
    const current = '{"a":{"keep":1,"change":{"deep":3}},"c":"new","same":[null]}';
    const patch = '{"b":null,"a":{"change":{"gone":null,"deep":3}},"c":"new"}';
    expect(patchBetween(previous, current)).toBe(patch);
    expect(applied(previous, patch)).toBe('{"a":{"keep":1,"change":{"deep":3}},"same":[null],"c":"new"}');
    expect(patchBetween(current, current)).toBeNull();
  });

  it('takes removals first, then additions and changes, each in its own order', () => {
    expect(patchBetween('{"z":1,"y":1,"x":1}', '{"b":1,"y":2,"a":1}')).toBe(
      '{"z":null,"x":null,"b":1,"y":2,"a":1}',
    );
  });

  it('empties a section member by member, and never deletes one that is there', () => {
    expect(patchBetween('{"agents_md":{"directory":"/d","text":"t"}}', '{"agents_md":{}}')).toBe(
      '{"agents_md":{"directory":null,"text":null}}',
    );
  });

  it('replaces arrays and values of another kind as a whole', () => {
    expect(patchBetween('{"a":[1,2],"b":{"c":1},"d":1}', '{"a":[1],"b":2,"d":{"e":{"f":1}}}')).toBe(
      '{"a":[1],"b":2,"d":{"e":{"f":1}}}',
    );
    expect(patchBetween('[1]', '{"a":1,"b":2}')).toBe('{"a":1,"b":2}');
    expect(patchBetween('{"a":1}', '3')).toBe('3');
  });

  it('tells numbers apart by their digits, and objects not by the order of their keys', () => {
    expect(patchBetween('{"a":1}', '{"a":1.0}')).toBe('{"a":1.0}');
    expect(patchBetween('{"a":1.0}', '{"a":1.00}')).toBe('{"a":1.00}');
    expect(patchBetween('{"a":1e400,"b":2}', '{"b":2,"a":1e+400}')).toBeNull();
  });
});

describe('laws', () => {
  it('a patch leads from the previous snapshot to the current one, and there is none without a change', () => {
    fc.assert(
      fc.property(arbitrarySnapshot, arbitrarySnapshot, (previous, current) => {
        const patch = createMergePatch(previous, current);
        const reached = patch === undefined ? previous : applyMergePatch(previous, patch);
        expect(equalJson(reached, current)).toBe(true);
        expect(patch === undefined).toBe(equalJson(previous, current));
        expect(createMergePatch(current, reached)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it('a patch laid over twice changes nothing more, as does one that went through text', () => {
    fc.assert(
      fc.property(arbitraryJson, arbitraryJson, (target, patch) => {
        const once = stringifyJson(applyMergePatch(target, patch));
        expect(stringifyJson(applyMergePatch(applyMergePatch(target, patch), patch))).toBe(once);
        expect(applied(stringifyJson(target), stringifyJson(patch))).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });

  it('inputs are never changed', () => {
    fc.assert(
      fc.property(arbitraryJson, arbitraryJson, (a, b) => {
        const before = stringifyJson([a, b]);
        applyMergePatch(a, b);
        createMergePatch(a, b);
        expect(stringifyJson([a, b])).toBe(before);
      }),
    );
  });
});
