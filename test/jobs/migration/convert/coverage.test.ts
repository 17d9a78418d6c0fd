import { describe, expect, test } from 'vitest';
import { describeProblem, proveCoverage } from '../../../../src/jobs/migration/convert/prove-coverage.js';
import type { VisibleItem } from '../../../../src/jobs/migration/convert/visible-item.js';
import { type VisibleItems, visibleItems } from '../../../../src/jobs/migration/convert/visible-items.js';
import { Shadow } from '../../../../src/jobs/verify/shadow.js';
import { legacyLines, sourceLines } from '../../../support/conversion-lab.js';
import { agentMessage, reasoning, rolledBack, userMessage } from '../../../support/legacy-records.js';

const item = (says: string, id = says): VisibleItem => ({
  id,
  type: 'agentMessage',
  digest: says,
  excerpt: says,
});
const items = (...says: (string | VisibleItem)[]): VisibleItems => ({
  shown: says.map((of) => (typeof of === 'string' ? item(of) : of)),
  recovered: [],
});

describe('coverage', () => {
  test('holds when all is there and says the same, under whatever id, with more in between', () => {
    const proof = proveCoverage(items('a', 'b', 'a'), items('x', 'a', 'y', 'b', item('a', 'other id')));
    expect(proof).toMatchObject({ isCovered: true, itemsBefore: 3, itemsAfter: 5, missing: [], moved: [] });
    expect(describeProblem(proof)).toBeNull();
  });

  test('names what is missing, and goes on behind it', () => {
    const proof = proveCoverage(items('a', 'gone', 'b'), items('a', 'b'));
    expect(proof).toMatchObject({
      isCovered: false,
      missingCount: 1,
      missing: [{ excerpt: 'gone' }],
      movedCount: 0,
    });
    expect(describeProblem(proof)).toBe(
      '1 of 3 items would be missing, the first of them agentMessage gone: gone',
    );
  });

  test('misses the second of two equal items when there is one left', () => {
    expect(proveCoverage(items('a', 'a'), items('a'))).toMatchObject({ missingCount: 1 });
  });

  test('tells of items that changed places', () => {
    const proof = proveCoverage(items('a', 'b'), items('b', 'a'));
    expect(proof).toMatchObject({
      isCovered: false,
      missingCount: 0,
      movedCount: 1,
      moved: [{ excerpt: 'b' }],
    });
    expect(describeProblem(proof)).toContain('1 of 2 items would change their order');
  });

  test('names at most twenty and counts all', () => {
    const proof = proveCoverage(items(...Array.from({ length: 50 }, (_, at) => `${at}`)), items());
    expect(proof).toMatchObject({ missingCount: 50 });
    expect(proof.missing).toHaveLength(20);
  });

  test('looks at a legacy rollout as its readers do', async () => {
    const shadow = await Shadow.open();
    shadow.begin();
    const found = visibleItems(
      shadow,
      'legacy',
      sourceLines(
        legacyLines([
          userMessage('a'),
          reasoning('b'),
          reasoning('c'),
          userMessage('d'),
          agentMessage('e'),
          rolledBack(1),
        ]),
      ),
    );
    const seen = [...found.shown];
    shadow.close();
    expect(seen.map(({ type }) => type)).toEqual(['userMessage', 'reasoning']);
    expect(seen[1]?.excerpt).toContain('["b","c"]');
  });
});
