import { PushFeedback } from '../schemas/push-feedback.generated.ts'
import { PushIncident } from '../schemas/push-incident.generated.ts'
import { PushJourneySignal } from '../schemas/push-journey-signal.generated.ts'
import { PushMilestone } from '../schemas/push-milestone.generated.ts'
import { PushOperationalEvent } from '../schemas/push-operational-event.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const pushEvents = stream({
  name: 'push.events',
  key: 'the customer’s or employee’s id; client: and the device where nobody is known, incident: and the id of an incident, team: and the name of one',
  records: [PushOperationalEvent, PushIncident, PushJourneySignal, PushMilestone, PushFeedback],
  partitions: taskCount,
  retentionMs: days(30),
  why: 'What the push gateway says: events of operations, and what became of pushes. One topic, so that somebody’s click and what they complete after it keep their order. Thirty days, as for all events.',
})
