/** What the rooms tell the metrics port while they work. */
import { appendFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PrometheusMetrics, prometheusText } from '../../src/metrics/prometheus-metrics.js';
import { faultyFileSystem } from '../support/faulty-file-system.js';
import { useLiveLab } from '../support/live-lab.js';
import { asked, LIVE_ID, turnStarted } from '../support/live-records.js';
import { useTempFolder } from '../support/temp-folder.js';

const openLab = useLiveLab(useTempFolder());

async function linesOf(metrics: PrometheusMetrics): Promise<string[]> {
  return (await prometheusText(metrics)).split('\n').filter((line) => /^threadloom_[a-z_]+total/.test(line));
}

it('a live thread tells what it opened, wrote and projected, and how long rows took', async () => {
  const metrics = new PrometheusMetrics();
  const lab = await openLab(metrics);
  const thread = lab.create({ sampleEvery: 1 });
  thread.append([turnStarted('t'), asked('t', 'one', 'When?')]);
  await thread.projected();
  const text = await prometheusText(metrics);
  expect(text).toContain('threadloom_live_projection_seconds_count 1');
  const lines = text.split('\n');
  expect(lines).toContain('threadloom_live_threads_total{history_mode="paginated",how="created"} 1');
  expect(lines).toContain('threadloom_projection_total{outcome="projected"} 1');
  expect(text).toMatch(/threadloom_rollout_bytes_total\{disposition="persisted".*item="UserMessage"\} \d+/);
});

it('an append that fails is told by its code', async () => {
  const metrics = new PrometheusMetrics();
  const lab = await openLab(metrics);
  const fs = faultyFileSystem();
  const thread = lab.create({ fs });
  fs.fault = { kind: 'error', code: 'ENOSPC', at: fs.calls.length };
  expect(() => thread.append([turnStarted('t')])).toThrow();
  expect(await linesOf(metrics)).toContain('threadloom_rollout_append_failures_total{code="disk_full"} 1');
});

it('what a projection finds wrong is told once, by kind', async () => {
  const metrics = new PrometheusMetrics();
  const lab = await openLab(metrics);
  const thread = lab.create();
  thread.append([turnStarted('t')]);
  await thread.close();
  appendFileSync(thread.path, '{"torn\nnot JSON\n{"timestamp":"2026-03-02T09:00:00.000Z","type":"tide"}\n');
  await lab.projector.prepareThread(LIVE_ID);
  const before = await linesOf(metrics);
  await lab.projector.prepareThread(LIVE_ID);
  const lines = await linesOf(metrics);
  expect(lines).toContain('threadloom_projection_anomalies_total{kind="malformed_json"} 2');
  expect(lines).toContain('threadloom_projection_anomalies_total{kind="unknown_line"} 1');
  const told = lines.filter((line) => !before.includes(line));
  expect(told).toEqual([expect.stringContaining('threadloom_projection_total{outcome="unchanged"}')]);
});

it('a projection that fails is told', async () => {
  const metrics = new PrometheusMetrics();
  const lab = await openLab(metrics);
  lab.database.writer.exec('drop table thread_turns');
  const thread = lab.create();
  thread.append([turnStarted('t')]);
  await expect(thread.projected()).rejects.toThrow('thread_turns');
  expect((await linesOf(metrics)).join()).toMatch(/threadloom_projection_total\{outcome="failed"\} \d/);
});
