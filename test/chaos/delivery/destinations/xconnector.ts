import { XconnectorRespond } from '../../../../schemas/xconnector-respond.generated.ts'
import { xconnector } from '../../../../src/egress/xconnector/sink.ts'
import type { Destination, DestinationOptions } from '../destination.ts'
import { callTimeoutMs } from '../harms.ts'
import { envelopeOf, nameOf, plannedIn } from '../plan.ts'

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`

export const xconnectorDestination = ({ beginMs }: DestinationOptions): Destination => ({
  name: 'xconnector',
  sink: xconnector,
  way: 'resend',
  mostPerCall: 1,
  concurrency: 8,
  sandbox: { key: secret },
  env: url => ({ SIGNALBOX_XCONNECTOR_URL: url, SIGNALBOX_XCONNECTOR_SECRET: secret }),
  command: planned => {
    const event = { type: 'signalbox.action.taken', source: '/chaos', correlationId: nameOf(planned), data: {} }
    const said = { recordId: 'r-1', recordVersion: '1', actor: 'ada', action: 'approve', comment: null }
    return { schema: XconnectorRespond, value: { ...envelopeOf(planned, 'xconnector', beginMs), ...event, ...said } }
  },
  expected: () => ({ kind: 'once', slot: '' }),
  applied: ({ kind, id }) => (kind === 'event' ? plannedIn(id) : undefined),
  longestCallMs: callTimeoutMs,
  faults: [],
})
