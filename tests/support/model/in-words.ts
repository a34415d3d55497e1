import { STATUSES, type StatusKey } from '../../../src/agenda/status.ts';
import type { IssueKey } from './requests.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `2026-05-04` as people read it. */
export function dayInWords(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

export function labelOf(status: StatusKey): string {
  return STATUSES.find(({ key }) => key === status)?.label ?? '';
}

export function titleOf(issue: IssueKey): string {
  return { wheat: 'Wheat', steel: 'Steel quotas', visas: 'Visas', lumber: 'Lumber' }[issue];
}
