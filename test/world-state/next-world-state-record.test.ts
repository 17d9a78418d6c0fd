/** What is written: normalised snapshots, full or as patches, in an order that survives a torn log. */
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/events/json/parse-json.js';
import { stringifyJson } from '../../src/events/json/stringify-json.js';
import {
  collectSections,
  DuplicateSectionError,
  fingerprintJson,
  fingerprintText,
  nextWorldStateRecord,
  normaliseSnapshot,
  orderCompactionRecords,
  orderContextRecords,
} from '../../src/world-state/index.js';
import { isObjectValue, type WorldStateSnapshot } from '../../src/world-state/snapshot.js';
import { compacted, full, patch, turnContext, userItem } from '../support/context-records.js';

function read(text: string): WorldStateSnapshot {
  const value = parseJson(text);
  if (!isObjectValue(value)) throw new Error(`not an object: ${text}`);
  return value;
}

const written = (baseline: string | null, current: string): string | null => {
  const record = nextWorldStateRecord(baseline === null ? null : read(baseline), read(current));
  return record && stringifyJson(record);
};

describe('normalising a snapshot', () => {
  it('snapshot_uses_stable_section_ids_and_omits_null_fields', () => {
    const text = '{"tools":null,"b":{"x":null,"y":{"z":null},"list":[null,{"kept":null}]},"a":{}}';
    expect(stringifyJson(normaliseSnapshot(read(text)))).toBe(
      '{"a":{},"b":{"y":{},"list":[null,{"kept":null}]}}',
    );
  });

  it('orders sections by code point, and leaves the order inside them', () => {
    const text = '{"\u{1d54f}":1,"\uffff":1,"b":{"z":1,"2":1,"1":1},"10":1,"__proto__":1,"9":1}';
    expect(stringifyJson(normaliseSnapshot(read(text)))).toBe(
      '{"10":1,"9":1,"__proto__":1,"b":{"z":1,"2":1,"1":1},"\uffff":1,"\u{1d54f}":1}',
    );
  });
});

describe('the next record', () => {
  it('is the whole snapshot without a baseline', () => {
    expect(written(null, '{"b":1.10,"a":{"n":null}}')).toBe(
      '{"type":"world_state","payload":{"full":true,"state":{"a":{},"b":1.10}}}',
    );
    expect(written(null, '{}')).toBe('{"type":"world_state","payload":{"full":true,"state":{}}}');
  });

  it('is a patch with a baseline, which deletes sections that are gone or empty', () => {
    expect(written('{"a":1,"tools":{"web":"w"}}', '{"tools":null,"a":2}')).toBe(
      '{"type":"world_state","payload":{"full":false,"state":{"tools":null,"a":2}}}',
    );
  });

  it('is none when nothing changed', () => {
    expect(written('{"a":{"x":1}}', '{"b":null,"a":{"x":1,"y":null}}')).toBeNull();
  });
});

describe('collecting sections', () => {
  it('duplicate_section_ids_are_rejected', () => {
    const twice = [
      { id: 'tools', snapshot: {} },
      { id: 'model', snapshot: 'a' },
      { id: 'tools', snapshot: {} },
    ];
    expect(() => collectSections(twice)).toThrow(DuplicateSectionError);
    expect(() => collectSections(twice)).toThrow('Two sections of the world state have the id "tools"');
  });

  it('drops sections that are null and says which', () => {
    const sections = [
      { id: 'tools', snapshot: null },
      { id: '__proto__', snapshot: { cwd: '/d', shell: null } },
    ];
    const { snapshot, dropped } = collectSections(sections);
    expect(dropped).toEqual(['tools']);
    expect(stringifyJson(snapshot)).toBe('{"__proto__":{"cwd":"/d"}}');
  });

  it('keeps what is stored for a section that gives no snapshot', () => {
    const baseline = { tools: { web: 'w' }, model: 'a' };
    const sections = [
      { id: 'tools', snapshot: undefined },
      { id: 'toString', snapshot: undefined },
    ];
    expect(collectSections(sections, baseline)).toEqual({ snapshot: { tools: { web: 'w' } }, dropped: [] });
  });
});

describe('fingerprints', () => {
  it('world_state_hash_normalizes_crlf_line_endings', () => {
    const unix = fingerprintText({ role: 'developer', text: 'one\ntwo\n' });
    expect(fingerprintText({ role: 'developer', text: 'one\r\ntwo\r\n' })).toBe(unix);
    expect(unix).toMatch(/^[0-9a-f]{40}$/);
    expect(fingerprintText({ role: 'user', text: 'one\ntwo\n' })).not.toBe(unix);
    expect(fingerprintText({ role: 'developer', text: 'one\rtwo\n' })).not.toBe(unix);
  });

  it('parts cannot flow into each other', () => {
    expect(fingerprintText({ role: 'a', text: 'bc' })).not.toBe(fingerprintText({ role: 'ab', text: 'c' }));
  });

  it('of JSON does not depend on the order of keys, at any depth', () => {
    const one = fingerprintJson(read('{"b":[{"y":1.10,"x":2}],"a":1}'));
    expect(fingerprintJson(read('{"a":1,"b":[{"x":2,"y":1.10}]}'))).toBe(one);
    expect(fingerprintJson(read('{"a":1,"b":[{"x":2,"y":1.1}]}'))).not.toBe(one);
    expect(fingerprintJson([1, 2])).not.toBe(fingerprintJson([2, 1]));
  });
});

describe('the order of writing', () => {
  const items = [userItem('<environment_context/>'), userItem()];
  const context = turnContext('t1');

  it('is visible items, world state, turn context', () => {
    const worldState = patch({ a: 1 });
    expect(orderContextRecords({ items, worldState, turnContext: context })).toEqual([
      ...items,
      worldState,
      context,
    ]);
    expect(orderContextRecords({ worldState })).toEqual([worldState]);
    expect(orderContextRecords({ items: [], worldState: null, turnContext: null })).toEqual([]);
  });

  it('has a compaction first, and what else it brings last', () => {
    const cut = compacted();
    const worldState = full({ a: 1 });
    const after = [userItem('after')];
    expect(orderCompactionRecords({ compacted: cut, worldState, turnContext: context, after })).toEqual([
      cut,
      worldState,
      context,
      ...after,
    ]);
  });
});
