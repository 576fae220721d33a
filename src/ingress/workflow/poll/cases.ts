import { caseEnded, caseSeen, caseVanished } from '../canonical/case.ts'
import { caseOverdue, passedDue } from '../canonical/exception.ts'
import { readCase, type CaseItem } from '../canonical/items.ts'
import { rowWith } from '../canonical/row.ts'
import { subjectOfCase, type CaseOf } from '../canonical/told.ts'
import { dueOf } from './row-index.ts'
import { timeText } from './time-text.ts'
import type { Steps } from './steps.ts'
import type { Visit } from './visit.ts'

const running = '/workflow/v1/process-instances'
const historic = '/workflow-history/v1/historic-process-instances'
const withVariables = { includeProcessVariables: 'true' }

/** Cases that run: those that have been started lately, or all; answers with whom it has met, where it was all. */
export async function* readRunningCases(visit: Visit): Steps<Set<string> | undefined> {
  const { isSweep, windowFrom } = visit.bounds
  const since = isSweep ? {} : { startedAfter: timeText(windowFrom) }
  const pages = visit.pages('case', running, { sort: 'startTime', order: 'asc', ...withVariables, ...since })
  const met = new Set<string>()
  for (let items = yield* pages.next(); items; items = yield* pages.next()) {
    for (const raw of items) {
      const item = itemOf(visit, raw)
      if (!item) continue
      met.add(item.id)
      const known = visit.findings.known(`case/${item.id}`)
      if (known || !visit.isHeld(`case/${item.id}`, item.facts.startedAt)) takeSeen(visit, item)
      yield* visit.pause(pages.progress)
    }
  }
  return isSweep && pages.isWhole ? met : undefined
}

/** Cases that have ended since the last round. */
export async function* readEndedCases(visit: Visit): Steps {
  const since = { finished: 'true', finishedAfter: timeText(visit.bounds.windowFrom) }
  const pages = visit.pages('case', historic, { sort: 'endTime', order: 'asc', ...withVariables, ...since })
  for (let items = yield* pages.next(); items; items = yield* pages.next()) {
    for (const raw of items) {
      const item = itemOf(visit, raw)
      if (item && (item.endedAt ?? 0) > visit.bounds.windowFrom) takeEnded(visit, item)
      yield* visit.pause()
    }
  }
}

/** Cases that are known to run and were not met: each is asked for by itself. */
export async function* readGoneCases(visit: Visit, met: ReadonlySet<string>): Steps {
  for (const id of [...visit.findings.index.cases.keys()]) {
    if (met.has(id) || visit.held.has(`case/${id}/end`)) continue
    const item = yield* readOne(visit, id)
    if (item === 'unsaid') continue
    if (item && item.endedAt !== null) takeEnded(visit, item)
    else if (item) takeSeen(visit, item)
    else takeMissing(visit, id)
    yield* visit.pause()
  }
}

/** Cases whose due date has passed. */
export async function* readOverdueCases(visit: Visit): Steps {
  const { announceFrom, until } = visit.bounds
  for (const id of dueOf(visit.findings.index.cases, announceFrom, until)) {
    const item = yield* readOne(visit, id)
    if (item === 'unsaid' || !item || item.endedAt !== null) continue
    takeSeen(visit, item)
    const row = visit.findings.known(`case/${id}`)
    const due = passedDue(item.facts, row?.overdue ?? null, announceFrom, until)
    if (due !== null)
      visit.findings.take(`case/${id}`, {
        events: [caseOverdue(item, due, visit.reading)],
        row: rowWith(row, { overdue: due }),
      })
    yield* visit.pause()
  }
}

/** The case of a process instance; read where it is not known, because its tasks are told under its business key. */
export async function* caseOf(visit: Visit, processInstanceId: string): Steps<CaseOf> {
  const key = `case/${processInstanceId}`
  if (!visit.findings.known(key)?.case && !visit.unknownCases.has(key)) {
    const item = yield* readOne(visit, processInstanceId)
    if (item && item !== 'unsaid') takeSeen(visit, item)
    else visit.unknownCases.add(key)
  }
  const facts = visit.findings.known(key)?.case ?? null
  return { subject: subjectOfCase(processInstanceId, facts), facts }
}

/** The case as it is, or as the history has it; undefined where neither knows it. */
async function* readOne(visit: Visit, id: string): Steps<CaseItem | undefined | 'unsaid'> {
  for (const list of [running, historic]) {
    const found = yield* visit.ask((reader, signal) =>
      reader.read(`${list}/${encodeURIComponent(id)}`, withVariables, signal),
    )
    if (found.kind === 'found') return itemOf(visit, found.json) ?? 'unsaid'
    if (found.kind === 'refused') {
      visit.refuse('case', { id }, { id, faults: [{ pointer: '', detail: `status ${found.status}: ${found.error}` }] })
      return 'unsaid'
    }
  }
  return undefined
}

function itemOf(visit: Visit, raw: unknown): CaseItem | undefined {
  const read = readCase(raw)
  if (read.ok) return read.item
  visit.refuse('case', raw, read)
  return undefined
}

function takeSeen({ findings, reading }: Visit, item: CaseItem): void {
  const key = `case/${item.id}`
  findings.take(key, caseSeen(findings.known(key), item, reading))
}

function takeEnded(visit: Visit, item: CaseItem): void {
  const { findings, reading } = visit
  const key = `case/${item.id}`
  const known = findings.known(key)
  if (item.endedAt === null || known?.endedAt != null || visit.isHeld(`${key}/end`, item.endedAt)) return
  findings.take(key, caseEnded(known, item, item.endedAt, reading))
}

/** The history may be written late: only who is away for long has been deleted. */
function takeMissing({ findings, reading, bounds, tools }: Visit, id: string): void {
  const key = `case/${id}`
  const known = findings.known(key)
  if (!known?.case) return
  const { goneSince } = known
  const isMissedFirst = goneSince === null || bounds.until < goneSince
  if (isMissedFirst) findings.remember(key, rowWith(known, { goneSince: bounds.until }))
  else if (bounds.until - goneSince >= tools.options.settleMs) findings.take(key, caseVanished(id, known.case, reading))
}
