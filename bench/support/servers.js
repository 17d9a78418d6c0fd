/** The servers that are compared, started and greeted. */
import { spawnSync } from 'node:child_process';
import { constants, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { childProgram, PROGRAM } from './paths.js';
import { startRpc } from './rpc-client.js';

const CLIENT = { clientInfo: { name: 'bench', version: '1' }, capabilities: { experimentalApi: true } };

/** No model is ever asked; the peer only wants to know one. */
const PEER_CONFIG = `model = "mock"
model_provider = "mock"
[model_providers.mock]
name = "mock"
base_url = "http://127.0.0.1:9/v1"
wire_api = "responses"
env_key = "MOCK_KEY"
`;

/**
 * Our server over a home and a database.
 *
 * @param {{ home: string, database: string }} options
 */
export async function startOurs({ home, database }) {
  const client = startRpc(process.execPath, [PROGRAM, '--codex-home', home, '--db', database, 'rpc']);
  await client.call('initialize', CLIENT);
  return client;
}

/**
 * The floor of a page: rows by one prepared statement, joined as text.
 *
 * @param {string} database
 */
export function startRawPages(database) {
  return startRpc(process.execPath, [childProgram('serve-raw-pages.js'), database]);
}

/**
 * The peer over a fresh home with its own copy of the rollout, which it may write to. It must not lie in the system's
 * temporary folder.
 *
 * @param {{ peer: string, data: import('./dataset.js').Dataset, home: string }} options
 */
export async function startPeer({ peer, data, home }) {
  const copy = join(home, relative(data.home, data.path));
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(data.path, copy, constants.COPYFILE_FICLONE);
  writeFileSync(join(home, 'config.toml'), PEER_CONFIG);
  const [command, ...args] = [...withoutNetwork(), peer, 'app-server'];
  const client = startRpc(command, args, { CODEX_HOME: home, MOCK_KEY: 'none' });
  await client.call('initialize', CLIENT);
  client.notify('initialized');
  return client;
}

/** What to start a program with so that it has no network; nothing where the system cannot. */
function withoutNetwork() {
  return spawnSync('unshare', ['-n', 'true']).status === 0 ? ['unshare', '-n'] : [];
}
