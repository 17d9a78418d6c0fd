import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/events/decode-line.js';
import { type BenchRollout, type BenchRolloutOptions, writeBenchRollout } from '../../src/testing/index.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-rollout-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(options: Omit<BenchRolloutOptions, 'fd'>): {
  report: BenchRollout;
  lines: string[];
  bytes: number;
} {
  const path = join(folder, 'rollout.jsonl');
  const fd = openSync(path, 'w');
  try {
    const report = writeBenchRollout({ ...options, fd });
    const text = readFileSync(path, 'utf8');
    return { report, lines: text.split('\n').slice(0, -1), bytes: Buffer.byteLength(text) };
  } finally {
    closeSync(fd);
  }
}

const SMALL = { turns: 40, items: 360, lines: 1_001 };

interface Payload {
  type?: string;
  item?: { type: string; aggregated_output?: string };
  aggregated_output?: string;
}
const payloadOf = (line: string): Payload => JSON.parse(line).payload;

describe('writeBenchRollout', () => {
  it('writes exactly the lines, turns and items asked for, half of them commands', () => {
    const { report, lines, bytes } = write(SMALL);
    const payloads = lines.map(payloadOf);
    const items = payloads.flatMap((payload) => payload.item ?? []);
    expect(lines).toHaveLength(1_001);
    expect(items).toHaveLength(360);
    expect(items.filter((item) => item.type === 'CommandExecution')).toHaveLength(180);
    expect(payloads.filter((payload) => payload.type === 'task_complete')).toHaveLength(40);
    expect(report).toMatchObject({ bytes, lines: 1_001, turns: 40, items: 360, commands: 180 });
    expect(lines.map((line) => JSON.parse(line).ordinal)).toEqual(lines.map((_, index) => index));
  });

  it('gives commands outputs of the size asked for, all different', () => {
    const outputs = write({ ...SMALL, outputBytes: 777 }).lines.flatMap(
      (line) => payloadOf(line).item?.aggregated_output ?? [],
    );
    expect(new Set(outputs.map((output) => Buffer.byteLength(output)))).toEqual(new Set([777]));
    expect(new Set(outputs).size).toBe(180);
  });

  it.each(['paginated', 'legacy'] as const)('writes only records that decode (%s)', (historyMode) => {
    for (const line of write({ ...SMALL, historyMode }).lines)
      expect(decodeLine(line).kind, line).toBe('record');
  });

  it('shows the same in a legacy rollout of as many lines', () => {
    const { lines } = write({ ...SMALL, historyMode: 'legacy' });
    const kinds = lines.map((line) => payloadOf(line).type ?? '');
    expect(lines).toHaveLength(1_001);
    expect(kinds.filter((kind) => kind === 'exec_command_end')).toHaveLength(180);
    const shown = [
      'user_message',
      'agent_message',
      'agent_reasoning',
      'patch_apply_end',
      'mcp_tool_call_end',
      'exec_command_end',
    ];
    expect(kinds.filter((kind) => shown.includes(kind))).toHaveLength(360);
  });

  it('never lets two reasonings follow each other, which legacy reading would join', () => {
    const events = write({ turns: 5, items: 60, lines: 200, historyMode: 'legacy' })
      .lines.map(payloadOf)
      .flatMap(({ type }) =>
        type !== undefined && /_message|_end|agent_reasoning/.test(type) ? [type] : [],
      );
    expect(events).toContain('agent_reasoning');
    expect(events.join(' ')).not.toContain('agent_reasoning agent_reasoning');
  });

  it('is the same for the same seed', () => {
    expect(write(SMALL).lines).toEqual(write(SMALL).lines);
  });

  it('writes lines longer than its buffer', () => {
    const { report, lines } = write({ turns: 1, items: 4, lines: 14, outputBytes: 500_000 });
    expect(lines).toHaveLength(14);
    expect(report.bytes).toBeGreaterThan(1_000_000);
  });

  it('refuses sizes that do not fit', () => {
    expect(() => write({ turns: 10, items: 19, lines: 1_000 })).toThrow(RangeError);
    expect(() => write({ ...SMALL, lines: 900 })).toThrow(/at least 921 lines/);
    expect(write({ ...SMALL, lines: 921 }).lines).toHaveLength(921);
  });
});
