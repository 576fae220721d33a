import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HttpSend } from '../../../../schemas/http-send.generated.ts'
import { http } from '../../../../src/egress/http/sink.ts'
import type { Destination, DestinationOptions } from '../destination.ts'
import { callTimeoutMs } from '../harms.ts'
import { envelopeOf, plannedIn } from '../plan.ts'

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`
const batch = 20

export type HttpWay = 'resend' | 'atLeastOnce' | 'atMostOnce'

/** With resend one event a request, at a receiver that dedupes by the request's key; else batches, at one that does not dedupe. */
export function httpDestination({ beginMs }: DestinationOptions, way: HttpWay): Destination {
  const most = way === 'resend' ? 1 : batch
  return {
    name: `http ${way}`,
    sink: http,
    way,
    mostPerCall: most,
    concurrency: 8,
    sandbox: { key: secret, settings: { endpoints: { crm: { dedupes: way === 'resend' } } } },
    env: (url, folder) => {
      const file = join(folder, 'endpoints.json')
      writeFileSync(file, JSON.stringify({ crm: { url: `${url}/hooks/crm`, secret, inDoubt: way, most } }))
      return { SIGNALBOX_HTTP_ENDPOINTS: file }
    },
    command: planned => {
      const data = JSON.stringify({ number: planned.number })
      const event = { endpoint: 'crm', type: 'chaos.happened', data, contentType: null }
      return { schema: HttpSend, value: { ...envelopeOf(planned, 'http', beginMs), ...event } }
    },
    expected: () => ({ kind: 'once', slot: '' }),
    applied: ({ kind, id }) => (kind === 'event' ? plannedIn(id) : undefined),
    longestCallMs: callTimeoutMs,
    faults: [{ name: '409: being worked on', fault: { fault: 'status', status: 409 } }],
  }
}
