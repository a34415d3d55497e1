import { beforeAll, expect, test } from 'vitest';
import type { Db } from '../../db/open.ts';
import { lastLineOf } from '../../db/logged-lines.ts';
import { checkMessage } from '../../sandbox/block-kit.ts';
import { ask } from '../support/ask.ts';
import { exampleDb } from '../support/db.ts';

let db: Db;
beforeAll(async () => {
  db = await exampleDb();
});

test('`share fentanyl` gives the card for everyone, and the last change it tells', async () => {
  const { share, issues, problem } = await ask(db, 'share fentanyl');
  expect(problem).toBeUndefined();
  expect(issues).toEqual(['fentanyl']);
  expect(share).toMatchObject({ agendaId: 'biden-xi-2023', key: 'fentanyl' });
  expect(share?.line).toBe(await lastLineOf(db, 'biden-xi-2023', 'fentanyl'));
  expect(share?.line).toBeGreaterThan(0);
  expect(share?.message.text).toContain('This card is kept current.');
});

test('a card says nothing that a day makes untrue', async () => {
  const later = Temporal.Instant.from('2027-01-01T12:00:00Z');
  const [now, then] = await Promise.all([
    ask(db, 'share fentanyl', { now: later }),
    ask(db, 'share fentanyl', { now: later.add({ hours: 24 * 40 }) }),
  ]);
  expect(then.share?.message).toEqual(now.share?.message);
});

test('the card of every issue can be edited for good', async () => {
  const { message } = await ask(db, 'list');
  const keys = [...message.text.matchAll(/`([a-z0-9-]+)`/g)].map(([, key = '']) => key);
  expect(keys.length).toBeGreaterThan(10);
  for (const key of keys) {
    const { share } = await ask(db, `share ${key}`);
    expect(checkMessage(share?.message ?? {}, 'update'), key).toEqual([]);
  }
});

test('one card tells of one issue', async () => {
  const { share, problem, message } = await ask(db, 'share fentanyl and taiwan');
  expect(share).toBeUndefined();
  expect(problem).toBe('usage');
  expect(message.text).toContain('/summit share taiwan');
  expect((await ask(db, 'share')).message.text).toContain('/summit share fentanyl');
  expect((await ask(db, 'share lunar bases')).share).toBeUndefined();
});

test('where there is no channel, it says where there is one', async () => {
  const { share, problem, message } = await ask(db, 'share fentanyl', { channelId: '' });
  expect(share).toBeUndefined();
  expect(problem).toBe('refused');
  expect(message.text).toContain('/summit share fentanyl');
});
