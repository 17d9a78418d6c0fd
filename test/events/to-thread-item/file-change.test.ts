import { describe, expect, it } from 'vitest';
import { threadItemJson } from '../../support/thread-item-json.js';

const shown = (changes: object, fields: object = {}) =>
  threadItemJson({ type: 'FileChange', id: 'f', changes, ...fields });

describe('a patch', () => {
  it('shows each kind of change with its diff', () => {
    expect(
      shown(
        {
          a: { type: 'add', content: 'x' },
          b: { type: 'delete', content: 'y' },
          c: { type: 'update', unified_diff: 'd\n' },
          d: { type: 'update', unified_diff: 'd\n', move_path: '/m' },
        },
        { status: 'declined', stdout: 'not shown', auto_approved: true },
      ),
    ).toBe(
      '{"type":"fileChange","id":"f","changes":[{"path":"a","kind":{"type":"add"},"diff":"x"},{"path":"b","kind":{"type":"delete"},"diff":"y"},' +
        '{"path":"c","kind":{"type":"update","move_path":null},"diff":"d\\n"},{"path":"d","kind":{"type":"update","move_path":"/m"},"diff":"d\\n\\n\\nMoved to: /m"}],"status":"declined"}',
    );
  });

  it('is in progress as long as it has no status', () => {
    expect(shown({})).toBe('{"type":"fileChange","id":"f","changes":[],"status":"inProgress"}');
  });

  it('sorts its files by the bytes of their paths', () => {
    const paths = ['😀', '\ufffd', 'é', 'b', 'a/x', 'a.b', 'a-b', 'a', 'B', '10', '9'];
    const changes = Object.fromEntries(paths.map((path) => [path, { type: 'add', content: '' }]));
    const sorted = JSON.parse(shown(changes)).changes.map((change: { path: string }) => change.path);
    expect(sorted).toEqual(['10', '9', 'B', 'a', 'a-b', 'a.b', 'a/x', 'b', 'é', '\ufffd', '😀']);
  });
});
