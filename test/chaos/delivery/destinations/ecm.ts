import { createHash } from 'node:crypto'
import { EcmCreateTask } from '../../../../schemas/ecm-create-task.generated.ts'
import { EcmSetCategory } from '../../../../schemas/ecm-set-category.generated.ts'
import { EcmUploadDocument } from '../../../../schemas/ecm-upload-document.generated.ts'
import { EcmUpsertWorkspace } from '../../../../schemas/ecm-upsert-workspace.generated.ts'
import { ecm } from '../../../../src/egress/ecm/sink.ts'
import type { Destination, DestinationOptions } from '../destination.ts'
import { callTimeoutMs } from '../harms.ts'
import { envelopeOf, nameOf, plannedIn, subjectName, type Planned } from '../plan.ts'

const [user, password] = ['signalbox', 'pass-word-0451']
const [externalSystem, businessObjectType] = ['SAP', 'CASE']
const [category, named, writtenAt] = [16_878, '2', '3']
const [firstNode, taskList, folder] = [500_000, 3_000, 3_001]

/** Of ten commands three set a category, three make a task, two a document's version, and two a workspace. */
const kinds = [
  'category',
  'task',
  'workspace',
  'category',
  'document',
  'task',
  'category',
  'workspace',
  'task',
  'document',
]
const kindOf = (n: number): string => kinds[n % kinds.length] ?? ''

export function ecmDestination({ plan, beginMs }: DestinationOptions): Destination {
  const subjects = [...new Set(plan.map(({ subject }) => subject))]
  const sets = (n: number): boolean => kindOf(n) === 'category' || kindOf(n) === 'workspace'
  return {
    name: 'ecm',
    sink: ecm,
    way: 'lookup',
    mostPerCall: 50,
    concurrency: 8,
    sandbox: { user, password, settings: world(subjects) },
    env: url => ({
      SIGNALBOX_ECM_URL: `${url}/otcs/cs`,
      SIGNALBOX_ECM_USER: user,
      SIGNALBOX_ECM_PASSWORD: password,
    }),
    command: (planned, n) => commandOf(planned, kindOf(n), beginMs),
    expected: (_, n) => ({ kind: sets(n) ? 'state' : 'once', slot: sets(n) ? kindOf(n) : '' }),
    applied: appliedBy(plan),
    longestCallMs: callTimeoutMs * 6,
    faults: [
      { name: 'every ticket ends', fault: { fault: 'expiredTicket', scope: 'all' } },
      { name: 'edit conflicts', fault: { fault: 'editConflict' } },
      { name: 'another writer', fault: { fault: 'lostUpdate', values: { '16878_4': 'elsewhere' } } },
    ],
  }
}

function commandOf(planned: Planned, kind: string, beginMs: number) {
  const envelope = envelopeOf(planned, 'ecm', beginMs)
  const [name, nodeId] = [nameOf(planned), firstNode + planned.subject]
  const nowhere = { externalSystem: null, businessObjectType: null, businessObjectId: null }
  if (kind === 'category') {
    const write = { categoryId: category, values: { [named]: name }, writtenAt: envelope.occurredAt }
    return {
      schema: EcmSetCategory,
      value: { ...envelope, ...nowhere, nodeId, ...write, writtenAtAttribute: writtenAt, whereThere: false },
    }
  }
  if (kind === 'task') {
    const task = { path: [], name, instructions: null, dueOn: null, assigneeId: null, priority: null }
    return { schema: EcmCreateTask, value: { ...envelope, ...nowhere, nodeId: taskList, ...task } }
  }
  if (kind === 'document') {
    const content = { mimeType: 'text/plain', text: name, sourceUrl: null, contentHash: null, categories: {} }
    const document = { path: [], name: `${subjectName(planned.subject)}.txt`, description: null, ...content }
    return { schema: EcmUploadDocument, value: { ...envelope, ...nowhere, nodeId: folder, ...document } }
  }
  const businessObject = { externalSystem, businessObjectType, businessObjectId: subjectName(planned.subject) }
  const none = { description: null, templateId: null, workspaceTypeId: null, parentId: null, categories: {} }
  const workspace = { name: `Case ${planned.subject}`, properties: { Newest: [name] }, ...none }
  return { schema: EcmUpsertWorkspace, value: { ...envelope, ...businessObject, ...workspace } }
}

/** Documents are told by the hash of their content. */
function appliedBy(plan: readonly Planned[]): Destination['applied'] {
  const hashOf = (planned: Planned) => createHash('sha256').update(nameOf(planned)).digest('hex')
  const byHash = new Map(plan.map(planned => [hashOf(planned), planned]))
  return ({ kind, name, ...effect }) => {
    if (kind === 'task-created') return plannedIn(String(name))
    if (kind === 'node-created' || kind === 'version-added') return byHash.get(String(effect['sha256']))
    if (kind === 'category-updated' || kind === 'category-applied')
      return plannedIn(JSON.stringify(effect['attributes']))
    return kind === 'workspace-updated' ? plannedIn(JSON.stringify(effect['properties'])) : undefined
  }
}

/** A node with the category for each subject, a workspace each, a task list and a folder. */
const world = (subjects: readonly number[]) => ({
  categories: [
    {
      ...{ id: category, name: 'Newest' },
      attributes: ['Name', 'Written at', 'Elsewhere'].map((name, at) => ({ id: at + 2, name, type: 'String' })),
    },
  ],
  workspaceTypes: [
    { id: 40, name: 'Case', externalSystem, businessObjectType, templates: [{ id: 4_000, name: 'Case' }] },
  ],
  workspaces: subjects.map(subject => ({
    ...{ typeId: 40, name: `Case ${subject}`, externalSystem, businessObjectType },
    businessObjectId: subjectName(subject),
  })),
  nodes: [
    { id: taskList, name: 'Tasks', type: 204 },
    { id: folder, name: 'Documents' },
    ...subjects.map(subject => ({
      ...{ id: firstNode + subject, name: subjectName(subject) },
      categories: { [category]: { [`${category}_${named}`]: '' } },
    })),
  ],
})
