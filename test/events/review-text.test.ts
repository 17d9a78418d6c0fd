import { describe, expect, it } from 'vitest';
import { reviewText } from '../../src/events/to-thread-item/review-text.js';

function finding(title: string, body: string) {
  return {
    title,
    body,
    confidence_score: 0.5,
    priority: 1,
    code_location: { absolute_file_path: '/f.ts', line_range: { start: 1, end: 2 } },
  };
}

function output(explanation: string, ...findings: ReturnType<typeof finding>[]) {
  return {
    findings,
    overall_correctness: 'patch is correct',
    overall_explanation: explanation,
    overall_confidence_score: 1,
  };
}

describe('reviewText', () => {
  it.each([null, undefined, output(''), output(' \n')])(
    'says that there is nothing to say (%j)',
    (nothing) => {
      expect(reviewText(nothing)).toBe('Reviewer failed to output a response.');
    },
  );

  it('gives the explanation alone, trimmed', () => {
    expect(reviewText(output('  fine\n'))).toBe('fine');
  });

  it('gives a single finding under its own heading', () => {
    expect(reviewText(output('', finding('Bug', 'why')))).toBe('Review comment:\n\n- Bug — /f.ts:1-2\n  why');
  });

  it('gives several findings behind the explanation', () => {
    expect(reviewText(output('so', finding('A', 'x'), finding('B', 'y\nz\n')))).toBe(
      'so\n\nFull review comments:\n\n- A — /f.ts:1-2\n  x\n\n- B — /f.ts:1-2\n  y\n  z',
    );
  });

  it('indents every line of a body, blank ones too, and trims only around the whole', () => {
    expect(reviewText(output('', finding(' t ', ' a\n\n  b\r\n c \n')))).toBe(
      'Review comment:\n\n-  t  — /f.ts:1-2\n   a\n  \n    b\n   c',
    );
  });

  it('trims what Unicode calls white space, which a byte order mark is not', () => {
    expect(reviewText(output('\u0085\u00a0x\u3000\ufeff'))).toBe('x\u3000\ufeff');
  });
});
