import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { readAgenda } from '../../db/agendas.ts';
import { findKeptCard, readCard } from '../../db/cards.ts';
import { listUntoldCards, readToldLine, type UntoldCard } from '../../db/live-cards.ts';
import { listLinesSince } from '../../db/logged-lines.ts';
import type { Db } from '../../db/open.ts';
import { sightedBy } from '../../db/sighted.ts';
import { recordVersion } from '../../db/version.ts';
import { rootOf } from '../agenda/annex.ts';
import { lastDayBegun } from '../agenda/days.ts';
import type { IssueCard } from '../agenda/record.ts';
import { letCardBe, noteTold } from '../changes/keep-card.ts';
import { noteShown } from '../changes/note-shown.ts';
import { changeNotice } from '../messages/change-notice.ts';
import { unescapeText } from '../messages/escape.ts';
import type { Message } from '../messages/message.ts';
import { peopleIn } from '../messages/named-people.ts';
import { sharedCard, takenBackCard, withheldCard } from '../messages/live-card.ts';
import type { House, Office } from './desk.ts';
import { logFailure } from './log.ts';
import { forAll, post } from './post.ts';

/** An issue that was left alone for as long as this is told: a burst of changes makes one notice. */
const QUIET_FOR = 5_000;
/** Longer than this nobody waits for quiet. */
const WAIT_AT_MOST = 30_000;
/** The first wait after a failure, in milliseconds; each one after it is twice as long. */
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 10 * 60_000;

/** What Slack says of a card that nobody can keep any more. */
const LOST = new Set([
  'cant_update_message',
  'channel_not_found',
  'edit_window_closed',
  'is_archived',
  'is_inactive',
  'message_not_found',
  'not_in_channel',
]);

/** How often something failed, and until when it is left alone. */
interface Wait {
  readonly failures: number;
  readonly until: Temporal.Instant;
}

/** What came of telling a card. */
type Told =
  | { readonly kind: 'told' }
  /** This card has to wait. */
  | { readonly kind: 'stuck' }
  /** All of the workspace have to wait: for as many milliseconds as Slack says, if it says. */
  | { readonly kind: 'wait'; readonly milliseconds: number | null };

/**
 * Keeps the cards that were shared with channels current, whoever changes an issue: this
 * process, the terminal, or somebody while Summit was away.
 */
export class LiveCards {
  readonly #house: House;
  readonly #officeIn: (teamId: string) => Promise<Office | null>;
  /** The record in which every card tells all there is; null while some don't. */
  #allToldIn: string | null = null;
  readonly #stuck = new Map<string, Wait>();
  readonly #everyone = new Map<string, Wait>();

  constructor(house: House, officeIn: (teamId: string) => Promise<Office | null>) {
    this.#house = house;
    this.#officeIn = officeIn;
  }

