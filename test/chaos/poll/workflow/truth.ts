import { z } from 'zod'
import type { WorkflowCaller } from '../../../sandbox/workflow/contract/caller.ts'
import { tenant } from './changes.ts'
import type { Thing } from './judge.ts'

const Entry = z.looseObject({
  id: z.string(),
  endTime: z.string().nullable(),
  deleteReason: z.string().nullable(),
  assignee: z.string().nullable().default(null),
})
type Entry = z.output<typeof Entry>

/** Everything that was ever there and is still in the history, in the order of its beginning. */
async function all(service: WorkflowCaller, list: string): Promise<Entry[]> {
  const found: Entry[] = []
  for (;;) {
    const page = `${list}?sort=startTime&count=2000&offset=${found.length}`
    const { entries } = await service.list(`/workflow-history/v1/${page}`, tenant)
    if (entries.length === 0) return found
    found.push(...z.array(Entry).parse(entries))
  }
}

export interface Standing {
  readonly tasks: ReadonlyMap<string, Entry>
  readonly cases: ReadonlyMap<string, Entry>
}

export async function standing(service: WorkflowCaller): Promise<Standing> {
  const byId = (entries: readonly Entry[]) => new Map(entries.map(entry => [entry.id, entry] as const))
  const tasks = await all(service, 'historic-task-instances')
  const cases = await all(service, 'historic-process-instances')
  return { tasks: byId(tasks), cases: byId(cases) }
}

/** What there is to tell, of what was there before and what is now. `lost`: deleted with its history. */
export function things(before: Standing, now: Standing, lost: ReadonlySet<string>): { tasks: Thing[]; cases: Thing[] } {
  const thing = (old: ReadonlyMap<string, Entry>, { id, endTime, deleteReason }: Entry) => ({
    ...{ id, isOld: old.has(id), end: endOf(endTime, deleteReason) },
  })
  const known = [...now.tasks.values()].map(task => ({
    ...thing(before.tasks, task),
    ...{ assignee: task.assignee, firstAssignee: before.tasks.get(task.id)?.assignee },
  }))
  const gone = [...lost].map(id => ({
    ...{ id, isOld: true, end: 'deleted' as const, firstAssignee: before.tasks.get(id)?.assignee },
  }))
  return { tasks: [...known, ...gone], cases: [...now.cases.values()].map(one => thing(before.cases, one)) }
}

const endOf = (endTime: string | null, deleteReason: string | null): Thing['end'] =>
  endTime === null ? null : deleteReason === null ? 'completed' : 'deleted'
