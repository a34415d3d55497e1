import { readFileSync } from 'node:fs';
import type { Scraped } from './scrape.ts';

/** Every query of a Grafana dashboard. */
export function queriesOfDashboard(path: string): string[] {
  const found: string[] = [];
  JSON.parse(readFileSync(path, 'utf8'), (key, value: unknown) => {
    if (key === 'expr') found.push(String(value));
    return value;
  });
  return found;
}

/** The queries of the alert rules on a page. */
export function queriesOfRules(path: string): string[] {
  const [, yaml = ''] = /^```yaml\n([^]*?)^```/m.exec(readFileSync(path, 'utf8')) ?? [];
  return [...yaml.matchAll(/^\s+expr: (.+)$/gm)].map(([, query = '']) => query);
}

/** Labels that Prometheus itself adds, and `le`, which is on buckets alone. */
const OF_PROMETHEUS = new Set(['job', 'le']);

/** What a query asks for that isn't there: metrics, and labels of them. */
export function notThere(query: string, { values, types }: Omit<Scraped, 'text'>): string[] {
  const names = [...query.matchAll(/\b(?:summit|nodejs|process)_\w+/g)].map(([name]) => name);
  const missing = names.filter((name) => !isMetric(name, types));
  const labels = [
    ...[...query.matchAll(/([a-z_]+)\s*(?:=~|!=|!~|=)\s*"/g)].map(([, label = '']) => label),
    ...[...query.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/)),
  ].filter((label) => !OF_PROMETHEUS.has(label));
  const series = [...values.keys()].filter((what) => names.includes(/^\w+/.exec(what)?.[0] ?? ''));
  const unknown = labels.filter(
    (label) => !series.some((what) => new RegExp(`[{,]${label}="`).test(what)),
  );
  const nothing = names.length === 0 ? ['any metric'] : [];
  return [...missing, ...unknown, ...nothing].map((what) => `${what} in ${query}`);
}

function isMetric(name: string, types: ReadonlyMap<string, string>): boolean {
  const base = name.replace(/_(bucket|count|sum)$/, '');
  return types.has(name) || types.get(base) === 'histogram';
}
