import { WorkflowClaimTask } from '../../../schemas/workflow-claim-task.generated.ts'
import { WorkflowCompleteTask } from '../../../schemas/workflow-complete-task.generated.ts'
import { WorkflowStartProcess } from '../../../schemas/workflow-start-process.generated.ts'
import type { Command } from '../../stream/define.ts'
import type { Refused } from '../../transport/plan-one.ts'

export interface CompleteTask {
  readonly operation: 'complete-task'
  readonly taskId: string
  readonly outcome: string | null
  readonly json: string
}
export interface ClaimTask {
  readonly operation: 'claim-task'
  readonly taskId: string
  readonly assignee: string
  readonly json: string
}
export interface StartProcess {
  readonly operation: 'start-process'
  readonly definitionKey: string
  readonly businessKey: string
  /** The delivery id, where the business key is another and so does not tell one delivery from the next. */
  readonly delivery: string | null
  readonly json: string
}
export type Work = CompleteTask | ClaimTask | StartProcess

/** The variable of a process by which the delivery that started it is known again. */
export const deliveryVariable = 'signalboxDeliveryId'

/** What a command asks of the workflow service, or why it must not be asked. Never throws. */
export function workOf({ schema, value }: Command): Work | Refused {
  if (schema === WorkflowCompleteTask.name && isCompleteTask(value)) return completeTask(value)
  if (schema === WorkflowStartProcess.name && isStartProcess(value)) return startProcess(value)
  if (schema === WorkflowClaimTask.name && isClaimTask(value)) return claimTask(value)
  return { refusal: `no_such_command: ${schema}` }
}

function completeTask({ taskId, outcome, comment, variables }: WorkflowCompleteTask): CompleteTask | Refused {
  const wrong = wrongTask(taskId) ?? wrongNumber(variables)
  if (wrong !== undefined) return { refusal: wrong }
  const json = JSON.stringify({
    action: 'complete',
    ...(outcome !== null && { outcome }),
    ...(comment !== null && { comment: { message: comment, type: 'comment' } }),
    variables: listOf(variables),
  })
  return { operation: 'complete-task', taskId, outcome, json }
}

function claimTask({ taskId, assignee }: WorkflowClaimTask): ClaimTask | Refused {
  // For nobody, it would give the task back.
  const wrong =
    wrongTask(taskId) ?? (assignee.trim() === '' ? 'no_assignee: a task is claimed for somebody' : undefined)
  if (wrong !== undefined) return { refusal: wrong }
  return { operation: 'claim-task', taskId, assignee, json: JSON.stringify({ action: 'claim', assignee }) }
}

function startProcess(command: WorkflowStartProcess): StartProcess | Refused {
  const { deliveryId, processDefinitionKey: definitionKey, name, variables } = command
  if (definitionKey.trim() === '') return { refusal: 'no_definition: a process needs one' }
  const wrong = wrongNumber(variables)
  if (wrong !== undefined) return { refusal: wrong }
  const businessKey = command.businessKey ?? deliveryId
  const delivery = businessKey === deliveryId ? null : deliveryId
  const mark = delivery === null ? [] : [{ name: deliveryVariable, value: delivery }]
  const json = JSON.stringify({
    ...{ processDefinitionKey: definitionKey, businessKey },
    ...(name !== null && { name }),
    variables: [...listOf(variables), ...mark],
  })
  return { operation: 'start-process', definitionKey, businessKey, delivery, json }
}

type Variables = WorkflowStartProcess['variables']

const listOf = (variables: Variables) => Object.entries(variables).map(([name, value]) => ({ name, value }))

const wrongTask = (taskId: string): string | undefined =>
  taskId.trim() === '' ? 'no_task: its id is empty' : undefined

function wrongNumber(variables: Variables): string | undefined {
  const wrong = Object.entries(variables).find(([, value]) => typeof value === 'number' && !Number.isFinite(value))
  return wrong && `no_such_number: JSON cannot tell the value of "${wrong[0]}"`
}

// The codec has decoded the value by this very schema.
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isCompleteTask = (value: unknown): value is WorkflowCompleteTask => isObject(value) && 'outcome' in value
const isStartProcess = (value: unknown): value is WorkflowStartProcess =>
  isObject(value) && 'processDefinitionKey' in value
const isClaimTask = (value: unknown): value is WorkflowClaimTask => isObject(value) && 'assignee' in value
