import { PushReactions } from '../../schemas/push-reactions.generated.ts'
import { days, store } from '../../src/stream/define.ts'

/** By customer: how they react to pushes, and until when none is sent. */
export const pushReactions = store({
  name: 'push-reactions',
  schema: PushReactions,
  expiry: { afterMs: days(60) },
})
