import { XconnectorAcknowledgement } from '../schemas/xconnector-acknowledgement.generated.ts'
import { XconnectorAudienceAlert } from '../schemas/xconnector-audience-alert.generated.ts'
import { XconnectorCustomerEvent } from '../schemas/xconnector-customer-event.generated.ts'
import { XconnectorFault } from '../schemas/xconnector-fault.generated.ts'
import { XconnectorOtherEvent } from '../schemas/xconnector-other-event.generated.ts'
import { XconnectorProcessStep } from '../schemas/xconnector-process-step.generated.ts'
import { XconnectorRecordChanged } from '../schemas/xconnector-record-changed.generated.ts'
import { XconnectorTaskChanged } from '../schemas/xconnector-task-changed.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const xconnectorEvents = stream({
  name: 'xconnector.events',
  key: 'what the event is about: the customer’s id; a record as type:id; task:, process:, integration:, system:, role:, unit: or location: and the id',
  records: [
    XconnectorTaskChanged,
    XconnectorRecordChanged,
    XconnectorFault,
    XconnectorCustomerEvent,
    XconnectorAudienceAlert,
    XconnectorProcessStep,
    XconnectorAcknowledgement,
    XconnectorOtherEvent,
  ],
  partitions: taskCount,
  retentionMs: days(30),
  why: 'What xConnector says, in the order of each thing it is about: a task’s end after its beginning, a record’s versions one after another. Thirty days, as for all events.',
})
