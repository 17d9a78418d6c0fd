/**
 * The text of a finished review: what the reviewer said, then what was found.
 */
import type { ReviewFinding, ReviewOutput } from '../value/review-output.js';
import { trimWhiteSpace } from './trim-white-space.js';

const NO_OUTPUT = 'Reviewer failed to output a response.';

function lines(text: string): string[] {
  const parts = text.split(/\r?\n/);
  if (parts.at(-1) === '') parts.pop();
  return parts;
}

function findingText(finding: ReviewFinding): string {
  const { absolute_file_path: path, line_range: range } = finding.code_location;
  const body = lines(finding.body).map((line) => `\n  ${line}`);
  return `\n\n- ${finding.title} — ${path}:${range.start}-${range.end}${body.join('')}`;
}

function findingsText(findings: readonly ReviewFinding[]): string {
  if (findings.length === 0) return '';
  const heading = findings.length > 1 ? 'Full review comments:' : 'Review comment:';
  return trimWhiteSpace(heading + findings.map(findingText).join(''));
}

/**
 * The explanation and the findings with a blank line between them; a notice when there is neither.
 *
 * Source: spec legacy-history §7.
 */
export function reviewText(output: ReviewOutput | null | undefined): string {
  if (output === null || output === undefined) return NO_OUTPUT;
  const explanation = trimWhiteSpace(output.overall_explanation);
  const findings = findingsText(output.findings);
  if (explanation !== '' && findings !== '') return `${explanation}\n\n${findings}`;
  return explanation || findings || NO_OUTPUT;
}
