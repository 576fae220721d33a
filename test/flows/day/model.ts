/**
 * What has to come of the day's events, in plain words: of E1 E2 E4 E5 E6 P2 P4 P6 P7 X7 X8 W2 W6 H3 and the gate. Nothing here is shared with processors/.
 * Left out, because it is not of the fourteen: what is told to Braze of actions and profiles (H1, H2).
 */
import type { PushFeedback } from '../../../schemas/push-feedback.generated.ts'
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { DayEvent } from './events.ts'
import { Book, type Notes } from './model-book.ts'
import { Cases, Documents } from './model-cases.ts'
import { Workspaces } from './model-content.ts'
import { Onboarding } from './model-e1.ts'
import { CaseNews } from './model-e2.ts'
import { ConsentRecord } from './model-e4.ts'
import { Entries } from './model-e5.ts'
import { Engagement } from './model-e6.ts'
import { Gate } from './model-gate.ts'
import { reportEngagement } from './model-h3.ts'
import { Customers, Staff } from './model-known.ts'
import { Incidents } from './model-p2.ts'
import { Journeys } from './model-p4.ts'
import { PushRequests } from './model-p6.ts'
import { Feedback } from './model-p7.ts'
import { Tasks } from './model-tasks.ts'
import { Alerts } from './model-x7.ts'
import { Processes } from './model-x8.ts'

export class Model {
  readonly #book = new Book()
  readonly #seen = new Set<string>()
  readonly #flows: ReturnType<typeof flowsOf>

  constructor(settings: Flows) {
    this.#flows = flowsOf(settings, this.#book)
  }

  /** Everything that is due up to then. */
  runUntil(time: number): void {
    this.#book.runUntil(time)
  }

  /** An event that arrives now, and all that comes of it at once. */
  take(event: DayEvent): void {
    if (isReadByNobody(event)) return
    if (this.#seen.has(event.eventId)) this.#book.decide('process', 'duplicate', event.eventId, event.subject)
    else this.#first(event)
    this.#seen.add(event.eventId)
    this.#book.runUntil(this.#book.now)
  }

  /** What was expected since the last call. */
  notes(): Notes {
    return this.#book.take()
  }

  #first(event: DayEvent): void {
    const on = this.#flows
    switch (event.of) {
      case 'consent':
        on.consentRecord.consent(event.value)
        {
          on.customers.takeConsent(event.value)
          return
        }
      case 'profile':
        on.customers.takeProfile(event.value)
        {
          on.incidents.profile(event.value)
          return
        }
      case 'engagement':
        on.engagement.take(event.value)
        {
          reportEngagement(event.value, on.settings.H3, this.#book)
          return
        }
      case 'eligibility': {
        on.entries.ask(event.value)
        return
      }
      case 'pushRequest': {
        on.pushRequests.take(event.value)
        return
      }
      case 'preferences': {
        on.consentRecord.preferences(event.value)
        return
      }
      case 'feedback':
        if (event.value.kind === 'action') {
          this.#answer(event.value)
          return
        }
        {
          on.feedback.take(event.value)
          return
        }
      case 'incident': {
        on.incidents.take(event.value)
        return
      }
      case 'journey':
        on.feedback.completed(event.value)
        {
          on.journeys.take(event.value)
          return
        }
      case 'task': {
        on.tasks.take(event.value)
        return
      }
      case 'alert': {
        on.alerts.take(event.value)
        return
      }
      case 'step': {
        on.processes.take(event.value)
        return
      }
      case 'record': {
        on.staff.take(event.value, this.#book)
        return
      }
      default: {
        on.workspaces.take(event)
        return
      }
    }
  }

  #answer(answer: PushFeedback): void {
    const { eventId, subject, correlationId, action } = answer
    const isTask = correlationId?.startsWith('workflow-task:') ?? false
    const isAlert = correlationId?.startsWith('alert:') ?? false
    if (!isTask && !isAlert) this.#book.decide('route-answers', 'no_correlation', eventId, subject)
    else if (action === null) this.#book.decide('route-answers', 'no_action', eventId, subject)
    else if (isTask) this.#flows.tasks.answer(answer)
    else this.#flows.alerts.answer(answer)
  }
}

/** What no processor asks for is not even remembered by its id. */
const isReadByNobody = (event: DayEvent): boolean =>
  event.of === 'feedback' && !['delivered', 'opened', 'clicked', 'dismissed', 'action'].includes(event.value.kind)

function flowsOf(settings: Flows, book: Book) {
  const customers = new Customers()
  const staff = new Staff()
  const gate = new Gate(settings, book, customers)
  const cases = new Cases(settings.ecm, book)
  const documents = new Documents(settings.ecm, book)
  const onboarding = new Onboarding(settings.E1, book, gate)
  const caseNews = new CaseNews(settings, book, gate, customers, cases)
  const entries = new Entries(settings.E5, book, gate, documents)
  const engagement = new Engagement(settings, book, gate, cases)
  return {
    settings,
    customers,
    staff,
    entries,
    engagement,
    workspaces: new Workspaces(settings.ecm, book, (customer, content) => {
      cases.take(customer, content)
      documents.take(customer, content)
      onboarding.take(customer, content)
      caseNews.take(customer, content)
      entries.content(customer, content)
    }),
    consentRecord: new ConsentRecord(settings.E4, book, customers),
    incidents: new Incidents(settings.P2, book, gate, customers),
    journeys: new Journeys(settings.P4, book, gate),
    pushRequests: new PushRequests(settings.P6, book, gate, customers, engagement),
    feedback: new Feedback(settings.P7, book, gate, staff),
    alerts: new Alerts(settings.X7, book, staff),
    processes: new Processes(settings.X8, book, gate, staff),
    tasks: new Tasks(settings, book, staff),
  }
}
