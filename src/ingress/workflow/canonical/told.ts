import type { RecordSchema } from '../../../../schemas/record.ts'
import type { WorkflowKnownCase, WorkflowPollRow } from '../../../../schemas/workflow-poll-row.generated.ts'
import { workflowEvents } from '../../../../topics/workflow-events.ts'
import type { Publication } from '../../../stream/define.ts'
import { eventHeaders } from '../../frame/event-headers.ts'

/** What an item has become: its events, in their order, and what is remembered of it from now on. */
export interface Told {
  readonly events: readonly Publication[]
  readonly row: WorkflowPollRow
}

/** What is known where an item was read. */
export interface Reading {
  /** Who says so. */
  readonly source: string
  /** The service's clock when it was read, ms since 1970. */
  readonly noticedAt: number
  /** What was created before is not told as new, what ended before not at all. */
  readonly announceFrom: number
}

/** The case that a task or a job belongs to. */
export interface CaseOf {
  readonly subject: string
  readonly facts: WorkflowKnownCase | null
}

/** Envelope of an event; `what` happened to which thing, in the words of its id. */
export const envelope = (subject: string, occurredAt: number, id: string, { source }: Reading) => ({
  ...{ eventId: id, subject, occurredAt, source },
})

interface Enveloped {
  readonly eventId: string
  readonly subject: string
  readonly occurredAt: number
  readonly source: string
}

/** A record of workflow.events under its subject. */
export function publication(schema: RecordSchema, what: string, value: Enveloped): Publication {
  const { eventId: id, subject, source, occurredAt } = value
  const attributes = { id, subject, source, type: `workflow.${what}`, time: new Date(occurredAt).toISOString() }
  const headers = eventHeaders(attributes, { now: occurredAt, trace: {} })
  return { topic: workflowEvents, schema, key: subject, value, headers }
}

/** The subject of a process instance: its business key, which people know; else itself. */
export const subjectOfCase = (processInstanceId: string, facts: WorkflowKnownCase | null): string =>
  facts?.businessKey ?? `process:${processInstanceId}`

/** The key of a definition's id, which is key:version or key:version:id. */
export const definitionKeyOf = (definitionId: string | null): string | null => definitionId?.split(':', 1)[0] ?? null

/** What all events say of the process of a thing. */
export const processFields = (facts: WorkflowKnownCase | null, ownDefinitionId: string | null) => {
  const processDefinitionId = ownDefinitionId ?? facts?.processDefinitionId ?? null
  return {
    businessKey: facts?.businessKey ?? null,
    processDefinitionId,
    processDefinitionKey: definitionKeyOf(processDefinitionId),
    processDefinitionName: facts?.processDefinitionName ?? null,
  }
}
