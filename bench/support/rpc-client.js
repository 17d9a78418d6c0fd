/**
 * A client of newline-delimited JSON-RPC that measures: a request's time ends with the last byte of its answer, before
 * anything of it is parsed. One request at a time.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const LF = 0x0a;

/**
 * @typedef {object} Answer
 * @property {any} result
 * @property {number} ms from writing the request to the last byte of the answer
 * @property {number} bytes of the answer
 */

/**
 * @typedef {object} RpcClient
 * @property {number} startedAt when the process was started, on the clock of `performance`
 * @property {(method: string, params: object) => Promise<Answer>} call fails when the server answers with an error or ends
 * @property {(method: string) => void} notify
 * @property {() => Promise<void>} close ends the server
 */

/**
 * Starts a server.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's own
 * @returns {RpcClient}
 */
export function startRpc(command, args, env = {}) {
  const startedAt = performance.now();
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close');
  /** @type {Buffer[]} */
  let parts = [];
  let lastId = 0;
  /** @type {((line: Buffer) => void) | null} */
  let onLine = null;

  child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
    let from = 0;
    for (let lf = chunk.indexOf(LF); lf !== -1; lf = chunk.indexOf(LF, from)) {
      parts.push(chunk.subarray(from, lf));
      const line = parts.length === 1 ? parts[0] : Buffer.concat(parts);
      parts = [];
      from = lf + 1;
      onLine?.(line);
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  });

  return {
    startedAt,
    async call(method, params) {
      const id = ++lastId;
      const request = `${JSON.stringify({ id, method, params })}\n`;
      const head = Buffer.from(`{"id":${id},`);
      const started = performance.now();
      /** @type {Promise<{ line: Buffer, ms: number }>} */
      const answered = new Promise((resolve) => {
        // Other lines are notifications, or requests of the server.
        onLine = (line) => {
          if (line.subarray(0, head.length).equals(head)) resolve({ line, ms: performance.now() - started });
        };
      });
      child.stdin.write(request);
      const { line, ms } = await Promise.race([
        answered,
        ended.then(() => {
          throw new Error(`${command} ended before it answered ${method}`);
        }),
      ]);
      const answer = JSON.parse(line.toString('utf8'));
      if (answer.error) throw new Error(`${command} answers ${method} with: ${answer.error.message}`);
      return { result: answer.result, ms, bytes: line.length };
    },
    notify: (method) => void child.stdin.write(`${JSON.stringify({ method })}\n`),
    async close() {
      child.stdin.end();
      const forced = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await ended;
      clearTimeout(forced);
    },
  };
}
