import { PollOrder } from '../../schemas/poll-order.generated.ts'
import { auditRecord } from './audit.ts'
import { publish } from './publish.ts'
import { Refused } from './refused.ts'
import { iso } from './times.ts'
import type { VerbContext } from './verb-context.ts'

export type Asked = Pick<PollOrder, 'what' | 'from'>

/** Asks a poller for something. Rejects with Refused where there is no such poller. */
export async function orderPoll(context: VerbContext, source: string, { what, from }: Asked): Promise<boolean> {
  const { topology, codec, clock, by, nameOf, say } = context
  const poller = topology.pollers.find(({ name }) => name === source)
  if (!poller)
    throw new Refused(
      `there is no source ${source} that is polled; there are ${topology.pollers.map(({ name }) => name).join(', ')}`,
    )
  const at = clock.now()
  const value = codec.encode(PollOrder, { what, from, by, at })
  const record = { key: null, value, headers: [], timestamp: at }
  const order = { topic: nameOf(poller.orders), partition: 0, record }
  const details = { what, ...(from !== null && { from: iso(from) }) }
  await publish(context, [order, auditRecord(context, { action: 'poll', target: source, details })])
  say(`${source} is asked: ${words[what]}`)
  say(`Whichever process polls ${source} follows at once; /readyz and the metrics signalbox_poll_… say how far it is.`)
  return true
}

const words: Readonly<Record<PollOrder['what'], string>> = {
  poll: 'a round begins at once.',
  reconcile: 'the next round compares everything; what is missing twice is told as deleted, however much it is.',
  readFrom: 'changes since then are read again; what is known already is not told again.',
}
