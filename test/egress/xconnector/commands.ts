import { XconnectorRespond } from '../../../schemas/xconnector-respond.generated.ts'
import type { Command } from '../../../src/stream/define.ts'

/** A command to tell xConnector of an approval. */
export function respondFor(subject: string, over: Partial<XconnectorRespond> = {}): Command<XconnectorRespond> {
  const envelope = { deliveryId: 'e-1/rule/xconnector', eventId: 'e-1', subject, occurredAt: Date.UTC(2026, 2, 1, 12) }
  const event = { type: 'signalbox.action.taken', source: '/signalbox/respond', correlationId: 'k-1', data: {} }
  const said = { recordId: 'r-1', recordVersion: '3', actor: 'ada', action: 'approve', comment: null }
  return { schema: XconnectorRespond.name, value: { ...envelope, ...event, ...said, ...over } }
}
