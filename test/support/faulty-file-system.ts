/**
 * A file system that records its calls, and at one of them fails, writes less than it was told, or ends the process. What is
 * done with it is for the tests.
 */
import { type FileSystem, fileSystem } from '../../src/files/file-system.js';

export interface FileCall {
  name: keyof FileSystem;
  /** The first path of the call, or the one its descriptor was opened by; null when neither is known. */
  path: string | null;
}

/**
 * What happens at a call, counted from 0. With `partial`, a write first brings that many bytes to the file (and `short`
 * says so, as the system does when it takes only a part).
 */
export type Fault =
  | { kind: 'error'; code: string; at: number; times?: number; partial?: number }
  | { kind: 'short'; at: number; partial: number }
  | { kind: 'kill'; at: number; partial?: number };

export interface FaultyFileSystem extends FileSystem {
  readonly calls: readonly FileCall[];
  /** May be changed at any time; `null` heals it. */
  fault: Fault | null;
}

// biome-ignore lint/suspicious/noExplicitAny: stands for each of Node's signatures.
type AnyCall = (...parameters: any[]) => unknown;

export function faultyFileSystem(fault: Fault | null = null): FaultyFileSystem {
  const calls: FileCall[] = [];
  const paths = new Map<number, string>();
  const faulty: FaultyFileSystem = { ...fileSystem, calls, fault };

  const wrap =
    (name: keyof FileSystem, call: AnyCall): AnyCall =>
    (...parameters) => {
      const [first] = parameters;
      const path = typeof first === 'number' ? paths.get(first) : first;
      const at = calls.push({ name, path: typeof path === 'string' ? path : null }) - 1;
      const outcome = applyFault(faulty.fault, { name, at, parameters });
      if (outcome !== undefined) return outcome;
      const result = call(...parameters);
      if (name === 'openSync' && typeof result === 'number') paths.set(result, String(first));
      return result;
    };

  for (const name of CALLS) Object.assign(faulty, { [name]: wrap(name, fileSystem[name] as AnyCall) });
  return faulty;
}

/** Undefined where the call is to go on as it is. */
function applyFault(
  fault: Fault | null,
  call: { name: keyof FileSystem; at: number; parameters: unknown[] },
): unknown {
  if (fault === null || call.at < fault.at) return undefined;
  if (call.at >= fault.at + (fault.kind === 'error' ? (fault.times ?? 1) : 1)) return undefined;
  const partial = call.name === 'writeSync' ? (fault.partial ?? 0) : 0;
  const written = partial > 0 ? writePart(call.parameters, partial) : undefined;
  if (fault.kind === 'short') return written;
  if (fault.kind === 'kill') process.kill(process.pid, 'SIGKILL');
  if (fault.kind === 'error') throw systemError(fault.code, call.name);
  return undefined;
}

function writePart([fd, bytes, from = 0, length]: unknown[], partial: number): number {
  if (typeof fd !== 'number' || !(bytes instanceof Uint8Array) || typeof from !== 'number') {
    throw new Error('only writes of bytes can be cut short');
  }
  const most = typeof length === 'number' ? length : bytes.length - from;
  return fileSystem.writeSync(fd, bytes, from, Math.min(partial, most));
}

/** An error as the system throws it. */
export function systemError(code: string, call: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected, ${call}`), { code, syscall: call });
}

const CALLS: readonly (keyof FileSystem)[] = [
  'chmodSync',
  'closeSync',
  'existsSync',
  'fchmodSync',
  'fstatSync',
  'fsyncSync',
  'futimesSync',
  'linkSync',
  'lstatSync',
  'mkdirSync',
  'openSync',
  'readSync',
  'readdirSync',
  'renameSync',
  'rmdirSync',
  'statSync',
  'unlinkSync',
  'utimesSync',
  'writeSync',
];
