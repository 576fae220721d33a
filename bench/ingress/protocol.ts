import { batchType, view } from '../../test/event.ts'
import { secretOf, signed } from '../../test/ingress/frame/signing.ts'
import { pushEvents } from '../../test/sources/push.ts'
import { xconnectorEvents } from '../../test/sources/xconnector.ts'

/** A request as a source makes it. */
export interface SourceRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** A source's protocol, for load. */
export interface Protocol {
  readonly name: string
  /** What the ingress must know of the source. */
  readonly env: Readonly<Record<string, string>>
  /** The n-th request, with so many events. */
  readonly request: (n: number, size: number) => SourceRequest
}

const subjects = 500
const token = 'a-token-for-the-bench'
const authorization = `Bearer ${token}`

const http: Protocol = {
  name: 'http',
  env: { SIGNALBOX_HTTP_TOKEN: token, SIGNALBOX_HTTP_RATE: '10000000' },
  request(n, size) {
    const events = Array.from({ length: size }, (_, at) =>
      view(`e-${n}-${at}`, `customer-${(n * size + at) % subjects}`),
    )
    const type = size === 1 ? 'application/cloudevents+json' : batchType
    const body = JSON.stringify(size === 1 ? events[0] : events)
    return { path: '/ingress/http/events', headers: { authorization, 'content-type': type }, body }
  },
}

const currents: Protocol = {
  name: 'braze.currents',
  env: { SIGNALBOX_BRAZE_CURRENTS_TOKEN: token, SIGNALBOX_BRAZE_CURRENTS_RATE: '10000000' },
  request(n, size) {
    const events = Array.from({ length: size }, (_, at) => ({
      event_type: 'users.messages.email.Open',
      id: `e-${n}-${at}`,
      time: 1_767_225_600 + n,
      user_id: `braze-${at}`,
      external_user_id: `customer-${(n * size + at) % subjects}`,
      campaign_id: 'c-1',
      campaign_name: 'Spring',
      message_variation_id: 'v-1',
      send_id: 's-1',
      dispatch_id: 'd-1',
      email_address: 'ann@example.org',
      timezone: 'Europe/Berlin',
      user_agent: 'Mail/1.0',
    }))
    const headers = { authorization, 'content-type': 'application/json' }
    return { path: '/ingress/braze/currents', headers, body: JSON.stringify({ events }) }
  },
}

const secret = secretOf('a-secret-for-the-bench')
let messages = 0
const signedHeaders = (body: string, type: string) => ({
  ...signed(body, { id: `bench-${messages++}`, at: Date.now(), with: secret }),
  'content-type': type,
})

const push: Protocol = {
  name: 'push',
  env: { SIGNALBOX_PUSH_WEBHOOK_SECRETS: secret, SIGNALBOX_PUSH_WEBHOOK_RATE: '10000000' },
  request(n, size) {
    const events = [...pushEvents({ run: `e-${n}`, count: size, customers: subjects })].map(({ event }) => event)
    const body = JSON.stringify(events)
    return { path: '/ingress/push', headers: signedHeaders(body, 'application/json'), body }
  },
}

const xconnector: Protocol = {
  name: 'xconnector',
  env: { SIGNALBOX_XCONNECTOR_WEBHOOK_SECRETS: secret, SIGNALBOX_XCONNECTOR_WEBHOOK_RATE: '10000000' },
  request(n, size) {
    const events = [...xconnectorEvents({ run: `e-${n}`, count: size, records: subjects })].map(({ event }) => event)
    const body = JSON.stringify(events)
    return { path: '/ingress/xconnector', headers: signedHeaders(body, batchType), body }
  },
}

export const protocols: readonly Protocol[] = [http, currents, push, xconnector]
