import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../../src/events/json/stringify-json.js';
import { TurnError } from '../../../src/events/thread-item/turn.js';
import { toTurnError } from '../../../src/events/to-thread-item/turn-error.js';
import { CoreTurnError } from '../../../src/events/value/turn-error.js';

const shown = (codex_error_info: unknown) =>
  toTurnError(CoreTurnError.parse({ message: 'm', codex_error_info }));

describe('toTurnError', () => {
  it('shows all keys', () => {
    expect(stringifyJson(shown(null))).toBe(
      '{"message":"m","codexErrorInfo":null,"additionalDetails":null,"misalignment":null}',
    );
  });

  it.each<[unknown, unknown]>([
    ['context_window_exceeded', 'contextWindowExceeded'],
    ['inference_hook_denied', 'inferenceHookDenied'],
    ['bio_policy', 'other'],
    ['invalid_prompt', 'other'],
    ['of_a_later_version', 'other'],
    [
      { http_connection_failed: { http_status_code: 500 } },
      { httpConnectionFailed: { httpStatusCode: 500 } },
    ],
    [{ response_stream_connection_failed: {} }, { responseStreamConnectionFailed: { httpStatusCode: null } }],
    [
      { response_stream_disconnected: { http_status_code: null } },
      { responseStreamDisconnected: { httpStatusCode: null } },
    ],
    [
      { response_too_many_failed_attempts: { http_status_code: 429 } },
      { responseTooManyFailedAttempts: { httpStatusCode: 429 } },
    ],
    [
      { active_turn_not_steerable: { turn_kind: 'review' } },
      { activeTurnNotSteerable: { turnKind: 'review' } },
    ],
  ])('shows the reason %j as %j', (info, reason) => {
    const error = shown(info);
    expect(error.codexErrorInfo).toEqual(reason);
    expect(TurnError.parse(error)).toEqual(error);
  });
});
