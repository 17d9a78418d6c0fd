/** Talks JSON-RPC to all methods of a thread store, in place, and keeps every line that comes. */
import { PassThrough } from 'node:stream';
import { historyMethods } from '../../src/api/json-rpc/methods.js';
import { serveJsonRpc } from '../../src/api/json-rpc/serve-json-rpc.js';
import { threadLifecycleMethods } from '../../src/api/json-rpc/thread-lifecycle-methods.js';
import type { ThreadStore } from '../../src/api/thread-store.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at, not used
export type RpcLine = any;

/**
 * Sends the requests one after the other, numbered from 1 after `initialize`.
 *
 * @returns the lines that came for each: the answer, and what was sent before or after it
 */
export async function rpcLines(
  store: ThreadStore,
  requests: readonly { method: string; params?: unknown }[],
): Promise<RpcLine[][]> {
  let client: string | undefined;
  const methods = {
    ...historyMethods(store, {
      codexHome: '/home/mira/.codex',
      version: '1.2.3',
      platform: 'linux',
      onInitialize: ({ name }) => {
        client = name;
      },
    }),
    ...threadLifecycleMethods({ store, workingDirectory: '/home/mira', clientName: () => client }),
  };
  const groups: RpcLine[][] = [];
  const all = [{ method: 'initialize', params: { clientInfo: { name: 'tester' } } }, ...requests];
  for (const [id, request] of all.entries()) {
    const input = new PassThrough();
    const output = new PassThrough();
    const served = serveJsonRpc({ input, output, methods, now: () => 1_000 });
    input.end(`${JSON.stringify({ id, ...request })}\n`);
    await served;
    output.end();
    const text = Buffer.concat(await output.toArray()).toString('utf8');
    groups.push(
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    );
  }
  return groups.slice(1);
}
