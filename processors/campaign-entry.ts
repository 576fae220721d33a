import type { KnownDocuments } from '../schemas/known-documents.generated.ts'
import type { MessageRequested } from '../schemas/message-requested.generated.ts'
import type { MessageWithdrawn } from '../schemas/message-withdrawn.generated.ts'
import type { WaitingRequest } from '../schemas/waiting-requests.generated.ts'
import type { Envelope } from '../src/stream/define.ts'
import { ask, withdraw } from './ask.ts'

/** The entry into the campaign or Canvas that the request names, with what it wants told there and the kind of the document. */
export function entryOf(cause: Envelope, request: WaitingRequest, known: KnownDocuments | undefined): MessageRequested {
  const { enterCampaignId, enterCanvasId, expiresAt, documentId } = request
  const kind = known?.documents[String(documentId)]?.kind ?? request.documentKind
  const properties = { ...request.properties, ...(kind !== null && { document_kind: kind }) }
  const entry = { message: 'entry', enterCampaignId, enterCanvasId, expiresAt, properties }
  return ask('E5', causeOf(cause, request), { ...entry, thread: threadOf(request), threadRule: 'onlyOnce' })
}

/** Takes the entry back, if it is still held. */
export const withdrawalOf = (cause: Envelope, request: WaitingRequest): MessageWithdrawn =>
  withdraw(causeOf(cause, request), threadOf(request))

/** A request enters once, however often its document is approved anew. */
const threadOf = ({ eventId }: WaitingRequest): string => `E5/${eventId}`

/** One event can move several requests: each message has an id of its own. */
const causeOf = ({ eventId, subject, occurredAt }: Envelope, request: WaitingRequest): Envelope => ({
  eventId: `${eventId}/${request.eventId}`,
  subject,
  occurredAt,
})
