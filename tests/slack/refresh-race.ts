import { pino } from 'pino';
import { closeDatabase, type Db, openDatabase } from '../../db/open.ts';
import { teamFrom } from '../../sandbox/people.ts';
import { startSlack } from '../../sandbox/slack.ts';
import { keepInstallation } from '../../src/changes/keep-installation.ts';
import { createSlackClient } from '../../src/slack/clients.ts';
import { Installations } from '../../src/slack/installations.ts';
import { sealedTokens } from '../../src/slack/sealed-tokens.ts';
import { TokenSeal } from '../../src/slack/token-seal.ts';
import { freshDatabase } from '../support/db.ts';

const ALPHA = teamFrom({ id: 'T0ALPHA', people: { U0ANN: 'Ann' } });
const KEYS = [{ id: 'a', key: Buffer.alloc(32, 'a').toString('base64') }];
const RUNNERS = 6;

/** What came of a race for a refresh, so many times. */
export interface Race {
  readonly done: number;
  /** Refresh tokens that were used a second time. */
  readonly refused: number;
  /** Runners that were left without a token. */
  readonly empty: number;
  /** Runners that ended with another token than the rest of the last round. */
  readonly different: number;
}

/** Several with connections of their own, as so many processes have, want the same token refreshed at once. */
export async function raceForRefresh(rounds: number): Promise<Race> {
  let now = Temporal.Instant.from('2026-05-04T12:00:00Z');
  const slack = await startSlack({ teams: [ALPHA], tokensRotate: true, now: () => now });
  const url = `sqlite:${freshDatabase()}`;
  const seal = new TokenSeal(KEYS);
  const log = pino({ level: 'silent' });
  const oauth = { clientId: slack.clientId, clientSecret: slack.clientSecret, publicUrl: '' };
  const dbs = await Promise.all(Array.from({ length: RUNNERS }, async () => openDatabase(url)));
  const nobody = createSlackClient({ botToken: null, slackApiUrl: slack.apiUrl }, log);
  const ahead = Temporal.Duration.from({ hours: 2 });
  const runners = dbs.map(
    (db) => new Installations({ db, now: () => now, log, seal, oauth, nobody, ahead }),
  );
  await install(dbs[0], seal, slack.tokens.issue(ALPHA.id, true), now);

  let empty = 0;
  let different = 0;
  for (let round = 0; round < rounds; round += 1) {
    // Now and then it has expired by then, and whoever comes second has to wait.
    now = now.add({ hours: round % 2 === 0 ? 11 : 13 });
    await Promise.all(
      runners.flatMap((runner) => [runner.refreshDue(() => false), runner.of(WHERE)]),
    );
    const tokens = await Promise.all(
      runners.map(async (runner) => (await runner.of(WHERE))?.botToken),
    );
    empty += tokens.filter((token) => token === null || token === undefined).length;
    different += new Set(tokens).size - 1;
  }
  const { done, refused } = slack.oauth.refreshes;
  await Promise.all([slack.stop(), ...dbs.map(closeDatabase)]);
  return { done, refused, empty, different };
}

const WHERE = { teamId: ALPHA.id, enterpriseId: null };

async function install(
  db: Db | undefined,
  seal: TokenSeal,
  issued: Parameters<typeof sealedTokens>[2],
  at: Temporal.Instant,
): Promise<void> {
  if (db === undefined) throw new Error('There is no runner');
  const about = { name: 'Alpha', appId: 'A0', botUserId: 'U0', scopes: '', by: 'U0ANN' };
  const tokens = sealedTokens(seal, ALPHA.id, issued, at);
  await keepInstallation(db, { id: ALPHA.id, ...about, at, tokens });
}
