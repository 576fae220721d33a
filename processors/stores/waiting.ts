import { WaitingRequests } from '../../schemas/waiting-requests.generated.ts'
import { store } from '../../src/stream/define.ts'

/** By customer: campaigns that they enter once a document is approved. */
export const waiting = store({
  name: 'waiting',
  schema: WaitingRequests,
  expiry: 'none: a request without an expiry waits for as long as it takes; each customer has a limited number',
})
