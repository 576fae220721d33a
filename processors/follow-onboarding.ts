import { BrazeSetAttributes } from '../schemas/braze-set-attributes.generated.ts'
import { ContentChanged } from '../schemas/content-changed.generated.ts'
import { MessageRequested } from '../schemas/message-requested.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor, reading, type EventOf } from '../src/stream/define.ts'
import { brazeCommands } from '../topics/braze-commands.ts'
import { customerContent } from '../topics/customer-content.ts'
import { customerMessages } from '../topics/customer-messages.ts'
import { ask } from './ask.ts'
import { isAmong, sameWord } from './ecm-text.ts'
import { onboarding } from './stores/onboarding.ts'

const name = 'follow-onboarding'

// A status is an attribute as well: it is read once, as what every attribute is.
const milestones = reading(
  ContentChanged,
  ['what', 'workspaceId', 'workspaceName', 'workspaceType', 'categoryName', 'name', 'to'],
  { what: ['workspace_created', 'attribute_changed'], nodeKind: ['workspace'] },
)
type Milestone = EventOf<typeof milestones>['value']

/** Flow E1: an onboarding that begins, or reaches a milestone, sets the customer's stage at Braze, and each stage has its message. */
export const followOnboarding = ({ workspaceTypes, stages }: Flows['E1']) =>
  processor({
    name,
    input: { from: customerContent, only: [milestones] },
    lookups: { row: onboarding },
    keeps: [onboarding],
    outputs: [brazeCommands, customerMessages],
    reasons: ['no_stage', 'newer_known', 'stage_unchanged', 'stage_went_back'],
    process({ value }, { row = { stages: {} } }, { forward, keep, drop }) {
      const { eventId, subject, occurredAt, workspaceId, workspaceName, workspaceType } = value
      if (!isAmong(workspaceTypes, workspaceType) || !stages.some(stage => isAbout(stage, value))) return []
      const rank = stages.findIndex(stage => isAbout(stage, value) && isReached(stage, value))
      const reached = stages[rank]
      if (!reached) return drop('no_stage')
      const { stage, message } = reached
      const known = row.stages[workspaceId]
      if (known?.stage === stage) return drop('stage_unchanged')
      // Of milestones that are reached at once, the one that is furthest on stays, in whatever order they are told.
      const isOlder = known && (occurredAt < known.at || (occurredAt === known.at && rank < known.rank))
      if (isOlder) return drop('newer_known')

      const attribute = forward(brazeCommands, BrazeSetAttributes, {
        ...{ deliveryId: `${eventId}/${name}/braze`, eventId, subject, occurredAt },
        attributes: { onboarding_stage: stage },
      })
      const remembered = keep(onboarding, {
        stages: { ...row.stages, [workspaceId]: { stage, rank, at: occurredAt } },
      })
      if (known && rank < known.rank) return [attribute, remembered, drop('stage_went_back')]
      const asked = ask('E1', value, {
        ...{ message, thread: `E1/${workspaceId}/${stage}`, threadRule: 'onlyOnce' },
        properties: { stage, workspace: workspaceName },
      })
      return [attribute, remembered, forward(customerMessages, MessageRequested, asked)]
    },
  })

type Stage = Flows['E1']['stages'][number]

/** Whether what happened is of the sort that the stage begins with. */
const isAbout = ({ when }: Stage, { what, categoryName, name }: Milestone): boolean =>
  when === 'created'
    ? what === 'workspace_created'
    : sameWord(when.category, categoryName) && sameWord(when.attribute, name)

const isReached = ({ when }: Stage, { to }: Milestone): boolean => when === 'created' || sameWord(when.value, to)
