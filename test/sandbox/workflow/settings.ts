import { z } from 'zod'
import { parseTime } from './engine/time.ts'

const name = z.string().min(1)
const time = z.string().refine(text => parseTime(text) !== undefined, 'must be an ISO 8601 time')
const seconds = z.number().positive()
const people = { candidateUsers: z.array(name).default([]), candidateGroups: z.array(name).default([]) }

const userStep = z.strictObject({
  type: z.literal('user'),
  id: name,
  name: name.optional(),
  description: z.string().optional(),
  /** `${variable}` takes the process's variable, here and in `name`. */
  assignee: name.optional(),
  ...people,
  category: name.optional(),
  formKey: name.optional(),
  priority: z.int().min(0).max(100).default(50),
  /** Where each outcome leads: a step's id, or `end`. */
  outcomes: z.record(name, name).default({}),
  /** Where it goes without an outcome. */
  next: name.optional(),
  /** The due date, from the moment the task is made. */
  dueSeconds: seconds.optional(),
  /** The escalation when the due date passes: a step entered in place of the task, or beside it. */
  onDue: z.strictObject({ to: name, cancels: z.boolean().default(true) }).optional(),
})
const externalStep = z.strictObject({
  type: z.literal('external'),
  id: name,
  name: name.optional(),
  topic: name,
  retries: z.int().min(1).default(3),
  next: name.default('end'),
  /** Where a BPMN error leads, by its code. */
  errors: z.record(name, name).default({}),
})
const stepSchema = z.discriminatedUnion('type', [userStep, externalStep])

const definitionSchema = z
  .strictObject({ key: name, name: name.optional(), steps: z.array(stepSchema).min(1) })
  .superRefine(({ steps }, context) => {
    const known = new Set(['end', ...steps.map(({ id }) => id)])
    steps.forEach((step, index) => {
      for (const [path, to] of targetsOf(step)) {
        if (!known.has(to))
          context.addIssue({ code: 'custom', path: ['steps', index, ...path], message: `no step '${to}'` })
      }
    })
  })

const owned = {
  /** The tenant it belongs to; the first one when left out. */
  tenant: name.optional(),
  /** Makes so many of it. `{n}` in any text of it is its number. */
  count: z.int().min(1).max(1_000_000).default(1),
  businessKey: name.optional(),
  variables: z.record(name, z.unknown()).default({}),
}
const processSeries = z.strictObject({
  ...owned,
  id: name.optional(),
  processDefinitionKey: name,
  name: name.optional(),
})
const taskSeries = z.strictObject({
  ...owned,
  id: name.optional(),
  name: name.optional(),
  description: z.string().optional(),
  assignee: name.optional(),
  owner: name.optional(),
  ...people,
  category: name.optional(),
  formKey: name.optional(),
  priority: z.int().min(0).max(100).default(50),
  dueDate: time.optional(),
  /** When the first was made, and the time from one to the next; the last is made at the start when left out. */
  createdAt: time.optional(),
  everyMs: z.int().min(0).default(1),
  /** Starts a process for each; its first step must be a user's, and takes assignee, name, due date… from here. */
  processDefinitionKey: name.optional(),
})
const tenantSchema = z.strictObject({
  clients: z.array(z.strictObject({ id: name, secret: name })).default([]),
  users: z.array(z.strictObject({ username: name, password: name })).default([]),
})
const oneOrMore = <T extends z.ZodType>(schema: T) => z.union([z.array(schema), schema.transform(one => [one])])

export const settingsSchema = z
  .strictObject({
    /** By id. The client of the command line is known to all of them. */
    tenants: z.record(name, tenantSchema).default({ sandbox: { clients: [], users: [] } }),
    tokenSeconds: seconds.default(3600),
    /** The process variable that an outcome is written to. */
    outcomeVariable: name.default('outcome'),
    /** What an action on a task answers with. */
    actionAnswer: z.enum(['empty', 'task']).default('empty'),
    /** The history is written so much after the fact. */
    historyLagMs: z.int().min(0).default(0),
    /** Calls of one tenant in a window; none is published, so there is none by default. */
    limit: z
      .strictObject({ requests: z.int().min(1), windowSeconds: seconds })
      .nullable()
      .default(null),
    processDefinitions: z.array(definitionSchema).default([]),
    processInstances: oneOrMore(processSeries).default([]),
    tasks: oneOrMore(taskSeries).default([]),
  })
  .superRefine(({ tenants, processDefinitions, processInstances, tasks }, context) => {
    const complain = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message })
    if (Object.keys(tenants).length === 0) complain(['tenants'], 'needs at least one')
    const check = (list: 'tasks' | 'processInstances', series: readonly (TaskSeries | ProcessSeries)[]): void =>
      series.forEach(({ tenant, processDefinitionKey: key }, index) => {
        if (tenant !== undefined && !(tenant in tenants)) complain([list, index, 'tenant'], `no tenant '${tenant}'`)
        if (key === undefined) return
        const found = processDefinitions.find(definition => definition.key === key)
        if (!found) complain([list, index, 'processDefinitionKey'], `no process definition '${key}'`)
        else if (list === 'tasks' && found.steps[0]?.type !== 'user')
          complain([list, index, 'processDefinitionKey'], `'${key}' does not begin with a user's step`)
      })
    check('tasks', tasks)
    check('processInstances', processInstances)
  })

export type Settings = z.output<typeof settingsSchema>
export type Step = z.output<typeof stepSchema>
export type ProcessDefinition = z.output<typeof definitionSchema>
export type ProcessSeries = z.output<typeof processSeries>
export type TaskSeries = z.output<typeof taskSeries>

/** Every step a step leads to, with the field that says so. */
function targetsOf(step: Step): [path: string[], to: string][] {
  const table = step.type === 'user' ? 'outcomes' : 'errors'
  const targets = Object.entries(step.type === 'user' ? step.outcomes : step.errors)
  const found: [string[], string][] = targets.map(([key, to]) => [[table, key], to])
  if (step.next !== undefined) found.push([['next'], step.next])
  if (step.type === 'user' && step.onDue) found.push([['onDue', 'to'], step.onDue.to])
  return found
}
