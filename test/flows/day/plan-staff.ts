import * as events from './events.ts'
import type { DayEvent } from './events.ts'
import type { Pen } from './plan.ts'

const roles = ['hr', 'it', 'claims', 'operations', 'field', 'nurse', 'driver', 'sales', 'legal', 'desk']
const severities = ['low', 'medium', 'high', 'critical', null] as const

interface Task {
  readonly id: string
  readonly createdAt: number
  assignee: string | null
  readonly dueDate: number | null
}
interface Incident {
  readonly id: string
  isResolved: boolean
}

/** What happens to staff: records, tasks, alerts, processes; and incidents, of which some come back. */
export class StaffPlan {
  readonly names: readonly string[]
  readonly #pen: Pen
  readonly #versions = new Map<string, number>()
  readonly #tasks: Task[] = []
  readonly #alerts: string[] = []
  readonly #processes: { id: string; process: string; customer: string | null }[] = []
  readonly #incidents: Incident[] = []
  #count = 0

  constructor(pen: Pen, employees: number) {
    this.#pen = pen
    this.names = Array.from({ length: employees }, (_, n) => `employee-${String(n + 1).padStart(3, '0')}`)
  }

  get evening(): (() => DayEvent)[] {
    return this.names.map(name => () => this.#record(name, true))
  }

  /** Some facts of somebody are others now. */
  employeeChanges(): DayEvent {
    return this.#record(this.#pen.chance.of(this.names), false)
  }

  #record(name: string, isNew: boolean): DayEvent {
    const { chance, now } = this.#pen
    const version = (this.#versions.get(name) ?? 0) + 1
    if (isNew || chance.happens(0.9)) this.#versions.set(name, version)
    const onCall = { from: new Date(now + chance.below(20) * 3_600_000), to: new Date(now + 80_000_000) }
    const facts = {
      roles: [...new Set([chance.of(roles), chance.of(roles)])],
      location: chance.happens(0.9) ? `city-${chance.below(6)}` : null,
      unit: `unit-${chance.below(5)}`,
      lead: chance.happens(0.9) ? chance.of(this.names) : null,
      manager: chance.of(this.names.slice(0, 10)),
      on_call: chance.happens(0.5) ? [onCall] : [],
    }
    const changes = Object.entries(facts).map(([field, after]) => ({
      field,
      before: null,
      after: JSON.stringify(after),
    }))
    return events.record({
      ...{ ...this.#pen.told('record', `employee:${name}`, 0), recordId: name, recordVersion: version },
      changes: isNew ? changes : changes.filter(() => chance.happens(0.4)),
      status: !isNew && chance.happens(0.15) ? chance.of(['left', 'active']) : null,
    })
  }

  incident(): DayEvent {
    const { chance } = this.#pen
    const open = this.#incidents.filter(({ isResolved }) => !isResolved)
    const isNew = open.length === 0 || chance.happens(0.35)
    const one = isNew ? { id: `incident-${this.#incidents.length + 1}`, isResolved: false } : chance.of(open)
    if (isNew) this.#incidents.push(one)
    // Some are told of first by an update, or by their end; what is over is updated late.
    const phase = isNew
      ? chance.weighted({ opened: 8, updated: 1, resolved: 1 })
      : chance.weighted({ opened: 2, updated: 4, resolved: 4 })
    if (phase === 'resolved') one.isResolved = chance.happens(0.5)
    return events.incident({
      ...{ ...this.#pen.told('incident', `incident:${one.id}`), incidentId: one.id, phase },
      severity: isNew ? chance.weighted({ critical: 8, high: 1 }) : chance.of(['critical', null]),
      ...{ title: `${one.id} ${phase}`, text: 'No service', services: ['voice', 'data'] },
      regions: chance.happens(0.6) ? [`r-${chance.below(20)}`] : [],
      accounts: chance.happens(0.5) ? [`a-${chance.below(200)}`] : [],
      devices: chance.happens(0.3) ? [`d-${chance.below(50)}`] : [],
      customers: Array.from({ length: chance.below(4) }, () => chance.of(this.#pen.customers)),
      expiresAt: chance.happens(0.2) ? this.#pen.later(60, 6) : null,
    })
  }

  event(): DayEvent | undefined {
    const { chance } = this.#pen
    switch (chance.weighted({ task: 40, answer: 25, alert: 8, process: 27 })) {
      case 'task':
        return this.#task()
      case 'answer':
        return this.#answer()
      case 'alert':
        return this.#alert()
      case 'process':
        return this.#process()
    }
  }

  #task(): DayEvent | undefined {
    const { chance, now } = this.#pen
    const isNew = this.#tasks.length === 0 || chance.happens(0.4)
    const one = isNew ? this.#newTask() : chance.of(this.#tasks.slice(-400))
    if (!this.#pen.isFree(one.id)) return undefined
    const change = isNew ? 'created' : chance.weighted({ assigned: 4, changed: 4, completed: 4, deleted: 1 })
    if (change === 'assigned') one.assignee = chance.happens(0.8) ? chance.of(this.names) : null
    return events.task({
      ...{ ...this.#pen.told('task', `workflow-case:${one.id}`), change, taskId: one.id, name: `Task ${one.id}` },
      ...{ assignee: one.assignee, dueDate: one.dueDate, createdAt: one.createdAt },
      candidateUsers: one.assignee === null ? [chance.of(this.names), 'somebody-else'] : [],
      candidateGroups: one.assignee === null ? [chance.of(roles)] : [],
      suspended: change === 'changed' && chance.happens(0.3),
      ...{ outcome: change === 'completed' ? 'approved' : null, endedAt: change === 'completed' ? now : null },
      processDefinitionKey: chance.of(['invoice', 'claim', null]),
    })
  }

  #newTask(): Task {
    const { chance, now } = this.#pen
    const dueDate = chance.happens(0.5) ? now + (chance.below(180) - 20) * 60_000 : null
    const id = `task-${++this.#count}`
    const assignee = chance.happens(0.7) ? chance.of([...this.names, 'nobody-known']) : null
    const one = { id, createdAt: now, assignee, dueDate }
    this.#tasks.push(one)
    return one
  }

  #answer(): DayEvent | undefined {
    const { chance } = this.#pen
    const task = this.#tasks.length > 0 ? chance.of(this.#tasks.slice(-400)) : undefined
    const alert = this.#alerts.length > 0 ? chance.of(this.#alerts.slice(-20)) : 'none'
    const isAlert = chance.happens(0.4)
    const about = isAlert ? `alert:${alert}` : `workflow-task:${task?.id ?? 'none'}`
    const subject = !isAlert && task?.assignee && chance.happens(0.7) ? task.assignee : chance.of(this.names)
    if (!this.#pen.isFree(isAlert ? alert : (task?.id ?? null))) return undefined
    const isWild = chance.happens(0.03)
    return events.feedback({
      ...{ ...this.#pen.told('answer', subject), kind: 'action', jobId: `job-of-${about}`, user: subject },
      action: isWild
        ? chance.of(['dance', null])
        : isAlert
          ? 'acknowledge'
          : chance.of(['approve', 'reject', 'acknowledge']),
      comment: chance.happens(0.3) ? 'As discussed' : null,
      correlationId: chance.happens(0.03) ? chance.of([null, 'other:1', 'alert:none', 'workflow-task:none']) : about,
    })
  }

  #alert(): DayEvent {
    const { chance } = this.#pen
    const told = this.#pen.told('alert', `audience:${chance.of(roles)}`)
    this.#alerts.push(told.eventId)
    this.#pen.isFree(told.eventId)
    return events.alert({
      ...told,
      severity: chance.of(severities),
      roles: chance.happens(0.8) ? [chance.of(roles), chance.of(roles)] : [],
      locations: chance.happens(0.5) ? [`city-${chance.below(7)}`] : [],
      businessUnits: chance.happens(0.3) ? [`unit-${chance.below(5)}`] : [],
      onCallOnly: chance.happens(0.2),
      ...{ title: chance.happens(0.5) ? 'Cold chain broken' : null, text: 'Look at once', link: null },
      ...{ correlationId: chance.happens(0.5) ? 'source-7' : null },
      expiresAt: chance.happens(0.2) ? this.#pen.now + (chance.below(30) - 5) * 60_000 : null,
    })
  }

  #process(): DayEvent | undefined {
    const { chance, customers, now } = this.#pen
    const isNew = this.#processes.length === 0 || chance.happens(0.2)
    const id = isNew ? `process-${++this.#count}` : ''
    const made = { id, process: chance.of(['onboarding', 'claim', 'tea']), customer: chance.of([...customers, null]) }
    const one = isNew ? made : chance.of(this.#processes.slice(-300))
    if (isNew) this.#processes.push(one)
    if (!this.#pen.isFree(one.id, one.customer)) return undefined
    const customer = chance.happens(0.5) ? one.customer : null
    const going = { step_completed: 10, step_failed: 2, step_started: 3, completed: 1, cancelled: 0.3, started: 1 }
    const phase = isNew && chance.happens(0.9) ? 'started' : chance.weighted(going)
    const steps = one.process === 'claim' ? ['received', 'decided'] : ['hr_record', 'it_account', 'welcome', 'gift']
    return events.step({
      ...{ ...this.#pen.told('step', `process:${one.id}`), process: one.process, correlationId: one.id, phase },
      ...{ step: phase.startsWith('step') ? chance.of(steps) : null, customer },
      employees: chance.happens(0.3) ? [chance.of(this.names), chance.of(this.names)] : [],
      roles: chance.happens(0.2) ? [chance.of(roles)] : [],
      severity: chance.happens(0.1) ? 'high' : null,
      dueAt: chance.happens(0.2) ? now + (chance.below(90) - 5) * 60_000 : null,
      ...{ message: 'A step', text: chance.happens(0.5) ? 'In words' : null, link: null },
      ...(chance.happens(0.3) && { recordType: 'file', recordId: `file-${one.id}`, recordVersion: chance.below(9) }),
    })
  }
}
