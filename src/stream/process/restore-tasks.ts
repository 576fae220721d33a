import type { Chunk } from '../../kafka/index.ts'
import { onCluster, type Engine } from '../stage/engine.ts'
import { loadIds, loadRows } from './load-tasks.ts'
import { learnId } from '../stage/reading.ts'
import { restore, type RestoreSettings } from '../stage/restore.ts'
import type { StagePlan } from './stage-plan.ts'
import type { Task } from './task.ts'

export interface RestoreTasks {
  readonly engine: Engine
  readonly plan: StagePlan
  readonly cluster: RestoreSettings['cluster']
  /** Tasks that hold nothing yet. */
  readonly tasks: readonly Task[]
  readonly signal: AbortSignal
}

/** Fills new tasks with their rows from the changelog and the event ids of the window. Answers how many records were read. */
export async function restoreTasks(asked: RestoreTasks): Promise<number> {
  const { engine, plan, cluster, tasks, signal } = asked
  if (tasks.length === 0) return 0
  const { changelog, eventIds } = plan.topology
  const byPartition = new Map(tasks.map(task => [task.partition, task]))
  const places = (topic: { readonly name: string }) =>
    tasks.map(({ partition }) => ({ topic: onCluster(engine, topic), partition }))
  const rows = await restore({
    engine,
    cluster,
    signal,
    places: places(changelog),
    take: chunk => takeRows(asked, byPartition.get(chunk.partition), chunk),
  })
  for (const task of tasks) task.tidy()
  if (!eventIds) return rows
  const since = engine.clock.now() - engine.settings.dedupeHours * 3_600_000
  const take = (chunk: Chunk) => takeIds(byPartition.get(chunk.partition), chunk)
  const ids = await restore({ engine, cluster, signal, since, places: places(eventIds), take })
  return rows + ids
}

async function takeRows({ engine, plan, signal }: RestoreTasks, task: Task | undefined, chunk: Chunk): Promise<number> {
  if (!task) return 0
  const unknown = new Set<number>()
  const rows = loadRows(plan, engine.codec, task, chunk, unknown)
  for (const id of unknown) await learnId(engine, id, signal)
  return rows
}

function takeIds(task: Task | undefined, chunk: Chunk): number {
  return task ? loadIds(task, chunk) : 0
}
