import { EcmCreateTask } from '../../../schemas/ecm-create-task.generated.ts'
import { EcmSetCategory } from '../../../schemas/ecm-set-category.generated.ts'
import { EcmUploadDocument } from '../../../schemas/ecm-upload-document.generated.ts'
import { EcmUpsertWorkspace } from '../../../schemas/ecm-upsert-workspace.generated.ts'
import type { Command } from '../../../src/stream/define.ts'

let deliveries = 0
const envelope = (subject: string) => ({
  ...{ deliveryId: `e-${++deliveries}/answer/ecm`, eventId: `e-${deliveries}`, subject },
  occurredAt: Date.parse('2026-03-01T12:00:00Z'),
})
const nowhere = { nodeId: null, externalSystem: null, businessObjectType: null, businessObjectId: null }

/** The keys of the business object that the sandbox's case 4711 belongs to. */
export const case4711 = { externalSystem: 'SAP', businessObjectType: 'CASE', businessObjectId: '4711' }

export function setCategory(more: Partial<EcmSetCategory> = {}): Command<EcmSetCategory> {
  const writtenAt = Date.parse('2026-03-01T12:00:00.250Z')
  const values = { 2: 'granted' }
  return {
    schema: EcmSetCategory.name,
    value: {
      ...envelope('ada'),
      ...nowhere,
      nodeId: 5000,
      categoryId: 16878,
      values,
      writtenAt,
      writtenAtAttribute: null,
      whereThere: false,
      ...more,
    },
  }
}

export const createTask = (more: Partial<EcmCreateTask> = {}): Command<EcmCreateTask> => ({
  schema: EcmCreateTask.name,
  value: {
    ...envelope('ada'),
    ...{ ...nowhere, nodeId: 5100, path: [], name: 'Call Ada', instructions: 'Ask why', dueOn: '2026-03-08' },
    ...{ assigneeId: null, priority: null, ...more },
  },
})

export const upload = (more: Partial<EcmUploadDocument> = {}): Command<EcmUploadDocument> => ({
  schema: EcmUploadDocument.name,
  value: {
    ...envelope('ada'),
    ...{ ...nowhere, nodeId: 5000, path: [], name: 'survey.json', description: null, mimeType: 'application/json' },
    ...{ text: '{"score":9}', sourceUrl: null, contentHash: null, categories: {}, ...more },
  },
})

export const upsert = (id: string, more: Partial<EcmUpsertWorkspace> = {}): Command<EcmUpsertWorkspace> => ({
  schema: EcmUpsertWorkspace.name,
  value: {
    ...envelope(`case-${id}`),
    ...{ externalSystem: 'SAP', businessObjectType: 'CASE', businessObjectId: id, name: `Case ${id}` },
    ...{ description: null, templateId: null, workspaceTypeId: null, parentId: null },
    ...{ properties: { Status: ['open'] }, categories: {}, ...more },
  },
})
