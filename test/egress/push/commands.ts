import { PushSend } from '../../../schemas/push-send.generated.ts'
import type { Command } from '../../../src/stream/define.ts'

/** A command to push to one user. */
export function pushTo(subject: string, over: Partial<PushSend> = {}): Command<PushSend> {
  const envelope = { deliveryId: 'e-1/rule/push', eventId: 'e-1', subject, occurredAt: Date.UTC(2026, 2, 1, 12) }
  const audience = { users: [subject], clients: [], groups: [], broadcast: false }
  const content = { title: 'Approve?', summary: null, data: {}, actions: [] }
  const options = { priority: 'normal', ttlSeconds: null, expiresAt: null, correlationId: null } as const
  return { schema: PushSend.name, value: { ...envelope, ...audience, ...content, ...options, ...over } }
}
