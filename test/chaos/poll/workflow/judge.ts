/** A task or case as the service has it at the end. */
export interface Thing {
  readonly id: string
  /** Whether it was there before the poller began. */
  readonly isOld: boolean
  readonly end: 'completed' | 'deleted' | null
  /** Of tasks: who had it last; undefined where nobody can say. */
  readonly assignee?: string | null | undefined
  /** Of old tasks: who had it when the poller began. */
  readonly firstAssignee?: string | null | undefined
}

/** An event, in the order of its subject. */
export interface Event {
  readonly eventId: string
  readonly kind: 'task' | 'case' | 'exception'
  readonly id: string
  readonly change: string
  readonly assignee: string | null
  readonly previousAssignee: string | null
}

export interface Verdict {
  readonly events: number
  readonly missed: readonly string[]
  readonly doubled: readonly string[]
  /** Told of what never was, or in an order that cannot be. */
  readonly wrong: readonly string[]
  readonly brokenChains: readonly string[]
}

/** Pure. Everything that happened was told once: each beginning and end, and who had each task, in a chain without gaps that ends as the service does. */
export function judge(tasks: readonly Thing[], cases: readonly Thing[], events: readonly Event[]): Verdict {
  const verdict: Verdict & Marks & { readonly brokenChains: string[] } = {
    events: events.length,
    missed: [],
    doubled: [],
    wrong: [],
    brokenChains: [],
  }
  const told = grouped(events)
  const ids = new Set<string>()
  for (const { eventId } of events) {
    note(verdict.doubled, eventId, ids.has(eventId))
    ids.add(eventId)
  }
  for (const thing of tasks) judgeOne(`task/${thing.id}`, 'created', thing, told, verdict)
  for (const thing of cases) judgeOne(`case/${thing.id}`, 'started', thing, told, verdict)
  for (const task of tasks) judgeChain(task, told.get(`task/${task.id}`) ?? [], verdict.brokenChains)
  const known = new Set([...tasks.map(({ id }) => `task/${id}`), ...cases.map(({ id }) => `case/${id}`)])
  for (const key of told.keys())
    if (!known.has(key) && !key.startsWith('exception/')) verdict.wrong.push(`${key}: never was`)
  return verdict
}

type Told = ReadonlyMap<string, readonly Event[]>
interface Marks {
  readonly missed: string[]
  readonly doubled: string[]
  readonly wrong: string[]
}

function grouped(events: readonly Event[]): Told {
  const groups = new Map<string, Event[]>()
  for (const event of events) {
    const key = `${event.kind}/${event.id}`
    const group = groups.get(key)
    if (group) group.push(event)
    else groups.set(key, [event])
  }
  return groups
}

function judgeOne(key: string, beginning: string, { isOld, end }: Thing, told: Told, marks: Marks): void {
  const changes = (told.get(key) ?? []).map(({ change }) => change)
  const count = (wanted: string) => changes.filter(change => change === wanted).length
  expect(`${key} ${beginning}`, count(beginning), isOld ? 0 : 1, marks)
  for (const way of ['completed', 'deleted']) expect(`${key} ${way}`, count(way), end === way ? 1 : 0, marks)
  const isFirst = isOld || changes[0] === beginning || !changes.includes(beginning)
  const at = changes.findIndex(change => change === 'completed' || change === 'deleted')
  if (!isFirst || (at !== -1 && at < changes.length - 1)) marks.wrong.push(`${key}: ${changes.join(', ')}`)
}

function expect(what: string, got: number, wanted: number, { missed, doubled, wrong }: Marks): void {
  note(missed, what, got < wanted)
  note(doubled, what, got > wanted && wanted > 0)
  note(wrong, what, got > 0 && wanted === 0)
}

function judgeChain(task: Thing, events: readonly Event[], broken: string[]): void {
  let has = task.isOld ? task.firstAssignee : undefined
  for (const { change, assignee, previousAssignee } of events) {
    const isGap = change === 'assigned' ? previousAssignee !== has : change !== 'created' && assignee !== has
    if (isGap && has !== undefined)
      broken.push(`${task.id}: ${change} by ${assignee}, it had ${has}, before ${previousAssignee}`)
    has = assignee
  }
  if (task.assignee !== undefined && has !== undefined && has !== task.assignee)
    broken.push(`${task.id}: ends with ${has}, the service has ${task.assignee}`)
}

function note(list: string[], what: string, isSo: boolean): void {
  if (isSo) list.push(what)
}
