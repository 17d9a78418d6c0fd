import { describe, expect, it } from 'vitest';
import { nativePath, resolveNativePath } from '../../src/events/to-thread-item/native-path.js';

describe('nativePath', () => {
  it.each([
    ['file:///tmp', '/tmp'],
    ['file:///', '/'],
    ['file:///tmp/a/', '/tmp/a/'],
    ['file:///tmp/%E6%BC%A2%25%20x', '/tmp/漢% x'],
    ['file:///tmp/a b 漢', '/tmp/a b 漢'],
    ['file:///tmp/a%2520b', '/tmp/a%20b'],
    ['file:///tmp/%zz', '/tmp/%zz'],
    ['file:///tmp/%FF', '/tmp/\ufffd'],
    ['file:///tmp/../x/./y', '/x/y'],
    ['file:///tmp//a', '/tmp//a'],
    ['file:////tmp/a', '/tmp/a'],
    ['file:/tmp', '/tmp'],
    ['FILE:///tmp', '/tmp'],
    ['file://localhost/tmp', '/tmp'],
    ['file:///tmp/a%5Cb', '/tmp/a\\b'],
    ['file:///tmp/%EF%BB%BFx', '/tmp/\ufeffx'],
    ['file:///CC:/x', '/CC:/x'],
  ])('makes a POSIX path of %s', (uri, path) => {
    expect(nativePath(uri)).toBe(path);
  });

  it.each([
    ['file:///C:/a%20b/c', 'C:\\a b\\c'],
    ['file:///c:/a', 'C:\\a'],
    ['file:///c%3A/a', 'C:\\a'],
    ['file:///C:/', 'C:\\'],
    ['file:///C:', 'C:\\'],
    ['file:///C:/a/', 'C:\\a\\'],
    ['file:///C:/a%2Fb', 'C:\\a/b'],
    ['file://server/share/a', '\\\\server\\share\\a'],
    ['file://server/C:/x', 'C:\\x'],
  ])('makes a Windows path of %s', (uri, path) => {
    expect(nativePath(uri)).toBe(path);
  });

  it.each(['/tmp/a%20b', 'C:\\a', '\\\\srv\\share', 'file://server/'])('leaves %s as it is', (path) => {
    expect(nativePath(path)).toBe(path);
  });
});

describe('resolveNativePath', () => {
  it.each([
    ['x', '/tmp/w/x'],
    ['a b', '/tmp/w/a b'],
    ['../x', '/tmp/x'],
    ['../../../x', '/x'],
    ['./a//b/', '/tmp/w/a/b'],
    ['.', '/tmp/w'],
    ['', '/tmp/w'],
    ['%20', '/tmp/w/%20'],
    ['a?b#c', '/tmp/w/a?b#c'],
    ['a\\b', '/tmp/w/a\\b'],
    ['~/x', '/tmp/w/~/x'],
    ['C:\\x', '/tmp/w/C:\\x'],
    ['file:///etc/x', '/tmp/w/file:/etc/x'],
    ['a\nb', '/tmp/w/ab'],
    ['/abs/../y', '/y'],
    ['//a//b', '/a/b'],
    ['/abs/', '/abs/'],
    ['/a/..', '/'],
  ])('resolves %j against a POSIX folder', (path, resolved) => {
    expect(resolveNativePath('/tmp/w', path)).toBe(resolved);
  });

  it.each([
    ['sub/f', 'C:\\w\\sub\\f'],
    ['sub\\f', 'C:\\w\\sub\\f'],
    ['..\\..\\..\\x', 'C:\\x'],
    ['\\abs', 'C:\\abs'],
    ['/abs', 'C:\\abs'],
    ['D:\\x', 'D:\\x'],
    ['d:/x/../y', 'D:\\y'],
    ['D:\\a\\', 'D:\\a\\'],
    ['C:x', 'C:\\w\\x'],
    ['\\\\srv\\share\\..\\x', '\\\\srv\\share\\x'],
    ['\\\\?\\C:\\x', 'C:\\x'],
    ['\\\\srv', 'C:\\w\\srv'],
    ['', 'C:\\w'],
    ['.', 'C:\\w'],
  ])('resolves %j against a Windows folder', (path, resolved) => {
    expect(resolveNativePath('C:\\w', path)).toBe(resolved);
  });

  it('stays on the share that it starts from', () => {
    expect(resolveNativePath('\\\\srv\\share\\w', '../../../z')).toBe('\\\\srv\\share\\z');
    expect(resolveNativePath('\\\\srv\\share', '..')).toBe('\\\\srv\\share');
  });

  it.each([
    ['/tmp/w', 'a\0b'],
    ['C:\\w', 'D:x'],
    ['C:\\w', 'a:b'],
  ])('finds no path from %s to %j', (cwd, path) => {
    expect(resolveNativePath(cwd, path)).toBeNull();
  });
});
