import { setTimeout as sleep } from 'node:timers/promises'
import { DeliveryResolution } from '../../../schemas/delivery-resolution.generated.ts'
import type { Sink } from '../../stream/define.ts'
import { auditRecord } from '../audit.ts'
import { bounds } from '../bounds.ts'
import { printable } from '../printing.ts'
import { publish } from '../publish.ts'
import { Refused } from '../refused.ts'
import { iso, since } from '../times.ts'
import type { VerbContext } from '../verb-context.ts'
import { controlDeletion, controlRow, ordersOf, resolutionKey } from './control.ts'
import { destinationOf } from './destination.ts'
import { openDeliveriesOf, type OpenDelivery } from './open-deliveries.ts'

export interface Resolving {
  readonly deliveryId: string
  readonly destination: string
  readonly as: DeliveryResolution['as']
  readonly yes: boolean
  /** How long to wait for a process to follow, ms. */
  readonly waitMs: number
}

const askEveryMs = 250

const effects = {
  delivered: 'it counts as delivered, and its receipt says who said so',
  resend: 'it is sent again; if it had arrived after all, it arrives twice',
  drop: 'it is never sent, and its receipt says who said so',
}

/** Says what became of a command that is in doubt, and waits for a process to follow. Rejects with Refused where it is not in doubt. */
export async function resolve(context: VerbContext, resolving: Resolving): Promise<boolean> {
  const { topology, clock, by, say, confirm } = context
  const { deliveryId, destination, as } = resolving
  const sink = destinationOf(topology, destination)
  const found = await findInDoubt(context, sink, deliveryId)
  const key = resolutionKey(destination, deliveryId)
  const told = (await ordersOf(context)).resolutions.get(key)
  say(
    `${printable(deliveryId)} of subject ${printable(found.subject)}: ${printable(found.reason ?? 'no reason known')}`,
  )
  if (told)
    say(
      `${printable(told.by)} said ${told.as} ${since(told.at, clock.now())}, which is not followed yet: this takes its place`,
    )
  say(`as ${as}: ${effects[as]}`)
  if (!resolving.yes && !(await confirm('Go on?'))) throw new Refused('nothing was done')
  const from = await endOfControl(context)
  const at = clock.now()
  const row = controlRow(context, key, DeliveryResolution, { destination, deliveryId, as, by, at })
  await publish(context, [
    row,
    auditRecord(context, { action: 'resolve', target: destination, details: detailsOf(found, as) }),
  ])
  say(await followed(context, sink, resolving, from))
  return true
}

const detailsOf = ({ deliveryId, eventId, subject, state, since: at, reason }: OpenDelivery, as: string) => ({
  deliveryId,
  as,
  eventId,
  subject,
  state,
  since: iso(at),
  reason: reason ?? '',
})

async function findInDoubt(context: VerbContext, sink: Sink, deliveryId: string): Promise<OpenDelivery> {
  const found = (await openDeliveriesOf(context, sink)).find(one => one.deliveryId === deliveryId)
  if (!found)
    throw new Refused(
      `${printable(deliveryId)} is not in doubt at ${sink.name}; signalbox in-doubt list --destination ${sink.name} says what is`,
    )
  if (found.state === 'waiting')
    throw new Refused(
      `${printable(deliveryId)} waits for a process that delivers to ${sink.name}: it will be called again or be in doubt then. Start one, and look again`,
    )
  return found
}

/** Says what became of it. What was settled otherwise meanwhile is taken back, so that nobody follows it later. */
async function followed(context: VerbContext, sink: Sink, resolving: Resolving, from: number): Promise<string> {
  const { deliveryId, destination, as, waitMs } = resolving
  const key = resolutionKey(destination, deliveryId)
  const done = `done: a process that delivers to ${destination} has followed it`
  for (const deadline = performance.now() + waitMs; performance.now() < deadline;) {
    if (await isDeletedSince(context, key, from)) return done
    await sleep(askEveryMs)
  }
  const open = (await openDeliveriesOf(context, sink)).some(one => one.deliveryId === deliveryId)
  if (await isDeletedSince(context, key, from)) return done
  if (open)
    return `noted, but no process that delivers to ${destination} has followed it within ${Math.round(waitMs / 1_000)} s: none runs, or none is ready. It will be when one is; until then, resolve can be said again`
  await publish(context, [controlDeletion(context, key)])
  return `it is not in doubt any more: it was settled otherwise before anybody could follow "${as}", which was taken back. Its receipt in delivery.receipts says how`
}

async function isDeletedSince(context: VerbContext, key: string, from: number): Promise<boolean> {
  const { deletions, resolutions } = await ordersOf(context)
  return !resolutions.has(key) && (deletions.get(key) ?? -1) >= from
}

async function endOfControl({ cluster, topology, nameOf }: VerbContext): Promise<number> {
  const [end] = await bounds(cluster, [{ topic: nameOf(topology.control), partition: 0 }], 'end')
  return end?.offset ?? 0
}
