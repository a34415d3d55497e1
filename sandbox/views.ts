import type { View } from '@slack/types';
import { randomBytes } from 'node:crypto';
import { nameView } from './name-parts.ts';
import { APP, type Team } from './people.ts';
import type { OpenView, ViewState } from './protocol.ts';
import type { Workspace } from './world.ts';

const MOST_STACKED = 3;

/** A view as Slack keeps it and sends it back. */
export interface StoredView {
  readonly id: string;
  readonly userId: string;
  readonly hash: string;
  readonly view: View;
  readonly rootId: string;
  readonly previousId: string | null;
}

/** Every person's open modals and Home tab. */
export class Views {
  readonly #workspace: Workspace;
  readonly #stacks = new Map<string, StoredView[]>();
  readonly #homes = new Map<string, StoredView>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get open(): readonly OpenView[] {
    return [...this.#stacks.values()].flat().map(({ userId, id, view }) => ({ userId, id, view }));
  }

  /** Opens a modal, in place of any that person had open. */
  start(userId: string, view: View): StoredView {
    const stored = newView(userId, view, null);
    this.#stacks.set(userId, [stored]);
    this.#tell();
    return stored;
  }

  /** Null when the stack is full, or nothing is open to stack it on. */
  push(userId: string, view: View): StoredView | null {
    const stack = this.#stacks.get(userId) ?? [];
    const below = stack.at(-1);
    if (below === undefined || stack.length >= MOST_STACKED) return null;
    const stored = newView(userId, view, below);
    stack.push(stored);
    this.#tell();
    return stored;
  }

  replace(old: StoredView, view: View): StoredView {
    const stored = { ...old, hash: newHash(), view: nameView(view) };
    const stack = this.#stacks.get(old.userId) ?? [];
    const index = stack.findIndex(({ id }) => id === old.id);
    if (index >= 0) stack[index] = stored;
    this.#tell();
    return stored;
  }

  publish(userId: string, view: View): StoredView {
    const stored = { ...newView(userId, view, null), id: this.#homes.get(userId)?.id ?? newId() };
    this.#homes.set(userId, stored);
    this.#workspace.publishHome(userId, { ...stored.view, id: stored.id });
    return stored;
  }

  /** By its own id, or by the name the app gave it. */
  find(id: string): StoredView | undefined {
    return this.#all().find((stored) => stored.id === id || stored.view.external_id === id);
  }

  home(userId: string): StoredView | undefined {
    return this.#homes.get(userId);
  }

  /** Closes the top one and shows the one below. */
  close(stored: StoredView): void {
    const stack = this.#stacks.get(stored.userId) ?? [];
    this.#stacks.set(
      stored.userId,
      stack.filter(({ id }) => id !== stored.id),
    );
    this.#tell();
  }

  clear(userId: string): void {
    this.#stacks.delete(userId);
    this.#tell();
  }

  #all(): StoredView[] {
    return [...[...this.#stacks.values()].flat(), ...this.#homes.values()];
  }

  #tell(): void {
    this.#workspace.emit({ kind: 'views', views: this.open });
  }
}

/** A view with everything Slack adds when it sends one to the app. */
export function describeView(team: Team, stored: StoredView, values: ViewState = {}): object {
  const { view } = stored;
  return {
    id: stored.id,
    team_id: team.id,
    app_id: APP.id,
    app_installed_team_id: team.id,
    bot_id: team.bot.id,
    title: null,
    close: null,
    submit: null,
    callback_id: '',
    private_metadata: '',
    clear_on_close: false,
    notify_on_close: false,
    external_id: '',
    ...view,
    state: { values },
    hash: stored.hash,
    root_view_id: stored.rootId,
    previous_view_id: stored.previousId,
  };
}

function newView(userId: string, view: View, below: StoredView | null): StoredView {
  const id = newId();
  return {
    id,
    userId,
    hash: newHash(),
    view: nameView(view),
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
  };
}

function newId(): string {
  return `V${randomBytes(6).toString('hex').toUpperCase()}`;
}

function newHash(): string {
  return `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`;
}
