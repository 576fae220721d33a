import { z } from 'zod'
import type { WorkflowKnownCase, WorkflowKnownTask } from '../../../../schemas/workflow-poll-row.generated.ts'
import { faultsOf, inWords, type Fault } from '../../frame/fault.ts'
import { list, optional } from '../../frame/field-types.ts'
import { toJson } from '../../frame/json.ts'
import { parseTime } from '../../frame/rfc3339.ts'
import { UnnamedFields } from '../../frame/unnamed-fields.ts'
import { hashOf } from './hash.ts'

/** What an item says beside what is remembered of it. */
interface Said {
  readonly id: string
  /** Each as JSON text. */
  readonly variables: Readonly<Record<string, string>>
  /** Fields that no schema names, each as JSON text. */
  readonly extra: Readonly<Record<string, string>>
  /** Of the history: when it ended, ms since 1970. */
  readonly endedAt: number | null
  readonly deleteReason: string | null
}

export interface TaskItem extends Said {
  readonly facts: WorkflowKnownTask
  /** Whether it says who may claim it. */
  readonly namesCandidates: boolean
  readonly outcome: string | null
}

export interface CaseItem extends Said {
  readonly facts: WorkflowKnownCase
}

export interface JobItem {
  readonly id: string
  readonly topic: string | null
  readonly retries: number
  /** null where it has not failed. */
  readonly exception: string | null
  readonly elementId: string | null
  readonly elementName: string | null
  readonly processInstanceId: string | null
  readonly variables: Readonly<Record<string, string>>
  readonly extra: Readonly<Record<string, string>>
}

/** An item that cannot be understood, and why. */
export interface Unreadable {
  readonly id: string | null
  readonly faults: readonly Fault[]
}

export type Read<T> = { readonly ok: true; readonly item: T } | ({ readonly ok: false } & Unreadable)

const id = z.string().min(1, 'must not be empty')
const text = optional(z.string())
/** ISO 8601 with an offset, whose colon may be missing: 2018-04-17T10:17:43.902+0000. Without one nobody knows when it was. */
const time = z.string().transform((said, context) => {
  const at = parseTime(said.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  if (at === null) context.addIssue('must be a time with an offset, such as 2018-04-17T10:17:43.902+0000')
  return at ?? z.NEVER
})
const Variables = list(z.array(z.object({ name: id, value: z.unknown().optional(), scope: text })))
const Assignment = z.object({ user: text, group: text, type: text })

const Task = z.object({
  id,
  name: text,
  description: text,
  assignee: text,
  owner: text,
  assignments: optional(z.array(Assignment)),
  category: text,
  claimTime: optional(time),
  createTime: optional(time),
  startTime: optional(time),
  endTime: optional(time),
  delegationState: text,
  dueDate: optional(time),
  formKey: text,
  parentTaskId: text,
  priority: optional(z.int32()),
  processInstanceId: text,
  processDefinitionId: text,
  suspended: optional(z.boolean()),
  taskDefinitionKey: text,
  outcome: text,
  deleteReason: text,
  variables: Variables,
})

const Case = z.object({
  id,
  name: text,
  businessKey: text,
  activityId: text,
  suspended: optional(z.boolean()),
  dueDate: optional(time),
  startTime: time,
  endTime: optional(time),
  startUserId: text,
  processDefinitionId: text,
  processDefinitionName: text,
  superProcessInstanceId: text,
  deleteReason: text,
  variables: Variables,
})

const Job = z.object({
  id,
  topic: text,
  retries: z.int32(),
  exceptionMessage: text,
  elementId: text,
  elementName: text,
  processInstanceId: text,
  variables: Variables,
})

/** Says nothing of the item itself. */
const aside = ['_links', 'tenantId']

/** A task of the list of open ones or of the history. */
export function readTask(raw: unknown): Read<TaskItem> {
  const read = parsed(Task, raw)
  if (!read.ok) return read
  const { data } = read
  const createdAt = data.createTime ?? data.startTime
  if (createdAt === null) return unreadable(raw, [{ pointer: '/createTime', detail: 'is required: a time' }])
  const all = data.assignments ?? []
  const candidates = all.filter(({ type }) => type === 'candidate')
  const others = all.filter(({ type }) => type !== 'candidate')
  const { description, assignee, owner, category, formKey, delegationState, taskDefinitionKey } = data
  const { parentTaskId, processInstanceId, processDefinitionId } = data
  const item: TaskItem = {
    ...{ id: data.id, variables: read.variables, namesCandidates: data.assignments !== null },
    extra: { ...read.extra, ...(others.length > 0 && { assignments: JSON.stringify(others) }) },
    ...{ endedAt: data.endTime, outcome: data.outcome, deleteReason: data.deleteReason },
    facts: {
      ...{ name: data.name ?? '', description, assignee, owner, category, formKey, delegationState },
      candidateUsers: sorted(candidates.map(({ user }) => user)),
      candidateGroups: sorted(candidates.map(({ group }) => group)),
      ...{ dueDate: data.dueDate, priority: data.priority ?? 50, suspended: data.suspended ?? false },
      ...{ taskDefinitionKey, parentTaskId, processInstanceId, processDefinitionId },
      ...{ createdAt, claimedAt: data.claimTime },
    },
  }
  return { ok: true, item }
}

/** A process instance of the list of running ones or of the history. */
export function readCase(raw: unknown): Read<CaseItem> {
  const read = parsed(Case, raw, ['completed', 'ended', 'comments'])
  if (!read.ok) return read
  const { data, variables, extra } = read
  const { businessKey, processDefinitionId, processDefinitionName, name, activityId, dueDate } = data
  const { superProcessInstanceId, startUserId: startedBy, startTime: startedAt } = data
  const hashes = Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, hashOf(value)]))
  const item: CaseItem = {
    ...{ id: data.id, variables, extra, endedAt: data.endTime, deleteReason: data.deleteReason },
    facts: {
      ...{ businessKey: businessKey === '' ? null : businessKey, processDefinitionId, processDefinitionName, name },
      ...{ activityId, suspended: data.suspended ?? false, dueDate, startedBy, superProcessInstanceId, startedAt },
      variables: hashes,
    },
  }
  return { ok: true, item }
}

