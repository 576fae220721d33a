import { ContentChanged } from '../schemas/content-changed.generated.ts'
import type { KnownCase, OpenCases } from '../schemas/open-cases.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { days, processor, reading, type EventOf } from '../src/stream/define.ts'
import { customerContent } from '../topics/customer-content.ts'
import { isAmong } from './ecm-text.ts'
import { cases } from './stores/cases.ts'

/** Closed cases are remembered so long: whoever asks late still finds them. */
const keptClosedMs = days(30)

const caseContent = reading(
  ContentChanged,
  ['what', 'workspaceId', 'workspaceName', 'workspaceType', 'businessObjectId', 'to'],
  {
    what: ['workspace_created', 'workspace_renamed', 'workspace_linked', 'status_changed', 'deleted'],
    nodeKind: ['workspace'],
  },
)
type CaseContent = EventOf<typeof caseContent>['value']

/** Which cases a customer has, and which of them are open, by the newest word on each. */
export const followCases = ({ caseWorkspaceTypes, closedStatuses }: Flows['ecm']) =>
  processor({
    name: 'follow-cases',
    input: { from: customerContent, only: [caseContent] },
    lookups: { row: cases },
    keeps: [cases],
    outputs: [],
    reasons: ['newer_known'],
    process({ value }, { row }, { keep, drop }) {
      const { what, workspaceId, workspaceType, occurredAt } = value
      if (!isAmong(caseWorkspaceTypes, workspaceType)) return []
      const { [workspaceId]: known, ...others } = row?.cases ?? {}
      if (what === 'deleted') return known ? keep(cases, rowOf(others)) : []
      if (known && occurredAt < known.changedAt) return drop('newer_known')
      const now = caseAfter(value, known, closedStatuses)
      return keep(cases, rowOf({ ...withoutLongClosed(others, occurredAt), [workspaceId]: now }))
    },
  })

function caseAfter(
  { what, workspaceName, businessObjectId, to, occurredAt }: CaseContent,
  known: KnownCase | undefined,
  closedStatuses: Flows['ecm']['closedStatuses'],
): KnownCase {
  const status = what === 'status_changed' ? to : (known?.status ?? null)
  const open = !isAmong(closedStatuses, status)
  // A case that is opened again is as young as one that is new.
  const openedAt = known && (known.open || !open) ? known.openedAt : occurredAt
  return { name: workspaceName, businessObjectId, status, open, openedAt, changedAt: occurredAt }
}

const withoutLongClosed = (known: OpenCases['cases'], now: number): OpenCases['cases'] =>
  Object.fromEntries(Object.entries(known).filter(([, { open, changedAt }]) => open || changedAt > now - keptClosedMs))

const rowOf = (known: OpenCases['cases']): OpenCases | null => (Object.keys(known).length > 0 ? { cases: known } : null)
