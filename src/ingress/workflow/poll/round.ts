import type { WorkflowCursor } from '../../../../schemas/workflow-poll-row.generated.ts'
import type { Polled } from '../../../stream/define.ts'
import { rowWith } from '../canonical/row.ts'
import { readEndedCases, readGoneCases, readOverdueCases, readRunningCases } from './cases.ts'
import { readJobs } from './jobs.ts'
import { readEndedTasks, readGoneTasks, readOpenTasks, readOverdueTasks } from './tasks.ts'
import type { Steps } from './steps.ts'
import { announcedFrom, asking, Visit, type Bounds, type Tools } from './visit.ts'

/** Without the service's own clock: ours, which may be wrong by so much. */
const clockErrorMs = 300_000
/** Of the rounds between two comparisons: times are whole seconds, and what was put off is read again. */
const shortOverlapMs = 15_000
/** What has ended is remembered for two windows, and so much more: the service's clock may be set back. */
const moreMemoryMs = 900_000

/**
 * One round. In the order in which things happen in a case, as far as one can: it starts, its tasks end and the next are created, it ends. What happens after the round has begun is left to the next,
 * so that nothing is told before what came before it.
 */
export async function* round(tools: Tools, now: () => number): Steps {
  const beganAt = performance.now()
  const { cursor, bounds } = yield* begin(tools, now)
  const visit = new Visit(tools, bounds)
  const { findings } = visit
  const metCases = yield* readRunningCases(visit)
  yield* readEndedTasks(visit)
  const metTasks = yield* readOpenTasks(visit)
  yield* readJobs(visit)
  if (metTasks) yield* readGoneTasks(visit, metTasks)
  yield* readOverdueTasks(visit)
  yield* readOverdueCases(visit)
  yield* readEndedCases(visit)
  if (metCases) yield* readGoneCases(visit, metCases)
  yield* forget(visit)
  const isCompared = metCases !== undefined && metTasks !== undefined
  const sweptAt = isCompared ? bounds.until : cursor.sweptAt
  findings.remember(
    'cursor',
    rowWith(undefined, { cursor: { ...cursor, readUntil: bounds.until, sweptAt, isFirst: false } }),
  )
  tools.held = visit.held
  const nextAfterMs = Math.max(0, tools.options.pollMs - (performance.now() - beganAt))
  const behindMs = Math.max(0, (tools.reader.serverTime ?? bounds.until) - bounds.until)
  yield findings.answer({ nextAfterMs, behindMs, roundEnded: true })
}

/** The service's clock before anything is read, and how far everything was read. */
async function* begin(tools: Tools, now: () => number): Steps<{ cursor: WorkflowCursor; bounds: Bounds }> {
  const { findings, options, reader } = tools
  yield* asking(tools, (service, signal) => service.list('/workflow/v1/tasks', { count: '1' }, signal))
  const until = reader.serverTime ?? now() - clockErrorMs
  const first = { announceFrom: options.baseline === 'all' ? 0 : until, readUntil: until, sweptAt: null, isFirst: true }
  const known = findings.known('cursor')?.cursor ?? first
  const announceFrom = announcedFrom(known.announceFrom, until, options)
  const cursor = { ...known, announceFrom }
  const { readUntil, sweptAt, isFirst } = cursor
  findings.remember('cursor', rowWith(undefined, { cursor }))
  yield findings.answer({ behindMs: Math.max(0, until - readUntil) })
  const isSweep = sweptAt === null || until < sweptAt || until - sweptAt >= options.reconcileMs
  // Seldom far back, always a little: what is read again costs requests.
  const windowFrom = isSweep
    ? Math.min(readUntil, sweptAt ?? readUntil, until) - options.overlapMs
    : Math.min(readUntil, until) - Math.min(options.overlapMs, shortOverlapMs)
  return { cursor, bounds: { until, windowFrom, announceFrom, isSweep, isFirst } }
}

/** Forgets what ended long ago, and what could not be read and is there no more. */
function* forget(visit: Visit): Generator<Polled, void, undefined> {
  const { findings, bounds, tools, refused } = visit
  const before = bounds.until - 2 * tools.options.overlapMs - moreMemoryMs
  const old = [...findings.index.ended].filter(([, endedAt]) => endedAt < before).map(([key]) => key)
  const mended = bounds.isSweep ? [...findings.index.refused].filter(key => !refused.has(key)) : []
  for (const key of [...old, ...mended]) {
    findings.forget(key)
    yield* visit.pause()
  }
}
