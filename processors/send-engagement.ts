import { EngagementEvent } from '../schemas/engagement-event.generated.ts'
import { HttpSend } from '../schemas/http-send.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor } from '../src/stream/define.ts'
import { engagementEvents } from '../topics/engagement-events.ts'
import { httpCommands } from '../topics/http-commands.ts'

const name = 'send-engagement'

/** Flow H3: the engagement stream also goes to an HTTP endpoint, in signed batches: what the settings list of it, people's addresses and words only where they say so. */
export const sendEngagement = ({ endpoint, actions, personalData }: Flows['H3']) =>
  processor({
    name,
    input: { from: engagementEvents, only: [EngagementEvent] },
    lookups: {},
    keeps: [],
    outputs: [httpCommands],
    reasons: ['not_reported'],
    process({ value }, _rows, { forward, drop }) {
      if (!actions.includes(value.action)) return drop('not_reported')
      const { eventId, subject, occurredAt } = value
      return forward(httpCommands, HttpSend, {
        deliveryId: `${eventId}/${name}/http`,
        eventId,
        subject,
        occurredAt,
        endpoint,
        type: `engagement.${value.kind}`,
        data: JSON.stringify(personalData ? value : withoutPersonalData(value)),
        contentType: null,
      })
    },
  })

/** Addresses, what people wrote, and texts that nobody has looked at: an address may stand in each of them. */
const personal = ['emailAddress', 'phoneNumber', 'messageBody', 'reason', 'reasonDetail', 'properties', 'extra']

const withoutPersonalData = (event: EngagementEvent): object =>
  Object.fromEntries(Object.entries(event).filter(([field]) => !personal.includes(field)))
