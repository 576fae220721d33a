import { WebhookSource, type Sendable, type WebhookSourceOptions } from './webhook-source.ts'

/** xConnector: CloudEvents, as JSON batches or as frames with an event on each line. */
export const xconnectorSource = (
  options: WebhookSourceOptions,
  { mode = 'frame', name = 'xconnector' }: { readonly mode?: 'batch' | 'frame'; readonly name?: string } = {},
): WebhookSource =>
  new WebhookSource(options, {
    name,
    contentType: mode === 'frame' ? 'application/x-ndjson' : 'application/cloudevents-batch+json',
    bodyOf: events =>
      mode === 'frame'
        ? `${events.map(({ event }) => JSON.stringify(event)).join('\n')}\n`
        : JSON.stringify(events.map(({ event }) => event)),
  })

export interface XconnectorLoad {
  /** Ids of events begin with it: must differ between runs on one topic. */
  readonly run: string
  readonly count: number
  /** Records that change, in turn; the version of each rises with every change. */
  readonly records: number
  /** When the first happened, ms since 1970; each later one a millisecond later. */
  readonly from?: number
}

const statuses = ['processing', 'packed', 'shipped', 'delivered'] as const

/** A row of changes of records, always the same for the same arguments. */
export function* xconnectorEvents({
  run,
  count,
  records,
  from = Date.UTC(2026, 0, 1),
}: XconnectorLoad): Generator<Sendable> {
  for (let n = 0; n < count; n++) {
    const version = Math.floor(n / records) + 1
    const id = `${run}-${n}`
    const event = {
      specversion: '1.0',
      id,
      source: '/xconnector/load',
      type: 'xconnector.record.changed',
      time: new Date(from + n).toISOString(),
      correlationid: `${run}-${n % records}`,
      data: {
        record: { type: 'order', id: `O-${n % records}`, version },
        status: statuses[version % statuses.length],
        previous_status: statuses[(version - 1) % statuses.length],
        customer: `customer-${n % records}`,
      },
    }
    yield { id, event }
  }
}
