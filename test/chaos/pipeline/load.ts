import { setTimeout as sleep } from 'node:timers/promises'
import { batchType, consent, view } from '../../event.ts'

/** What a source system knows after it has sent its events. */
export interface Sent {
  /** Event ids that were answered 202: they must arrive. */
  readonly accepted: Set<string>
  /** Event ids whose request got no answer or another one: nothing is promised about them. The source went on with a new id. */
  readonly unanswered: Set<string>
}

export interface LoadOptions {
  readonly url: string
  readonly token: string
  readonly events: number
  readonly connections: number
  /** The pause between two events of a connection. */
  readonly pauseMs: number
  /** Begins the id of every event; needed where several loads go to one pipeline. */
  readonly run?: string
}

/** Posts product views singly over so many connections until `events` of them were accepted. Each connection has customers of its own, who all consent. */
export async function load(options: LoadOptions): Promise<Sent> {
  const sent: Sent = { accepted: new Set(), unanswered: new Set() }
  const each = Math.ceil(options.events / options.connections)
  await Promise.all(
    Array.from({ length: options.connections }, (_, connection) => connect(options, connection, each, sent)),
  )
  return sent
}

export const customersPerConnection = 5
export const customerOf = (connection: number, n: number): string =>
  `customer-${connection}-${n % customersPerConnection}`

/** Gives every customer's consent and waits until it is accepted. */
export async function consentOfAll({ url, token, connections }: LoadOptions): Promise<void> {
  const customers = Array.from({ length: connections * customersPerConnection }, (_, n) =>
    customerOf(Math.floor(n / customersPerConnection), n),
  )
  const events = customers.map(consent)
  const answer = await post(url, token, batchType, events)
  if (answer !== 202) throw new Error(`consents were answered ${answer}`)
}

async function connect(
  { url, token, pauseMs, run = 'view' }: LoadOptions,
  connection: number,
  events: number,
  sent: Sent,
): Promise<void> {
  for (let n = 0, attempt = 0; n < events;) {
    const id = `${run}-${connection}-${n}-${attempt}`
    const event = view(id, customerOf(connection, n), `p-${n}`)
    const status = await post(url, token, 'application/cloudevents+json', event)
    if (status === 202) {
      sent.accepted.add(id)
      n++
      attempt = 0
      if (pauseMs > 0) await sleep(pauseMs)
    } else {
      sent.unanswered.add(id)
      attempt++
      await sleep(100)
    }
  }
}

async function post(url: string, token: string, contentType: string, body: unknown): Promise<number> {
  try {
    const answer = await fetch(`${url}/ingress/http/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return 0
  }
}
