/** An instant as text that sorts by time: always to the millisecond, in UTC. */
export function stamp(at: Temporal.Instant): string {
  return at.toString({ smallestUnit: 'millisecond' });
}
