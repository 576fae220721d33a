import { HttpSend } from '../../../schemas/http-send.generated.ts'
import type { Command } from '../../../src/stream/define.ts'

/** A command to send one event to an endpoint. */
export function sendFor(subject: string, over: Partial<HttpSend> = {}): Command<HttpSend> {
  const envelope = { deliveryId: 'e-1/rule/http', eventId: 'e-1', subject, occurredAt: Date.UTC(2026, 2, 1, 12) }
  const event = { endpoint: 'crm', type: 'customer.upgraded', data: '{"tier":"gold"}', contentType: null }
  return { schema: HttpSend.name, value: { ...envelope, ...event, ...over } }
}
