import type { DeliveryResolution } from '../../../schemas/delivery-resolution.generated.ts'
import { counted, jsonLine, printable } from '../printing.ts'
import { iso, since } from '../times.ts'
import type { VerbContext } from '../verb-context.ts'
import { ordersOf, resolutionKey } from './control.ts'
import { destinationsOf } from './destination.ts'
import { openDeliveriesOf, type OpenDelivery } from './open-deliveries.ts'

export interface InDoubtOptions {
  readonly destination?: string | undefined
  readonly json: boolean
}

/** Lists commands of which nobody knows whether they were delivered. */
export async function inDoubtList(context: VerbContext, { destination, json }: InDoubtOptions): Promise<boolean> {
  const { topology, say, clock } = context
  const open: OpenDelivery[] = []
  for (const sink of destinationsOf(topology, destination)) open.push(...(await openDeliveriesOf(context, sink)))
  const { resolutions } = await ordersOf(context)
  const toldOf = (one: OpenDelivery) => resolutions.get(resolutionKey(one.destination, one.deliveryId))
  for (const one of open)
    if (json) say(jsonLine({ ...one, since: iso(one.since), told: toldOf(one)?.as ?? null }))
    else for (const line of linesOf(one, toldOf(one), clock.now())) say(line)
  if (!json) say(summary(open))
  return open.length > 0
}

function linesOf(one: OpenDelivery, told: DeliveryResolution | undefined, now: number): string[] {
  const { destination, deliveryId, eventId, subject, attempts, reason, endpoint } = one
  const at = endpoint === null ? '' : ` at ${printable(endpoint)}`
  const words = {
    inDoubt: `in doubt since ${since(one.since, now)}`,
    beingLookedUp: `being looked up; called${at} ${since(one.since, now)}`,
    waiting: `waiting for a process to take it over; called${at} ${since(one.since, now)}`,
  }
  return [
    `${destination}  ${printable(deliveryId)}`,
    `  event ${printable(eventId)}, subject ${printable(subject)}`,
    `  ${words[one.state]}, ${counted(attempts, 'attempt')}${reason === null ? '' : `: ${printable(reason)}`}`,
    ...(told ? [`  ${printable(told.by)} said ${told.as} ${since(told.at, now)}; no process has followed it yet`] : []),
  ]
}

function summary(open: readonly OpenDelivery[]): string {
  if (open.length === 0) return 'nothing is in doubt'
  const count = (state: OpenDelivery['state']) => open.filter(one => one.state === state).length
  const others = [
    [count('beingLookedUp'), 'being looked up'],
    [count('waiting'), 'waiting for a process'],
  ].flatMap(([number, what]) => (number === 0 ? [] : [`${number} ${what}`]))
  const doubts = `${counted(count('inDoubt'), 'command')} in doubt`
  const advice = count('inDoubt') > 0 ? '; signalbox in-doubt resolve --help says what can be done' : ''
  return `${[doubts, ...others].join(', ')}${advice}`
}
