/** The tables of where Summit is installed. */
export interface InstallationTables {
  readonly installations: InstallationTable;
  readonly org_workspaces: OrgWorkspaceTable;
  readonly install_states: InstallStateTable;
  readonly agenda_workspaces: AgendaWorkspaceTable;
}

/** A workspace, or an organisation, that has Summit, or had it: the row stays, without its tokens. */
interface InstallationTable {
  /** `T…`, or `E…` where the whole organisation has it. */
  id: string;
  name: string;
  app_id: string;
  bot_user_id: string;
  /** What was granted, with commas between. */
  scopes: string;
  installed_by: string;
  installed_at: string;
  /** Sealed, as the next; null once Summit was removed. */
  token: string | null;
  /** Null for a token that lasts. */
  refresh_token: string | null;
  expires_at: string | null;
  ended_at: string | null;
  ended_because: string | null;
  /** Counts what happens to the tokens, leases of a refresh too: whoever read an older one changes nothing. */
  refresh_epoch: number;
  refresh_leased_until: string | null;
}

/** A workspace in which Summit works because its organisation has it. */
interface OrgWorkspaceTable {
  team_id: string;
  enterprise_id: string;
}

/** Somebody is being asked by Slack whether to install Summit. */
interface InstallStateTable {
  hash: string;
  browser_hash: string;
  until: string;
}

/** The workspace an agenda belongs to. */
interface AgendaWorkspaceTable {
  agenda_id: string;
  team_id: string;
}
