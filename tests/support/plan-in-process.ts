import { openDatabase } from '../../db/open.ts';
import { planDueSlots } from '../../src/changes/plan-slots.ts';

/** Plans what is due at each moment it is sent, in the record it is given, and says how many slots that were. */
const [url = ''] = process.argv.slice(2);
const db = await openDatabase(url);

process.on('message', (moment: string) => {
  void planDueSlots(db, Temporal.Instant.from(moment)).then(({ planned, missed }) =>
    process.send?.({ planned, missed: missed.length }),
  );
});
process.send?.('ready');
