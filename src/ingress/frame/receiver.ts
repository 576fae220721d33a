import type { IngressContext } from '../../stream/define.ts'
import type { Complaints } from './complaints.ts'
import type { Endpoint, OpenEndpoint, Sender } from './endpoint.ts'
import type { Load } from './load.ts'

/** What the route of an endpoint works with. */
export interface Receiver {
  readonly endpoint: Endpoint
  readonly open: OpenEndpoint
  readonly context: IngressContext
  readonly load: Load
  readonly complaints: Complaints
}

/** What metrics call a request's source: its endpoint, and the sender where there are several. */
export const labelOf = ({ source }: Endpoint, sender: Sender | undefined) =>
  sender === undefined ? source : `${source}.${sender.name}`
