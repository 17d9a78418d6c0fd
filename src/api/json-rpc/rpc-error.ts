/** Errors as they go over the wire: a number, a text, and the stable code of the service in `data` (spec reads §1). */
import type { z } from 'zod';
import { RolloutError } from '../../rollout/index.js';
import { StoreError } from '../../store/store-error.js';
import { type HistoryErrorCode, isHistoryError } from '../history-error.js';

export const INVALID_REQUEST = -32600;
export const METHOD_NOT_FOUND = -32601;
export const INVALID_PARAMS = -32602;
export const INTERNAL_ERROR = -32603;

const NUMBERS: Record<HistoryErrorCode, number> = {
  invalid_request: INVALID_REQUEST,
  conflict: INVALID_REQUEST,
  thread_not_found: INVALID_REQUEST,
  unsupported: METHOD_NOT_FOUND,
  invalid_params: INVALID_PARAMS,
  internal: INTERNAL_ERROR,
};

export interface RpcError {
  code: number;
  message: string;
  data?: { kind: string };
}

/** A failure that is already in wire form. */
export class RpcFailure extends Error {
  readonly rpcError: RpcError;

  constructor(rpcError: RpcError) {
    super(rpcError.message);
    this.name = 'RpcFailure';
    this.rpcError = rpcError;
  }
}

/** The wire form of any error of a method. */
export function toRpcError(error: unknown): RpcError {
  if (error instanceof RpcFailure) return error.rpcError;
  if (isHistoryError(error)) {
    return { code: NUMBERS[error.code], message: error.message, data: { kind: kindOf(error.code) } };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (isBusy(error)) return { code: INVALID_REQUEST, message, data: { kind: 'conflict' } };
  return { code: INTERNAL_ERROR, message: `internal error: ${message}`, data: { kind: 'internal' } };
}

/** Somebody else has what is needed, for as long as they need it. */
function isBusy(error: unknown): boolean {
  if (error instanceof RolloutError) return error.code === 'thread_locked' || error.code === 'locks_busy';
  return error instanceof StoreError && error.code === 'busy';
}

function kindOf(code: HistoryErrorCode): string {
  return code.replaceAll('_', '-');
}

/** The error for parameters of the wrong form; Codex calls them an invalid request. */
export function badParams(error: z.ZodError): RpcFailure {
  const [issue] = error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'params' : issue.path.join('.');
  const message = `Invalid request: ${where}: ${issue?.message ?? 'not understood'}`;
  return new RpcFailure({ code: INVALID_REQUEST, message, data: { kind: 'invalid-params' } });
}
