import { EcmCreateTask } from '../schemas/ecm-create-task.generated.ts'
import { EcmSetCategory } from '../schemas/ecm-set-category.generated.ts'
import { EcmUploadDocument } from '../schemas/ecm-upload-document.generated.ts'
import { EcmUpsertWorkspace } from '../schemas/ecm-upsert-workspace.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const ecmCommands = stream({
  name: 'ecm.commands',
  key: 'the case, workspace or person it is about',
  records: [EcmSetCategory, EcmCreateTask, EcmUploadDocument, EcmUpsertWorkspace],
  partitions: taskCount,
  retentionMs: days(14),
  why: 'What Extended ECM shall be told, in each subject’s order. Fourteen days: longer than any outage of it that is waited out.',
})
