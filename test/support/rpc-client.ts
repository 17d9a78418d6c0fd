/** Talks JSON-RPC to the history methods: in place over streams, or to a process of `threadloom rpc`. */
import type { ChildProcess } from 'node:child_process';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import type { HistoryService } from '../../src/api/history-service.js';
import { historyMethods } from '../../src/api/json-rpc/methods.js';
import { serveJsonRpc } from '../../src/api/json-rpc/serve-json-rpc.js';

export interface RpcAnswer {
  id: string | number | null;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not used
  result?: any;
  error?: { code: number; message: string; data?: { kind: string } };
}

export interface RpcClient {
  /** Sends a request and waits for the answer with its id. */
  call(method: string, params?: unknown): Promise<RpcAnswer>;
  /** The same; gives the line as it came. */
  callText(method: string, params?: unknown): Promise<string>;
  /** The same; gives what went wrong. */
  errorOf(method: string, params?: unknown): Promise<RpcAnswer['error']>;
  /** Sends bytes as they are. */
  send(text: string): void;
  /** Ends the input and gives all lines that were not given to a call. */
  end(): Promise<string[]>;
}

/** Serves a service in place. */
export function rpcOver(service: HistoryService): RpcClient {
  const input = new PassThrough();
  const output = new PassThrough();
  const methods = historyMethods(service, {
    codexHome: '/home/mira/.codex',
    version: '1.2.3',
    platform: 'linux',
  });
  const served = serveJsonRpc({ input, output, methods }).then(() => output.end());
  return rpcClient(input, output, served);
}

/** Talks to a started process. */
export function rpcTo({ stdin, stdout }: ChildProcess): RpcClient {
  if (stdin === null || stdout === null) throw new Error('the process has no pipes');
  return rpcClient(stdin, stdout, Promise.resolve());
}

function rpcClient(input: Writable, output: Readable, served: Promise<unknown>): RpcClient {
  const waiting = new Map<string, (line: string) => void>();
  const others: string[] = [];
  let rest = '';
  let nextId = 1;
  const ended = new Promise<void>((resolve) => output.once('end', resolve));
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });

  function take(line: string): void {
    // Codex writes the id of an error behind it.
    const found = /^\{"id":"(call-\d+)"|"id":"(call-\d+)"\}$/.exec(line);
    const id = found?.[1] ?? found?.[2] ?? '';
    const settle = waiting.get(id);
    waiting.delete(id);
    if (settle) settle(line);
    else others.push(line);
  }
  const callText = (method: string, params?: unknown): Promise<string> =>
    new Promise((resolve) => {
      const id = `call-${nextId++}`;
      waiting.set(id, resolve);
      input.write(`${JSON.stringify({ id, method, ...(params !== undefined && { params }) })}\n`);
    });
  const call = async (method: string, params?: unknown): Promise<RpcAnswer> =>
    JSON.parse(await callText(method, params));
  return {
    callText,
    call,
    errorOf: async (method, params) => (await call(method, params)).error,
    send: (text) => void input.write(text),
    async end() {
      input.end();
      await Promise.all([served, ended]);
      return others;
    },
  };
}
