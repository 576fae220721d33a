import { Halt } from '../../../transport/halt.ts'
import { jobSeen } from '../canonical/exception.ts'
import { readJob } from '../canonical/items.ts'
import { caseOf } from './cases.ts'
import type { Steps } from './steps.ts'
import { troubleOf, type Visit } from './visit.ts'

const path = '/workflow/v1/external-jobs'
/** What a service says that has no such list, or none for us. */
const hasNone = /status[_ ](403|404|405|501)\b/

/** Jobs of external workers that have failed. They are listed, never locked: a lock would take them from their workers. */
export async function* readJobs(visit: Visit): Steps {
  if (!visit.tools.listsJobs) return
  if (!(yield* isListed(visit))) {
    visit.tools.listsJobs = false
    visit.tools.log.warn({ path }, 'the workflow service lists no jobs: those that fail are not told of')
    return
  }
  const pages = visit.pages('job', path, { withException: 'true', sort: 'id', order: 'asc' })
  const met = new Set<string>()
  for (let items = yield* pages.next(); items; items = yield* pages.next())
    for (const raw of items) {
      yield* take(visit, raw, met)
      yield* visit.pause()
    }
  if (!pages.isWhole) return
  for (const id of [...visit.findings.index.jobs]) if (!met.has(id)) visit.findings.forget(`job/${id}`)
}

/** Asked once for each start of the poller. */
async function* isListed(visit: Visit): Steps<boolean> {
  return yield* visit.ask(async (reader, signal) => {
    try {
      await reader.list(path, { withException: 'true', count: '1' }, signal)
      return true
    } catch (error) {
      if (error instanceof Halt && hasNone.test(troubleOf(error).trouble)) return false
      throw error
    }
  })
}

async function* take(visit: Visit, raw: unknown, met: Set<string>): Steps {
  const read = readJob(raw)
  if (!read.ok) {
    visit.refuse('job', raw, read)
    return
  }
  const { item } = read
  const { findings, bounds, tools } = visit
  if (item.exception === null) return
  met.add(item.id)
  const of = item.processInstanceId === null ? nowhere(item.id) : yield* caseOf(visit, item.processInstanceId)
  const isNews = !bounds.isFirst || tools.options.baseline === 'all'
  const key = `job/${item.id}`
  findings.take(key, jobSeen(findings.known(key), item, of, visit.reading, isNews))
}

const nowhere = (id: string) => ({ subject: `job:${id}`, facts: null })
