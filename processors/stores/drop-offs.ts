import { DropOffs } from '../../schemas/drop-offs.generated.ts'
import { days, store } from '../../src/stream/define.ts'

/** By customer: the journeys they left and have not gone on with. Sixty days: longer than anybody is nudged. */
export const dropOffs = store({
  name: 'drop-offs',
  schema: DropOffs,
  expiry: { afterMs: days(60) },
})
