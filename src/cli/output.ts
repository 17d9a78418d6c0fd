/** Where the output of a command goes: data to stdout, remarks to stderr, styled if the reader is a terminal that wants it. */
import { stringifyJson } from '../events/json/stringify-json.js';
import type { CliIo, OutputStream } from './cli-io.js';
import type { GlobalOptions } from './context.js';
import { paint, type StyledLine } from './render/styled-line.js';

export type OutputFormat = 'human' | 'json' | 'ndjson';

export interface Output {
  readonly format: OutputFormat;
  /** Columns for human output. */
  readonly width: number;
  /** Data for people. */
  lines(lines: readonly StyledLine[]): Promise<void>;
  /** One JSON value on one line; numbers and texts of the log come out as they are in it. */
  json(value: unknown): Promise<void>;
  /** Something to know beside the data; not with --quiet. */
  remark(text: string): void;
}

const DEFAULT_WIDTH = 100;
/** Longer lines are hard to read. */
const WIDEST = 140;

/** Output as options, environment and terminal ask for. */
export function createOutput(options: GlobalOptions, io: CliIo): Output {
  const { stdout, stderr, env } = io;
  const colour = wantsColour(options, stdout, env);
  return {
    format: options.ndjson ? 'ndjson' : options.json ? 'json' : 'human',
    width: Math.min(stdout.columns ?? (Number(env.COLUMNS) || DEFAULT_WIDTH), WIDEST),
    lines: (lines) => write(stdout, lines.map((styled) => `${paint(styled, colour)}\n`).join('')),
    json: (value) => write(stdout, `${stringifyJson(value)}\n`),
    remark(text) {
      if (!options.quiet) stderr.write(`${text}\n`);
    },
  };
}

/** `--no-color` wins, then FORCE_COLOR, then NO_COLOR (no-color.org: any value but an empty one), then what the stream is. */
export function wantsColour({ color }: GlobalOptions, stream: OutputStream, env: NodeJS.ProcessEnv): boolean {
  if (color === false) return false;
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: terminal } = env;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (none !== undefined && none !== '') return false;
  return stream.isTTY === true && terminal !== 'dumb';
}

/** Waits for a slow reader, so that a long listing is not held in memory. */
async function write(stream: OutputStream, text: string): Promise<void> {
  if (text === '' || stream.write(text)) return;
  await new Promise<void>((resolve) => stream.once('drain', resolve));
}
