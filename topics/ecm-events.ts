import { EcmCategoryChanged } from '../schemas/ecm-category-changed.generated.ts'
import { EcmDeleted } from '../schemas/ecm-deleted.generated.ts'
import { EcmDocumentAdded } from '../schemas/ecm-document-added.generated.ts'
import { EcmPollRow } from '../schemas/ecm-poll-row.generated.ts'
import { EcmStatusChanged } from '../schemas/ecm-status-changed.generated.ts'
import { EcmWorkspaceChanged } from '../schemas/ecm-workspace-changed.generated.ts'
import { PollOrder } from '../schemas/poll-order.generated.ts'
import { days, stream, table } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const ecmEvents = stream({
  name: 'ecm.events',
  key: 'the business object of the workspace, such as a customer’s id; workspace: and its node id where it has none',
  records: [EcmWorkspaceChanged, EcmDocumentAdded, EcmCategoryChanged, EcmStatusChanged, EcmDeleted],
  partitions: taskCount,
  retentionMs: days(30),
  why: 'What happens in Extended ECM, each workspace’s in its order. Thirty days: an outage, found late, can be replayed.',
})

export const ecmPoll = stream({
  name: 'ecm.poll',
  key: 'none',
  records: [PollOrder],
  partitions: 1,
  retentionMs: days(14),
  why: 'What operators ask of the poller of Extended ECM. One partition: whoever holds it polls, so that one process does.',
})

export const ecmPollState = table({
  name: 'ecm.poll-state',
  key: 'cursor; w/, d/ or c/ and the node id of a workspace, a document, or a folder; x/ and the id of what could not be read',
  records: [EcmPollRow],
  partitions: 1,
  why: 'How far Extended ECM was read and what was last known of each node there, so that a change can be told as one. One partition: one process polls.',
})
