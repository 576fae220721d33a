import { XconnectorAudienceAlert } from '../schemas/xconnector-audience-alert.generated.ts'
import { processor } from '../src/stream/define.ts'
import { requestEvents } from '../topics/request-events.ts'
import { xconnectorEvents } from '../topics/xconnector-events.ts'
import { requestId } from './correlation.ts'

/** Flow X7, its beginning: each alert is told, and answered, by itself, so it goes under its own id and not under its audience. */
export const openAlerts = processor({
  name: 'open-alerts',
  input: { from: xconnectorEvents, only: [XconnectorAudienceAlert] },
  lookups: {},
  keeps: [],
  outputs: [requestEvents],
  reasons: [],
  process: ({ value }, _rows, { forward }) =>
    forward(requestEvents, XconnectorAudienceAlert, value, requestId('alert', value.eventId)),
})
