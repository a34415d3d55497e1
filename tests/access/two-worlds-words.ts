/** The same numbers for the same seed. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed % 2_147_483_647 || 1;
  }

  below(limit: number): number {
    this.#state = (this.#state * 48_271) % 2_147_483_647;
    return this.#state % limit;
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('Nothing to choose from');
    return item;
  }
}

const STATUSES = ['proposed', 'in talks', 'agreed', 'stalled', 'suspended', 'off table'];
const SECRETS = ['Falcon', 'Nightjar', 'Osprey', 'Kestrel', 'Merlin', 'Harrier'];

/** What somebody may say who adds what only insiders see; `keys` are those of what they alone see. */
export function insideWords(dice: Dice, keys: readonly string[]): string {
  const secret = dice.of(SECRETS);
  const own = dice.of(keys.length > 0 ? keys : [secret]);
  const issue = dice.of(['grain', 'fish', 'ai-talks', 'cables', 'steel', own, own]);
  const day = `2026-0${1 + dice.below(5)}-1${dice.below(9)}`;
  const status = dice.of(STATUSES);
  const said = [
    `add ${secret} pact${dice.below(9)} category:tension aliases:"opium, ${secret}"`,
    `add Grain exports anyway:yes`,
    `update ${issue} ${status} because ${secret} told on:${day}`,
    `update ${issue} ${status} because ${secret} told`,
    `note ${issue} ${secret} heard it source:https://${secret}.example.org/a`,
    `source ${issue} https://www.example.org/${dice.below(5)}`,
    'undo',
    `status ${issue}`,
    'list',
    `history ${issue}`,
  ];
  // What they do to what everyone sees would be seen by everyone.
  const done = [
    `alias ${own} = opium${dice.below(9)}`,
    `owner ${own} me`,
    `watch ${own}`,
    `remind ${own} in 1 hour`,
    `remind ${own} every 1 days`,
    `mark ${own} RED`,
    `mark ${own} AMBER+STRICT`,
    `share ${own}`,
    `digest mute ${own}`,
  ];
  return dice.of(keys.length > 0 ? [...said, ...done] : said);
}

/** What somebody may say who sees none of it, and knows some of its names, keys and ids all the same. */
export function outsideWords(dice: Dice, secrets: readonly string[]): string {
  const secret = dice.of(secrets);
  const issue = dice.of(['grain', 'fish', 'ai-talks', 'cables', 'steel', 'pact', secret, secret]);
  const day = `2026-0${1 + dice.below(5)}-1${dice.below(9)}`;
  const status = dice.of(STATUSES);
  return dice.of([
    `status ${issue}`,
    `status ${issue} as-of:${day}`,
    'status',
    `status as-of:${day}`,
    issue,
    `history ${issue}`,
    `search ${issue}`,
    `search ${dice.of(['told', 'heard', 'opium', 'example', 'pact'])}`,
    'list',
    `list status:${status.replace(' ', '-')}`,
    'list owner:me',
    'list page:2',
    `changes since:${day}`,
    'changes',
    `add ${dice.of(SECRETS)} pact${dice.below(9)}`,
    `add ${secret.split('~')[0]}`,
    `update ${issue} ${status} because told on:${day}`,
    `update ${issue} ${status}`,
    `note ${issue} heard nothing`,
    `source ${issue} https://www.example.org/${dice.below(5)}`,
    `withdraw ${secret}`,
    `withdraw ${issue} on:${day}`,
    'undo',
    `alias ${issue} = opium${dice.below(9)}`,
    `alias ${issue}`,
    `position ${issue} north wants more`,
    `owner ${issue} me`,
    `owner ${issue}`,
    `watch ${issue}`,
    `unwatch ${issue}`,
    `remind ${issue} in 1 hour`,
    'remind',
    `share ${issue}`,
    'digest preview',
    'digest',
    'digest daily 09:00',
    `digest mute ${issue}`,
    'agenda',
    'access',
    'help',
    `mark ${issue}`,
    `mark ${dice.of(['grain', 'fish', 'steel'])} ${dice.of(['AMBER', 'RED', 'GREEN'])}`,
    'ceiling',
  ]);
}
