/**
 * Serves methods as newline-delimited JSON-RPC without the `jsonrpc` member, the framing of Codex's app-server. Requests are
 * answered as they finish; what the methods do is not known here.
 */
import type { Readable, Writable } from 'node:stream';
import { JsonNumber } from '../../events/json/json-number.js';
import { parseJson } from '../../events/json/parse-json.js';
import { stringifyJson } from '../../events/json/stringify-json.js';
import { Answer } from './answer.js';
import type { Method } from './methods.js';
import { INVALID_REQUEST, METHOD_NOT_FOUND, RpcFailure, toRpcError } from './rpc-error.js';

export interface ServeOptions {
  input: Readable;
  output: Writable;
  methods: Record<string, Method>;
  /** Unix milliseconds; notifications say when they were sent, if this is told. */
  now?: (() => number) | undefined;
}

/** Codex's ids are 64-bit integers or texts; they go back digit for digit. */
type RequestId = string | number | JsonNumber;

const LF = 0x0a;

/** Serves until the input ends and every request is answered. */
export async function serveJsonRpc({ input, output, methods, now }: ServeOptions): Promise<void> {
  const answers = new Set<Promise<void>>();
  for await (const line of frameRequests(input)) {
    const answer = handle(line, methods, now).then((text) => {
      if (text !== null) output.write(text);
    });
    answers.add(answer);
    void answer.finally(() => answers.delete(answer));
  }
  await Promise.all(answers);
}

async function* frameRequests(input: Readable): AsyncGenerator<string, void, undefined> {
  let rest: Buffer[] = [];
  for await (const data of input) {
    const chunk: Buffer = Buffer.isBuffer(data) ? data : Buffer.from(String(data));
    let from = 0;
    for (let lf = chunk.indexOf(LF); lf !== -1; lf = chunk.indexOf(LF, from)) {
      rest.push(chunk.subarray(from, lf));
      yield Buffer.concat(rest).toString('utf8');
      rest = [];
      from = lf + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) yield Buffer.concat(rest).toString('utf8');
}

/** The answer to one line, and the notifications after it; null for notifications and answers, which get none. */
async function handle(
  line: string,
  methods: Record<string, Method>,
  now: ServeOptions['now'],
): Promise<string | null> {
  if (line.trim() === '') return null;
  let request: unknown;
  try {
    request = parseJson(line);
  } catch {
    const message = 'Invalid request: a line of input is not JSON';
    return answerText(null, { error: { code: INVALID_REQUEST, message } });
  }
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    return answerText(null, {
      error: { code: INVALID_REQUEST, message: 'Invalid request: expected a JSON object' },
    });
  }
  const id = 'id' in request && isRequestId(request.id) ? request.id : null;
  const name = 'method' in request && typeof request.method === 'string' ? request.method : null;
  if (id === null || name === null) return null;
  try {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method === undefined) throw unknownMethod(name);
    const result = await method('params' in request ? request.params : undefined);
    if (!(result instanceof Answer)) return answerText(id, { result });
    // One text, so that nothing of another request comes in between.
    return answerText(id, { result: result.result }) + notificationText(result, now);
  } catch (error) {
    return answerText(id, { error: toRpcError(error) });
  }
}

function isRequestId(id: unknown): id is RequestId {
  return typeof id === 'string' || typeof id === 'number' || id instanceof JsonNumber;
}

function unknownMethod(name: string): RpcFailure {
  const message = `${name} is not a method of this server, which answers the history methods of the app-server protocol`;
  return new RpcFailure({ code: METHOD_NOT_FOUND, message, data: { kind: 'unsupported' } });
}

function answerText(id: RequestId | null, answer: object): string {
  return `${stringifyJson({ id, ...answer })}\n`;
}

function notificationText({ notifications }: Answer, now: ServeOptions['now']): string {
  const sent = now === undefined ? {} : { emittedAtMs: now() };
  return notifications
    .map(({ method, params }) => `${stringifyJson({ method, params, ...sent })}\n`)
    .join('');
}
