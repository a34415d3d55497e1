/** What Prometheus would read at an address: each value by its name and labels as they stand there. */
export interface Scraped {
  readonly text: string;
  readonly values: ReadonlyMap<string, number>;
  /** What each metric is, by its name. */
  readonly types: ReadonlyMap<string, string>;
}

export async function scrape(address: string): Promise<Scraped> {
  const answer = await fetch(`${address}/metrics`);
  if (answer.status !== 200) throw new Error(`/metrics answered ${answer.status}`);
  const text = await answer.text();
  const lines = text.split('\n').filter((line) => line !== '');
  const values = new Map<string, number>();
  const types = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', type = ''] = /^# TYPE (\w+) (\w+)$/.exec(line) ?? [];
    if (name !== '') types.set(name, type);
    if (line.startsWith('#')) continue;
    const [, what, value] = /^(\w+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? [];
    if (what === undefined) throw new Error(`No line of Prometheus: ${line}`);
    values.set(what, Number(value));
  }
  return { text, values, types };
}
