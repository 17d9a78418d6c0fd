import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/events/decode-line.js';
import {
  bareRollout,
  rollout,
  sampleHome,
  writeCodexHome,
  writeSampleHome,
} from '../../src/testing/index.js';

const NOW = new Date('2026-04-01T12:00:00Z');
const entries = sampleHome({ now: NOW });
const text = (index: number) => Buffer.from(entries[index]?.rollout.bytes() ?? []).toString('utf8');
const metas = entries.map((_, index) => JSON.parse(text(index).split('\n')[0] ?? ''));

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'sample-home-'));
});
afterAll(() => rmSync(home, { recursive: true }));

describe('sampleHome', () => {
  it('is deterministic and moves with the date', () => {
    const bytes = (of: typeof entries) => Buffer.concat(of.map(({ rollout }) => rollout.bytes()));
    expect(bytes(sampleHome({ now: NOW })).equals(bytes(entries))).toBe(true);
    const later = sampleHome({ now: new Date('2026-05-01T12:00:00Z') });
    expect(later[0]?.rollout.startedAt().getTime()).toBe(
      (entries[0]?.rollout.startedAt().getTime() ?? 0) + 30 * 86_400_000,
    );
  });

  it('has ten files of nine threads, each of its own', () => {
    const threads = metas.map((meta) => meta.payload?.id ?? meta.id);
    expect(entries).toHaveLength(10);
    expect(new Set(threads).size).toBe(9);
    expect(new Set(entries.map(({ rollout }) => rollout.fileName())).size).toBe(10);
  });

  it('has every flavour', () => {
    const payloads = metas.flatMap((meta) => meta.payload ?? []);
    expect(payloads.filter((meta) => meta.history_mode === 'legacy')).toHaveLength(1);
    expect(payloads.filter((meta) => meta.forked_from_id)).toHaveLength(1);
    expect(payloads.filter((meta) => meta.history_base && !meta.forked_from_id)).toHaveLength(1);
    expect(payloads.filter((meta) => meta.parent_thread_id)).toHaveLength(1);
    expect(metas.filter((meta) => meta.payload === undefined)).toHaveLength(1);
    expect(entries.filter(({ archived }) => archived)).toHaveLength(1);
  });

  it('decodes but for one torn line and the bare rollout', () => {
    const odd = entries.flatMap((_, index) =>
      text(index)
        .split('\n')
        .filter((line) => line !== '' && metas[index].payload && decodeLine(line).kind !== 'record'),
    );
    expect(odd).toHaveLength(1);
    expect(() => JSON.parse(odd[0] ?? '')).toThrow();
  });

  it('cuts fork and revert where a line of their base ends', () => {
    for (const meta of metas) {
      const base = meta.payload?.history_base;
      if (!base) continue;
      const index = entries.findIndex(({ rollout }) =>
        rollout.fileName().endsWith(`${base.thread_id}.jsonl`),
      );
      const prefix = Buffer.from(entries[index]?.rollout.bytes() ?? [])
        .subarray(0, base.end_byte_offset)
        .toString('utf8');
      expect(prefix.endsWith('\n')).toBe(true);
      expect(prefix.split('\n')).toHaveLength(base.end_ordinal_exclusive + 1);
    }
  });
});

describe('writeCodexHome', () => {
  it('lays active rollouts out by date and archived ones flat, with their times', () => {
    const paths = writeSampleHome({ home, now: NOW });
    const [first] = paths;
    const archived = paths.at(-1) ?? '';
    expect(first).toMatch(/\/sessions\/2026\/03\/06\/rollout-2026-03-06T09-12-40-[0-9a-f-]{36}\.jsonl$/);
    expect(readdirSync(join(home, 'archived_sessions'))).toHaveLength(1);
    expect(archived).toContain('/archived_sessions/rollout-');
    for (const [index, path] of paths.entries()) {
      const rollout = entries[index]?.rollout;
      expect(readFileSync(path).equals(rollout?.bytes() ?? Buffer.of())).toBe(true);
      // File systems keep a time as a fraction of seconds.
      expect(Math.round(statSync(path).mtimeMs)).toBe(rollout?.updatedAt().getTime());
    }
  });

  it('replaces a file of the same name', () => {
    const thread = rollout({ seed: 9 }).sessionMeta();
    writeCodexHome({ home, entries: [{ rollout: thread }] });
    const [path = ''] = writeCodexHome({ home, entries: [{ rollout: thread.blank() }] });
    expect(readFileSync(path, 'utf8')).toBe(thread.text());
  });
});

describe('bareRollout', () => {
  it('writes lines without envelope', () => {
    const lines = bareRollout({ threadId: 'id-1' }).state().user('hi').shell('ls', { output: 'a\n' }).lines();
    expect(lines.slice(0, 3)).toEqual([
      '{"id":"id-1","timestamp":"2025-08-19T08:25:08.114Z","instructions":null,"git":{}}',
      '{"record_type":"state"}',
      '{"type":"message","id":null,"role":"user","content":[{"type":"input_text","text":"hi"}]}',
    ]);
    expect(JSON.parse(JSON.parse(lines[4] ?? '').output)).toEqual({
      output: 'a\n',
      metadata: { exit_code: 0, duration_seconds: 0.2 },
    });
  });
});
