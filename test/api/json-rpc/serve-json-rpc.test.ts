import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { HistoryError, type HistoryErrorCode } from '../../../src/api/history-error.js';
import type { Method } from '../../../src/api/json-rpc/methods.js';
import { serveJsonRpc } from '../../../src/api/json-rpc/serve-json-rpc.js';
import { parseJson } from '../../../src/events/json/parse-json.js';
import { RawJson } from '../../../src/events/json/raw-json.js';

const METHODS: Record<string, Method> = {
  echo: async (params) => params ?? null,
  slow: (params) => new Promise((resolve) => setTimeout(() => resolve(params), 20)),
  raw: async () => ({
    item: new RawJson('{"n":1.10}', JSON.parse),
    digits: parseJson('12345678901234567890'),
  }),
  fail: async (params) => {
    throw new HistoryError((params as { code: HistoryErrorCode }).code, 'why');
  },
  broken: async () => {
    throw new TypeError('no such thing');
  },
};

/** The lines that answer chunks of input. */
async function answers(...chunks: (string | Uint8Array)[]): Promise<string[]> {
  const input = new PassThrough();
  const output = new PassThrough();
  let text = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const served = serveJsonRpc({ input, output, methods: METHODS });
  for (const chunk of chunks) {
    input.write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
  }
  input.end();
  await served;
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text.split('\n').slice(0, -1);
}

describe('the framing of JSON-RPC', () => {
  it('is one object a line, without a jsonrpc member', async () => {
    expect(await answers('{"id":1,"method":"echo","params":{"a":[1]}}\n')).toEqual([
      '{"id":1,"result":{"a":[1]}}',
    ]);
    expect(await answers('{"jsonrpc":"2.0","method":"echo","id":"x"}\n')).toEqual([
      '{"id":"x","result":null}',
    ]);
  });

  it('takes requests however they are cut, and the last one without a line feed', async () => {
    const line = '{"id":1,"method":"echo","params":{"text":"潮 🌊"}}';
    const bytes = new TextEncoder().encode(`${line}\r\n\n  \n${line.replace('1', '2')}`);
    const chunks = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(await answers(...chunks)).toEqual([
      '{"id":1,"result":{"text":"潮 🌊"}}',
      '{"id":2,"result":{"text":"潮 🌊"}}',
    ]);
  });

  it('answers every one of many requests, each when it is ready', async () => {
    const many = Array.from({ length: 500 }, (_, id) => `{"id":${id},"method":"echo"}\n`).join('');
    const lines = await answers(`{"id":"slow","method":"slow","params":1}\n${many}`);
    expect(lines).toHaveLength(501);
    expect(lines.at(-1)).toBe('{"id":"slow","result":1}');
    expect(new Set(lines).size).toBe(501);
  });

  it('passes JSON on with every digit', async () => {
    expect(await answers('{"id":1,"method":"raw"}\n')).toEqual([
      '{"id":1,"result":{"item":{"n":1.10},"digits":12345678901234567890}}',
    ]);
  });

  it('gives ids back as they came', async () => {
    const ids = ['0', '-1', '9007199254740993', '"9007199254740993"', '""'];
    const lines = await answers(...ids.map((id) => `{"id":${id},"method":"echo"}\n`));
    expect(lines).toEqual(ids.map((id) => `{"id":${id},"result":null}`));
  });

  it('says of a line that is no request what is wrong with it, and goes on', async () => {
    const invalid = (message: string) =>
      `{"id":null,"error":{"code":-32600,"message":"Invalid request: ${message}"}}`;
    const lines = await answers(
      'not json\n',
      '[]\n',
      '[{"id":1,"method":"echo"}]\n',
      '17\n',
      'null\n',
      '{"id":1,"method":"echo"}\n',
    );
    expect(lines).toEqual([
      invalid('a line of input is not JSON'),
      invalid('expected a JSON object'),
      invalid('expected a JSON object'),
      invalid('expected a JSON object'),
      invalid('expected a JSON object'),
      '{"id":1,"result":null}',
    ]);
  });

  it('answers neither notifications nor answers', async () => {
    expect(
      await answers(
        '{"method":"initialized"}\n{"method":"nobody"}\n{"id":7,"result":{}}\n{"id":null,"method":"echo"}\n',
      ),
    ).toEqual([]);
  });

  it('names a method that does not exist', async () => {
    for (const name of ['thread/rollback', 'toString', '__proto__', 'constructor']) {
      const [line = ''] = await answers(`{"id":1,"method":"${name}"}\n`);
      expect(JSON.parse(line)).toEqual({
        id: 1,
        error: {
          code: -32601,
          message: expect.stringMatching(new RegExp(`^${name} is not a method of this server`)),
          data: { kind: 'unsupported' },
        },
      });
    }
  });

  it('gives each failure its number and its kind', async () => {
    const expected: Record<HistoryErrorCode, [number, string]> = {
      invalid_request: [-32600, 'invalid-request'],
      conflict: [-32600, 'conflict'],
      thread_not_found: [-32600, 'thread-not-found'],
      unsupported: [-32601, 'unsupported'],
      invalid_params: [-32602, 'invalid-params'],
      internal: [-32603, 'internal'],
    };
    for (const [code, [number, kind]] of Object.entries(expected)) {
      expect(await answers(`{"id":1,"method":"fail","params":{"code":"${code}"}}\n`)).toEqual([
        `{"id":1,"error":{"code":${number},"message":"why","data":{"kind":"${kind}"}}}`,
      ]);
    }
    expect(await answers('{"id":1,"method":"broken"}\n')).toEqual([
      '{"id":1,"error":{"code":-32603,"message":"internal error: no such thing","data":{"kind":"internal"}}}',
    ]);
  });
});
