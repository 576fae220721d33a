import type { Sendable, WebhookSource, WebhookSourceOptions } from '../../../sources/webhook-source.ts'
import { secretOf } from '../../../ingress/frame/signing.ts'
import { idOf, type Numbered, type SourceClient } from '../source.ts'

export const secret = secretOf('a-secret-for-the-chaos-run')

/** A source that signs its requests, of which each batch is one; it comes again until it is heard. */
export function webhookClient(
  url: string,
  sourceOf: (options: WebhookSourceOptions) => WebhookSource,
  eventOf: (id: string, subject: string, number: number) => unknown,
): SourceClient {
  const source = sourceOf({ url, secret, batch: 10_000, inFlight: 1, retryMs: 50, maxRetryMs: 500, timeoutMs: 20_000 })
  const sendable = ({ number, subject }: Numbered): Sendable => {
    const id = idOf(number)
    return { id, event: eventOf(id, subject, number) }
  }
  return {
    send: async batch => {
      await source.emit(batch.map(sendable))
      return source.counters.rejected === 0
    },
    answers: () => new Map(Object.entries(source.counters.answers)),
    close: () => Promise.resolve(),
  }
}

/** A millisecond later than the event before. */
export const timeOf = (number: number): string => new Date(Date.UTC(2026, 0, 1) + number).toISOString()
