import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/metric-definitions.js';
import { PrometheusMetrics, prometheusText } from '../../src/metrics/prometheus-metrics.js';

describe('Prometheus text', () => {
  it('names every metric with its meaning and kind before anything was counted', async () => {
    const text = await prometheusText(new PrometheusMetrics());
    for (const [name, { kind, help }] of Object.entries(METRICS)) {
      expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`);
    }
  });

  it('adds counts up by their labels', async () => {
    const metrics = new PrometheusMetrics();
    metrics.count('threadloom_projection_total', { outcome: 'projected' });
    metrics.count('threadloom_projection_total', { outcome: 'projected' }, 2);
    metrics.count('threadloom_projection_total', { outcome: 'failed' });
    const lines = (await prometheusText(metrics)).split('\n');
    expect(lines).toContain('threadloom_projection_total{outcome="projected"} 3');
    expect(lines).toContain('threadloom_projection_total{outcome="failed"} 1');
  });

  it('puts values into the buckets of their metric', async () => {
    const metrics = new PrometheusMetrics();
    metrics.observe('threadloom_live_projection_seconds', {}, 0.004);
    const lines = (await prometheusText(metrics)).split('\n');
    expect(lines).toContain('threadloom_live_projection_seconds_bucket{le="0.0025"} 0');
    expect(lines).toContain('threadloom_live_projection_seconds_bucket{le="0.005"} 1');
    expect(lines).toContain('threadloom_live_projection_seconds_count 1');
  });

  it('of two listeners is their own', async () => {
    const [one, other] = [new PrometheusMetrics(), new PrometheusMetrics()];
    one.count('threadloom_compression_runs_total', { outcome: 'completed' });
    expect(await prometheusText(other)).not.toContain('outcome="completed"');
  });

  it('refuses what a metric is not', () => {
    const metrics = new PrometheusMetrics();
    expect(() => metrics.count('threadloom_live_projection_seconds', {})).toThrow('no counter');
    expect(() => metrics.observe('threadloom_projection_total', { outcome: 'x' }, 1)).toThrow('no histogram');
    expect(() => metrics.count('threadloom_projection_total', { colour: 'red' })).toThrow('colour');
  });
});

describe('metric names', () => {
  it.each(Object.entries(METRICS))('%s ends as its kind should', (name, { kind }) => {
    expect(name).toMatch(kind === 'counter' ? /^threadloom_[a-z_]+_total$/ : /^threadloom_[a-z_]+_seconds$/);
  });
});
