import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLine } from '../../src/events/encode-line.js';
import { RolloutRecord } from '../../src/events/record/rollout-record.js';
import { nativePath } from '../../src/events/to-thread-item/native-path.js';
import { toFileUri } from '../../src/events/value/to-file-uri.js';

describe('toFileUri', () => {
  it.each([
    ['/work/a.txt', 'file:///work/a.txt'],
    ['/work/tiny 漢.png', 'file:///work/tiny%20%E6%BC%A2.png'],
    ['/a/100%/#1?.[x]', 'file:///a/100%25/%231%3F.[x]'],
    ['C:\\work\\a b', 'file:///C:/work/a%20b'],
    ['\\\\host\\share\\a', 'file://host/share/a'],
    ['file:///work/a%20b', 'file:///work/a%20b'],
    ['work', 'work'],
  ])('of %s is %s', (path, uri) => {
    expect(toFileUri(path)).toBe(uri);
  });

  it('names the path that readers get back', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((part) => {
      return !/[/\\\0]/.test(part) && part !== '.' && part !== '..';
    });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), (names) => {
        const path = `/work/${names.join('/')}`;
        expect(nativePath(toFileUri(path))).toBe(path);
      }),
    );
  });

  it('is how a line names the folder of a command, for Codex takes no other', () => {
    const item = {
      type: 'CommandExecution',
      id: 'i',
      command: [],
      parsed_cmd: [],
      source: 'agent',
      cwd: '/a b',
    };
    const payload = {
      type: 'item_completed',
      thread_id: '01a1fb59-da95-7711-be9b-1e730f7dbc46',
      turn_id: 't',
      item: { ...item, status: 'completed' },
    };
    const record = RolloutRecord.parse({ type: 'event_msg', payload });
    expect(encodeLine({ timestamp: 't', ordinal: 0, record })).toContain('"cwd":"file:///a%20b"');
  });
});