  /** Looks once which cards have something to tell by now, and has them tell it. */
  async look(isStopping: () => boolean): Promise<void> {
    const version = await recordVersion(this.#house.db);
    if (version !== null && version === this.#allToldIn) return;

    const untold = await listUntoldCards(this.#house.db);
    this.#allToldIn = untold.length === 0 ? version : null;
    for (const card of untold) {
      if (isStopping()) return;
      const { teamId } = card;
      if (!this.#isDue(card) || this.#mustWait(this.#everyone.get(teamId))) continue;
      if (this.#mustWait(this.#stuck.get(nameOf(card)))) continue;
      const office = await this.#officeIn(teamId);
      if (office === null) continue;
      const told = await this.#tell(office, card);
      if (told.kind === 'wait') {
        const wait = this.#waitAfter(this.#everyone.get(teamId), told.milliseconds);
        this.#everyone.set(teamId, wait);
        continue;
      }
      this.#everyone.delete(teamId);
      if (told.kind === 'told') this.#stuck.delete(nameOf(card));
      else {
        this.#stuck.set(nameOf(card), this.#waitAfter(this.#stuck.get(nameOf(card)), null));
      }
    }
  }

  /** Once it is quiet. A change from a clock that is ahead of ours waits for nothing. */
  #isDue({ firstAt, lastAt }: UntoldCard): boolean {
    const now = this.#house.now().epochMilliseconds;
    const sinceLast = now - Temporal.Instant.from(lastAt).epochMilliseconds;
    const sinceFirst = now - Temporal.Instant.from(firstAt).epochMilliseconds;
    return sinceLast < 0 || sinceLast >= QUIET_FOR || sinceFirst >= WAIT_AT_MOST;
  }

  #mustWait(wait: Wait | undefined): boolean {
    return wait !== undefined && Temporal.Instant.compare(this.#house.now(), wait.until) < 0;
  }

  #waitAfter(before: Wait | undefined, asked: number | null): Wait {
    const failures = (before?.failures ?? 0) + 1;
    const own = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1));
    return { failures, until: this.#house.now().add({ milliseconds: asked ?? own }) };
  }

  async #tell(office: Office, card: UntoldCard): Promise<Told> {
    const { db, now: clock } = this.#house;
    const sight = await office.sights.ofChannel(card);
    if (sight === null) return this.#unheard(card, null);
    if ('refused' in sight) return this.#refused(card, sight.refused);
    const seen = await sightedBy(db, sight);
    const [agendaId, key] = [rootOf(card.agendaId), card.key];
    // First, so that the card below tells at least as much.
    const changes = await listLinesSince(seen, agendaId, key, card.toldLine);
    const now = sight.marking === null ? null : await findKeptCard(seen, agendaId, key);
    if (now === null) {
      const isThere = (await findKeptCard(db, card.agendaId, key)) !== null;
      return this.#end(office, card, isThere ? withheldCard() : takenBackCard(key));
    }

    const message = await this.#cardNow(seen, { agendaId, key });
    const place = { by: card.channelId, teamId: card.teamId, place: card.channelId };
    await noteShown(seen, { ...place, how: 'posted' }, () => [unescapeText(message.text)], clock());
    const shown = await this.#edit(office, card, message);
    if (shown.kind !== 'told') return shown;
    // Noted before it is posted: a crash in between loses the notice, and the card itself says
    // where the issue stands; the other way round a channel would be told the same twice.
    if (!(await noteTold(db, card, changes.last))) {
      // Another replica told it meanwhile, and what was shown here may have come after what it showed.
      const toldLine = await readToldLine(db, card);
      return toldLine === null ? shown : this.#tell(office, { ...card, toldLine });
    }
    if (changes.lines.length === 0) return shown;
    const told = { key, changes, partyNames: partiesOf(now), names: new Map<string, string>() };
    const names = await office.names.of(peopleIn(changeNotice(told)));
    const spot = { channelId: card.channelId, threadTs: card.ts };
    await post(office, spot, changeNotice({ ...told, names }));
    return shown;
  }

  async #cardNow(
    db: Db,
    { agendaId, key }: Pick<UntoldCard, 'agendaId' | 'key'>,
  ): Promise<Message> {
    const today = lastDayBegun(this.#house.now());
    const agenda = await readAgenda(db, agendaId);
    const card = await readCard(db, agenda, key, today);
    return sharedCard({ agenda, key, card, today });
  }

  async #end(office: Office, card: UntoldCard, instead: Message): Promise<Told> {
    const shown = await this.#edit(office, card, instead);
    if (shown.kind === 'told') await letCardBe(this.#house.db, card);
    return shown;
  }

  /** Once a card can't be edited any more, it is let go of. */
  async #edit(office: Office, card: UntoldCard, message: Message): Promise<Told> {
    const { slack } = office;
    const { text, blocks, parse } = await forAll(office, message);
    try {
      await slack.chat.update({ channel: card.channelId, ts: card.ts, text, blocks, parse });
      return { kind: 'told' };
    } catch (error) {
      if (error instanceof WebAPIRateLimitedError) {
        return { kind: 'wait', milliseconds: error.retryAfter * 1000 };
      }
      return error instanceof WebAPIPlatformError
        ? this.#refused(card, error.data.error)
        : this.#unheard(card, error);
    }
  }

  #unheard({ teamId }: UntoldCard, error: unknown): Told {
    const { log } = this.#house;
    if (!this.#everyone.has(teamId)) log.warn({ err: error }, 'A card could not be kept current');
    return { kind: 'wait', milliseconds: null };
  }

  async #refused(card: UntoldCard, error: string): Promise<Told> {
    const { log, db } = this.#house;
    if (LOST.has(error)) {
      log.info({ error }, 'A card in a channel is kept current no longer');
      await letCardBe(db, card);
      return { kind: 'told' };
    }
    if (!this.#stuck.has(nameOf(card))) logFailure(log, 'keeping a card current', { error });
    return { kind: 'stuck' };
  }
}

function nameOf({ teamId, channelId, ts }: UntoldCard): string {
  return `${teamId} ${channelId} ${ts}`;
}

function partiesOf({ positions, owners }: IssueCard): Map<string, string> {
  return new Map(
    [...positions, ...owners].map(({ party }) => [party.id, party.short ?? party.name]),
  );
}
