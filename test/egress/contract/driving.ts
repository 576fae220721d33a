import assert from 'node:assert/strict'
import type { CallResult, Command, CommandEnvelope, Outcome, Plan, SinkClient } from '../../../src/stream/define.ts'

/** Commands as the engine offers them: none of them planned a second time once it is refused or delivered. */
export interface Drained {
  readonly outcomes: ReadonlyMap<Command, Outcome>
  readonly refusals: ReadonlyMap<Command, string>
  /** Commands per call. */
  readonly calls: readonly number[]
}

const never = new AbortController().signal

export function envelopeOf({ value }: Command): CommandEnvelope {
  assert.ok(typeof value === 'object' && value !== null && 'subject' in value && 'deliveryId' in value)
  const { subject, deliveryId } = value
  const eventId = 'eventId' in value ? value.eventId : ''
  const occurredAt = 'occurredAt' in value ? value.occurredAt : 0
  return {
    subject: String(subject),
    deliveryId: String(deliveryId),
    eventId: String(eventId),
    occurredAt: Number(occurredAt),
  }
}

/** The client's plan, held against what the engine relies on. */
export function planned(client: SinkClient, commands: readonly Command[]): Plan {
  const plan = client.plan(commands)
  const chosen = plan.call?.chosen ?? []
  const refused = plan.refused.map(({ at }) => at)
  assert.ok(chosen.length + refused.length > 0, 'at least one is refused or chosen')
  assert.ok(plan.call === undefined || chosen.length > 0, 'no empty call')
  assert.ok(chosen.length <= client.mostPerCall, 'no more than announced')
  assert.deepEqual(
    chosen,
    [...new Set(chosen)].sort((one, other) => one - other),
    'ascending, none twice',
  )
  const gone = new Set([...chosen, ...refused])
  assert.equal(gone.size, chosen.length + refused.length, 'none both refused and chosen')
  assert.ok(
    [...gone].every(at => at >= 0 && at < commands.length),
    'of those that were offered',
  )
  for (const { reason } of plan.refused) assert.match(reason, /^[a-z_]+: /, 'a word and what is wrong')
  const waiting = new Set<string>()
  for (const [at, command] of commands.entries()) {
    const { subject } = envelopeOf(command)
    if (chosen.includes(at)) assert.ok(!waiting.has(subject), `no. ${at} before an earlier one of ${subject}`)
    if (!gone.has(at)) waiting.add(subject)
  }
  return plan
}

/** Makes the call of these very commands, of which none may be refused, and holds its outcomes against what the engine relies on. */
export async function sent(client: SinkClient, commands: readonly Command[], signal = never): Promise<CallResult> {
  const { refused, call } = planned(client, commands)
  assert.deepEqual(refused, [])
  assert.equal(call?.chosen.length, commands.length, 'all of them fit into one call')
  const result = await call.send(signal)
  assert.equal(result.outcomes.length, commands.length, 'one outcome per command')
  return result
}

/** The outcome of one command in a call of its own. */
export async function outcomeOf(client: SinkClient, command: Command, signal = never): Promise<Outcome> {
  const { outcomes } = await sent(client, [command], signal)
  return outcomes[0] ?? assert.fail()
}

/** Plans and calls until nothing waits any more. What goes `again` is offered again. */
export async function drain(client: SinkClient, commands: readonly Command[]): Promise<Drained> {
  const outcomes = new Map<Command, Outcome>()
  const refusals = new Map<Command, string>()
  const calls: number[] = []
  for (let waiting = [...commands]; waiting.length > 0;) {
    assert.ok(calls.length <= 10 * commands.length, 'never ends')
    const offered = waiting.slice(0, client.mostPerCall)
    const { refused, call } = planned(client, offered)
    for (const { at, reason } of refused) refusals.set(offered[at] ?? assert.fail(), reason)
    const chosen = (call?.chosen ?? []).map(at => offered[at] ?? assert.fail())
    const result = await call?.send(never)
    assert.equal(result?.outcomes.length ?? 0, chosen.length, 'one outcome per command')
    if (call) calls.push(chosen.length)
    const done = (at: number) => result?.outcomes[at]?.kind !== 'again'
    for (const [at, command] of chosen.entries())
      if (done(at)) outcomes.set(command, result?.outcomes[at] ?? assert.fail())
    waiting = waiting.filter(command => !outcomes.has(command) && !refusals.has(command))
  }
  return { outcomes, refusals, calls }
}
