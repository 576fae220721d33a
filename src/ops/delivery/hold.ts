import { DeliveryHold } from '../../../schemas/delivery-hold.generated.ts'
import { auditRecord } from '../audit.ts'
import { jsonLine, printable } from '../printing.ts'
import { publish } from '../publish.ts'
import { Refused } from '../refused.ts'
import { iso, since } from '../times.ts'
import type { VerbContext } from '../verb-context.ts'
import { controlDeletion, controlRow, holdKey, ordersOf } from './control.ts'
import { destinationOf } from './destination.ts'

/** Stops all calls to a destination. Rejects with Refused where it is held already. */
export async function hold(context: VerbContext, destination: string, why: string): Promise<boolean> {
  const { topology, clock, by, say } = context
  destinationOf(topology, destination)
  if (why.trim() === '') throw new Refused('--why must say why: whoever wonders about it reads this')
  const held = (await ordersOf(context)).holds.get(destination)
  if (held)
    throw new Refused(
      `${destination} is ${heldBy(held, clock.now())}. Nothing was changed; signalbox release ${destination} ends it`,
    )
  const row = controlRow(context, holdKey(destination), DeliveryHold, { destination, by, at: clock.now(), why })
  await publish(context, [row, auditRecord(context, { action: 'hold', target: destination, details: { why } })])
  say(
    `${destination} is held: within a second no process begins another call to it. Calls under way end, commands wait.`,
  )
  say(`signalbox release ${destination} lets them go.`)
  return true
}

/** Lets the calls to a destination go on. Rejects with Refused where it is not held. */
export async function release(context: VerbContext, destination: string): Promise<boolean> {
  const { topology, clock, say } = context
  destinationOf(topology, destination)
  const held = (await ordersOf(context)).holds.get(destination)
  if (!held) throw new Refused(`${destination} is not held`)
  const details = { heldBy: held.by, heldSince: iso(held.at), why: held.why }
  const row = controlDeletion(context, holdKey(destination))
  await publish(context, [row, auditRecord(context, { action: 'release', target: destination, details })])
  say(`${destination} is released: calls go on within a second. It was ${heldBy(held, clock.now())}.`)
  return true
}

/** Lists what is held. */
export async function holds(context: VerbContext, json: boolean): Promise<boolean> {
  const { clock, say } = context
  const held = [...(await ordersOf(context)).holds.values()]
  for (const one of held)
    say(json ? jsonLine({ ...one, at: iso(one.at) }) : `${one.destination} is ${heldBy(one, clock.now())}`)
  if (held.length === 0 && !json) say('nothing is held')
  return held.length > 0
}

const heldBy = ({ by, at, why }: DeliveryHold, now: number): string =>
  `held by ${printable(by)} since ${since(at, now)}: ${printable(why)}`
