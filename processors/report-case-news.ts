import { ContentChanged } from '../schemas/content-changed.generated.ts'
import type { Customer } from '../schemas/customer.generated.ts'
import { MessageRequested } from '../schemas/message-requested.generated.ts'
import type { KnownCase } from '../schemas/open-cases.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor, reading, type EventOf } from '../src/stream/define.ts'
import { customerContent } from '../topics/customer-content.ts'
import { customerMessages } from '../topics/customer-messages.ts'
import { ask } from './ask.ts'
import { isAmong, sameWord } from './ecm-text.ts'
import { cases } from './stores/cases.ts'
import { customers } from './stores/customers.ts'

const news = reading(
  ContentChanged,
  [
    ...(['what', 'workspaceId', 'workspaceName', 'workspaceType', 'businessObjectId'] as const),
    ...(['nodeKind', 'nodeName', 'from', 'to', 'documentKind', 'version'] as const),
  ],
  { what: ['document_added', 'status_changed'] },
)
type News = EventOf<typeof news>['value']

/** Flow E2: a document in a case, or the case's status, becomes news for the customer whose case it is. Whether they may be messaged, the gate knows. */
export const reportCaseNews = ({ ecm, E2 }: Pick<Flows, 'ecm' | 'E2'>) =>
  processor({
    name: 'report-case-news',
    input: { from: customerContent, only: [news] },
    lookups: { customer: customers, row: cases },
    keeps: [],
    outputs: [customerMessages],
    reasons: ['not_for_customers', 'document_revised', 'status_unchanged', 'newer_known'],
    process({ value }, { customer, row }, { forward, drop }) {
      const isDocument = value.what === 'document_added'
      // The status of a document is the staff's business.
      const isNews = isDocument || value.nodeKind === 'workspace'
      if (!isNews || !isAmong(ecm.caseWorkspaceTypes, value.workspaceType)) return []
      const known = row?.cases[value.workspaceId]
      const refusal = isDocument ? againstDocument(value, E2) : againstStatus(value, known, E2)
      if (refusal) return drop(refusal)
      const asked = ask('E2', value, {
        message: isDocument ? 'document' : 'status',
        correlationId: `case/${value.workspaceId}`,
        push: {
          title: value.workspaceName,
          summary: isDocument ? value.nodeName : value.to,
          link: null,
          data: {},
        },
        properties: propertiesOf(value, known, customer),
      })
      return forward(customerMessages, MessageRequested, asked)
    },
  })

/** Why the customer is not told of a document. */
function againstDocument({ documentKind, version }: News, { documents, everyVersion }: Flows['E2']) {
  if (!isAmong(documents, documentKind)) return 'not_for_customers'
  return version !== 1 && !everyVersion ? 'document_revised' : undefined
}

/** Why the customer is not told of a status. `known` counts this very status already. */
function againstStatus({ from, to, occurredAt }: News, known: KnownCase | undefined, { statuses }: Flows['E2']) {
  if (sameWord(from, to)) return 'status_unchanged'
  if (!isAmong(statuses, to)) return 'not_for_customers'
  return known && occurredAt < known.changedAt ? 'newer_known' : undefined
}

/** What the campaign is told, by the names it knows. */
const propertiesOf = (news: News, known: KnownCase | undefined, customer: Customer | undefined) => ({
  case_id: news.businessObjectId ?? String(news.workspaceId),
  case_name: news.workspaceName,
  document_kind: news.documentKind,
  document_name: news.what === 'document_added' ? news.nodeName : null,
  status: news.what === 'status_changed' ? news.to : (known?.status ?? null),
  first_name: customer?.profile['first_name']?.value ?? null,
  language: customer?.profile['language']?.value ?? null,
})
