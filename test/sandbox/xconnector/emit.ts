import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { shuffle } from '../http/webhook-sender.ts'
import type { Webhook, WebhookSender } from '../http/webhook-sender.ts'

const contentTypes = {
  structured: 'application/cloudevents+json',
  batch: 'application/cloudevents-batch+json',
  frame: 'application/x-ndjson',
} as const

/** `events` go out as they are given, so that a test may send what is wrong; a text is a line of a frame as it stands. */
const emission = z.strictObject({
  events: z.array(z.unknown()).min(1).max(100_000),
  /** structured: one event a message; batch: a JSON array of them; frame: one on each line. */
  mode: z.enum(['structured', 'batch', 'frame']).default('batch'),
})

/** Sends events to the webhook; how many messages they become. Throws a ZodError. */
export function emit(body: unknown, sender: WebhookSender, webhook: Webhook | null): { messages: number } {
  const { events, mode } = emission.parse(body)
  const size = mode === 'structured' ? 1 : (webhook?.batch ?? 100)
  const given = webhook?.shuffled === true ? shuffle(events, () => sender.chance()) : events
  for (let from = 0; from < given.length; from += size) {
    const part = given.slice(from, from + size)
    sender.send({ id: `msg_${randomUUID()}`, contentType: contentTypes[mode], body: bodyOf(part, mode) })
  }
  return { messages: Math.ceil(events.length / size) }
}

function bodyOf(events: readonly unknown[], mode: keyof typeof contentTypes): string {
  if (mode === 'structured') return JSON.stringify(events[0])
  if (mode === 'batch') return JSON.stringify(events)
  return `${events.map(event => (typeof event === 'string' ? event : JSON.stringify(event))).join('\n')}\n`
}
