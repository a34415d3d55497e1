import { asEntities } from '../src/messages/escape.ts';
import type { Workspace } from './world.ts';

/**
 * What a person typed, as Slack hands it to an app: `&`, `<` and `>` escaped, and names and
 * addresses turned into references.
 */
export function escapeTyped(typed: string, { people, channels, team }: Workspace): string {
  const escaped = asEntities(typed);
  return escaped
    .replaceAll(/(?<![\w/])https?:\/\/(?:(?!&[lg]t;)[^\s|])+/g, (address) => `<${address}>`)
    .replaceAll(/(?<![\w@])@([\w.-]+)/g, (all, handle: string) => {
      const person = people.find((one) => one.handle === handle.toLowerCase());
      if (person !== undefined) return `<@${person.id}>`;
      const group = team.groups.find((one) => one.handle === handle.toLowerCase());
      return group === undefined ? all : `<!subteam^${group.id}|@${group.handle}>`;
    })
    .replaceAll(/(?<![\w#/])#([\w-]+)/g, (all, name: string) => {
      const channel = channels.find((one) => one.name === name && one.kind !== 'direct');
      if (channel === undefined) return all;
      return `<#${channel.id}|${channel.kind === 'private' ? '' : channel.name}>`;
    });
}
