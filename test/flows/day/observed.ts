/** What the driver says came of the day, in the words of the model. */
import type { TestDriver } from '../../../src/stream/testing.ts'
import { brazeCommands } from '../../../topics/braze-commands.ts'
import { ecmCommands } from '../../../topics/ecm-commands.ts'
import { httpCommands } from '../../../topics/http-commands.ts'
import { pushCommands } from '../../../topics/push-commands.ts'
import { workflowCommands } from '../../../topics/workflow-commands.ts'
import { xconnectorCommands } from '../../../topics/xconnector-commands.ts'
import { noteCall, noteDecision, type Notes } from './model-book.ts'

/** H1 and H2 are not among the fourteen: what they tell Braze is left out, and so are their decisions. */
const others = ['report-customer-actions', 'report-profile-changes']

/** What was called and decided since the last call. */
export function observed(driver: TestDriver): Notes {
  const notes: Notes = { commands: new Map(), decisions: new Map() }
  for (const { processor, reason, eventId, subject } of driver.decisions())
    if (!others.includes(processor)) noteDecision(notes.decisions, processor, reason, eventId, subject)
  observeBraze(driver, notes)
  observeEcm(driver, notes)
  for (const { type, value } of driver.outputs(pushCommands)) {
    const { users, title, summary, data, priority, expiresAt, correlationId } = value
    const actions = value.actions.map(({ id }) => id)
    const details = { users, title, summary, data, actions, priority, expiresAt, correlationId }
    noteCall(notes.commands, 'push', value.subject, value.eventId, known(type, 'PushSend', 'push'), details)
  }
  for (const { type, value } of driver.outputs(workflowCommands)) {
    if (type !== 'signalbox.workflow.WorkflowCompleteTask') throw new Error(`nobody expects ${type}`)
    const { taskId, outcome, comment, variables } = value
    const details = { taskId, outcome, comment, variables }
    noteCall(notes.commands, 'workflow', value.subject, value.eventId, 'complete', details)
  }
  for (const { value } of driver.outputs(xconnectorCommands)) {
    const { correlationId, recordId, recordVersion, data } = value
    const details = { correlationId, recordId, recordVersion, data }
    noteCall(notes.commands, 'xconnector', value.subject, value.eventId, value.type, details)
  }
  for (const { value } of driver.outputs(httpCommands)) {
    const { endpoint, data } = value
    noteCall(notes.commands, 'http', value.subject, value.eventId, value.type, { endpoint, data })
  }
  return notes
}

function observeBraze(driver: TestDriver, { commands }: Notes): void {
  for (const { type, value } of driver.outputs(brazeCommands)) {
    const { subject, eventId, deliveryId } = value
    if (others.some(name => deliveryId.includes(`/${name}/`))) continue
    const note = (what: string, details: unknown) => noteCall(commands, 'braze', subject, eventId, what, details)
    if (type === 'signalbox.braze.BrazeTriggerCampaign') note(`campaign ${value.campaignId}`, value.properties)
    else if (type === 'signalbox.braze.BrazeTriggerCanvas') note(`canvas ${value.canvasId}`, value.properties)
    else if (type === 'signalbox.braze.BrazeSetAttributes') note('attributes', value.attributes)
    else if (type === 'signalbox.braze.BrazeTrackEvent') note(`event ${value.name}`, value.properties)
    else throw new Error(`nobody expects ${type}`)
  }
}

function observeEcm(driver: TestDriver, { commands }: Notes): void {
  for (const { type, value } of driver.outputs(ecmCommands)) {
    const { subject, eventId } = value
    if (type === 'signalbox.ecm.EcmCreateTask') {
      const { nodeId, path, name, instructions, dueOn, assigneeId, priority } = value
      const details = { nodeId, path, name, instructions, dueOn, assigneeId, priority }
      noteCall(commands, 'ecm', subject, eventId, 'task', details)
    } else if (type === 'signalbox.ecm.EcmSetCategory') {
      const { externalSystem, businessObjectType, businessObjectId, categoryId, values } = value
      const { writtenAt, writtenAtAttribute } = value
      const where = { externalSystem, businessObjectType, businessObjectId, categoryId }
      const details = { ...where, values, writtenAt, writtenAtAttribute }
      noteCall(commands, 'ecm', subject, eventId, 'category', details)
    } else throw new Error(`nobody expects ${type}`)
  }
}

function known(type: string, name: string, what: string): string {
  if (!type.endsWith(name)) throw new Error(`nobody expects ${type}`)
  return what
}
