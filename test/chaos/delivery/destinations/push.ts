import { PushSend } from '../../../../schemas/push-send.generated.ts'
import { push } from '../../../../src/egress/push/sink.ts'
import type { Destination, DestinationOptions } from '../destination.ts'
import { callTimeoutMs } from '../harms.ts'
import { envelopeOf, plannedIn, subjectName } from '../plan.ts'

const key = 'push-key-0451'

export const pushDestination = ({ beginMs }: DestinationOptions): Destination => ({
  name: 'push',
  sink: push,
  way: 'resend',
  mostPerCall: 1,
  concurrency: 16,
  sandbox: { key, settings: { unknownUsers: 'register' } },
  env: url => ({ SIGNALBOX_PUSH_URL: url, SIGNALBOX_PUSH_APP: 'chaos', SIGNALBOX_PUSH_KEY: key }),
  command: planned => {
    const audience = { users: [subjectName(planned.subject)], clients: [], groups: [], broadcast: false }
    const content = { title: `number ${planned.number}`, summary: null, data: {}, actions: [] }
    const options = { priority: 'normal', ttlSeconds: null, expiresAt: null, correlationId: null }
    return { schema: PushSend, value: { ...envelopeOf(planned, 'push', beginMs), ...audience, ...content, ...options } }
  },
  expected: () => ({ kind: 'once', slot: '' }),
  applied: ({ kind, id }) => (kind === 'push' ? plannedIn(id) : undefined),
  longestCallMs: callTimeoutMs,
  faults: [],
})
