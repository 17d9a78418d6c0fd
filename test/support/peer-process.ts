/**
 * The real Codex, where `THREADLOOM_PEER` names its binary: an app-server over a home of ours, without a model to talk to.
 * Tests that need it are skipped elsewhere.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type RpcClient, rpcTo } from './rpc-client.js';

/** The path of the binary; undefined where there is none. */
export const PEER = process.env.THREADLOOM_PEER;

/** A provider that nobody answers at: nothing is asked of a model here. */
const CONFIG = `model = "gpt-5.5"
model_provider = "nobody"
[model_providers.nobody]
name = "nobody"
base_url = "http://127.0.0.1:9/v1"
wire_api = "responses"
env_key = "PEER_KEY"
`;

/** A fresh home that Codex accepts, which the temp folder is not; removed after the test. */
export function peerHome(): string {
  const parent = join(homedir(), '.cache', 'threadloom-peer');
  mkdirSync(parent, { recursive: true });
  const home = mkdtempSync(join(parent, 'home-'));
  writeFileSync(join(home, 'config.toml'), CONFIG);
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  return home;
}

/** Starts an app-server over a home and says hello to it; it ends with the test, or when `stop` is called. */
export async function startPeer(home: string): Promise<RpcClient & { stop(): Promise<void> }> {
  if (PEER === undefined) throw new Error('THREADLOOM_PEER names no binary');
  const child = spawn(PEER, ['app-server'], {
    env: { ...process.env, CODEX_HOME: home, PEER_KEY: 'none' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.stdin.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await exited;
    clearTimeout(timer);
  };
  onTestFinished(stop);
  const client = rpcTo(child);
  const hello = await client.call('initialize', {
    clientInfo: { name: 'threadloom-test', version: '1' },
    capabilities: { experimentalApi: true },
  });
  if (hello.error) throw new Error(hello.error.message);
  client.send('{"method":"initialized"}\n');
  return { ...client, stop };
}
