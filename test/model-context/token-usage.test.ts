/** What a session that goes on begins to count with (spec: model-context §8). */
import { expect, it } from 'vitest';
import { lastTokenUsage } from '../../src/model-context/index.js';
import { event, rolledBack, userTurn } from '../support/model-context-records.js';

const usage = (total: number) => ({
  input_tokens: total,
  cached_input_tokens: 0,
  output_tokens: 0,
  reasoning_output_tokens: 0,
  total_tokens: total,
});
const counted = (total: number) =>
  event({ type: 'token_count', info: { total_token_usage: usage(total), last_token_usage: usage(total) } });

it('is the newest token count that says something, though its turn was rolled back', () => {
  const records = [
    counted(1),
    ...userTurn(1),
    counted(2),
    event({ type: 'token_count', info: null }),
    rolledBack(1),
  ];
  expect(lastTokenUsage(records)?.last_token_usage.total_tokens).toBe(2);
  expect(lastTokenUsage(userTurn(1))).toBeNull();
});
