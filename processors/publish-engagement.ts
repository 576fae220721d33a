import { EngagementEvent } from '../schemas/engagement-event.generated.ts'
import { processor } from '../src/stream/define.ts'
import { brazeEvents } from '../topics/braze-events.ts'
import { engagementEvents } from '../topics/engagement-events.ts'

/** Flow H3: what Braze reports becomes the public engagement stream, each event once: those that Braze sends again are known by their ids and do not come here. */
export const publishEngagement = processor({
  name: 'publish-engagement',
  input: { from: brazeEvents, only: [EngagementEvent] },
  lookups: {},
  keeps: [],
  outputs: [engagementEvents],
  reasons: [],
  process: ({ value }, _rows, { forward }) => forward(engagementEvents, EngagementEvent, value),
})
