import { describe, expect, it } from 'vitest';
import { threadItemJson } from '../../support/thread-item-json.js';

describe('a web search', () => {
  const search = { type: 'WebSearch', id: 'w', query: 'q', action: { type: 'other' } };
  const extension = { type: 'Extension', kind: 'web.search', id: 'w', query: 'q' };
  const actionOf = (item: object) => JSON.stringify(JSON.parse(threadItemJson(item)).action);

  it('shows null for missing results', () => {
    expect(threadItemJson(search)).toBe(
      '{"type":"webSearch","id":"w","query":"q","action":{"type":"other"},"results":null}',
    );
    expect(threadItemJson({ ...search, results: [1] })).toContain('"results":[1]}');
  });

  it.each([
    [{ type: 'search', queries: ['a'] }, '{"type":"search","query":null,"queries":["a"]}'],
    [{ type: 'open_page' }, '{"type":"openPage","url":null}'],
    [{ type: 'find_in_page', url: 'u' }, '{"type":"findInPage","url":"u","pattern":null}'],
    [{ type: 'openPage', url: 'u' }, '{"type":"other"}'],
  ])('shows the hosted action %j', (action, json) => {
    expect(actionOf({ ...search, action })).toBe(json);
  });

  it.each([
    [{ type: 'search', query: 'a' }, '{"type":"search","query":"a","queries":null}'],
    [{ type: 'openPage' }, '{"type":"openPage","url":null}'],
    [{ type: 'findInPage', url: 'u', later: 1 }, '{"type":"findInPage","url":"u","pattern":null}'],
    [{ type: 'open_page', url: 'u' }, '{"type":"other"}'],
    [undefined, 'null'],
  ])('shows the action %j of the extension', (action, json) => {
    expect(actionOf({ ...extension, action })).toBe(json);
  });
});

describe('a generated image', () => {
  const hosted = { type: 'ImageGeneration', id: 'g', status: 's', result: 'r' };
  const extension = { type: 'Extension', kind: 'image_gen.generation', id: 'g', status: 's' };

  it('leaves out the saved path where there is none', () => {
    expect(threadItemJson(hosted)).toBe(
      '{"type":"imageGeneration","id":"g","status":"s","revisedPrompt":null,"result":"r","transparentBackground":null,"failure":null,"generationId":null}',
    );
    expect(threadItemJson({ ...hosted, saved_path: '/a/../b//c/' })).toContain('"savedPath":"/b/c"');
    expect(JSON.parse(threadItemJson({ ...hosted, saved_path: 'C:\\b' }))).toMatchObject({
      savedPath: 'C:\\b',
    });
  });

  it('shows all that the extension says', () => {
    expect(
      threadItemJson({
        ...extension,
        result: 'r',
        revisedPrompt: 'p',
        transparentBackground: true,
        failure: { type: 'usageLimitExceeded', limitId: 'l' },
        savedPath: '/x',
        inputImages: [{ sha256: 'ab', path: '/p' }],
        generationId: 'i',
      }),
    ).toBe(
      '{"type":"imageGeneration","id":"g","status":"s","revisedPrompt":"p","result":"r","transparentBackground":true,"failure":{"type":"usageLimitExceeded","limitId":"l","resetsAt":null},"savedPath":"/x","inputImages":[{"path":"/p","sha256":"ab"}],"generationId":"i"}',
    );
  });

  it('shows the stored image where there are both', () => {
    const shown = JSON.parse(threadItemJson({ ...extension, fileId: 'f', result: '', inputImages: [] }));
    expect(shown).toMatchObject({ fileId: 'f' });
    expect(shown).not.toHaveProperty('result');
    expect(shown).not.toHaveProperty('inputImages');
  });
});

describe('a viewed image', () => {
  it('shows a native path', () => {
    expect(threadItemJson({ type: 'ImageView', id: 'i', path: 'file:///w/tiny%20%E6%BC%A2.png' })).toBe(
      '{"type":"imageView","id":"i","path":"/w/tiny 漢.png"}',
    );
  });
});