/** A job for external workers. */
export function readJob(raw: unknown): Read<JobItem> {
  const read = parsed(Job, raw)
  if (!read.ok) return read
  const { data, variables, extra } = read
  const { id: jobId, topic, retries, exceptionMessage: exception, elementId, elementName, processInstanceId } = data
  const item = { id: jobId, topic, retries, exception, elementId, elementName, processInstanceId, variables, extra }
  return { ok: true, item }
}

interface Data {
  readonly variables: z.output<typeof Variables>
}
type Parsed<T> =
  | { readonly ok: true; readonly data: T; readonly variables: Texts; readonly extra: Texts }
  | ({ readonly ok: false } & Unreadable)
type Texts = Record<string, string>

function parsed<T extends Data>(
  schema: z.ZodType<T> & { readonly shape: object },
  raw: unknown,
  alsoAside: readonly string[] = [],
): Parsed<T> {
  const result = schema.safeParse(raw, { error: inWords })
  if (!result.success) return unreadable(raw, faultsOf(result.error.issues, ''))
  const unnamed = new UnnamedFields()
  unnamed.keep(raw, new Set([...Object.keys(schema.shape), ...aside, ...alsoAside]))
  const { variables, faults } = textsOf(result.data.variables)
  const wrong = [...unnamed.faults, ...faults]
  if (wrong.length > 0) return unreadable(raw, wrong)
  const telling = Object.entries(unnamed.extra).filter(([, value]) => value !== 'null' && value !== '[]')
  return { ok: true, data: result.data, variables, extra: Object.fromEntries(telling) }
}

const mostVariableChars = 600_000

/** Those of the task over those of the process. */
function textsOf(variables: z.output<typeof Variables>) {
  const faults: Fault[] = []
  const texts = new Map<string, string>()
  const inOrder = [
    ...variables.filter(({ scope }) => scope !== 'local'),
    ...variables.filter(({ scope }) => scope === 'local'),
  ]
  for (const { name, value } of inOrder) {
    const json = toJson(value ?? null)
    if (json === null) faults.push({ pointer: '/variables', detail: `${name} is nested too deeply` })
    else texts.set(name, json)
  }
  const chars = [...texts].reduce((sum, [name, json]) => sum + name.length + json.length, 0)
  if (chars > mostVariableChars)
    faults.push({ pointer: '/variables', detail: `may have ${mostVariableChars} characters, not ${chars}` })
  return { variables: Object.fromEntries(texts), faults }
}

function unreadable(raw: unknown, faults: readonly Fault[]): { ok: false } & Unreadable {
  const named = z.object({ id }).safeParse(raw)
  return { ok: false, id: named.data?.id ?? null, faults }
}

const sorted = (names: readonly (string | null)[]): string[] =>
  names
    .filter(name => name !== null && name !== '')
    .map(String)
    .sort()
