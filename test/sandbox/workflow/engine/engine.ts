import type { ProcessDefinition, Settings } from '../settings.ts'
import type { Process } from './entities.ts'
import { JobQueue } from './job-queue.ts'
import { TaskIndex } from './task-index.ts'
import { TimeOrdered } from './time-ordered.ts'

/** Something that happened for good, as the list of effects shows it. */
export interface Effect {
  readonly kind: string
  /** The process it happened to, by its business key where it has one; the task itself without a process. */
  readonly subject: string
  readonly id: string
  readonly tenant: string
  readonly [detail: string]: unknown
}

/** Numbers for ids, shared by all tenants. */
export interface Numbers {
  task: number
  process: number
  job: number
  comment: number
}

/** The processes and tasks of one tenant. */
export interface Engine {
  readonly tenant: string
  readonly settings: () => Settings
  readonly numbers: Numbers
  readonly processes: Map<string, Process>
  readonly running: TimeOrdered<Process>
  /** Those that are over as well. */
  readonly started: TimeOrdered<Process>
  readonly tasks: TaskIndex
  readonly jobs: JobQueue
  readonly tell: (effect: Effect) => void
}

export function newEngine(
  tenant: string,
  settings: () => Settings,
  numbers: Numbers,
  tell: (effect: Effect) => void,
): Engine {
  const byStart = () => new TimeOrdered<Process>(process => process.startMs)
  const orders = { running: byStart(), started: byStart() }
  const parts = { processes: new Map<string, Process>(), ...orders, tasks: new TaskIndex(), jobs: new JobQueue() }
  return { tenant, settings, numbers, tell, ...parts }
}

export function findDefinition(engine: Engine, key: string): ProcessDefinition | undefined {
  return engine.settings().processDefinitions.find(definition => definition.key === key)
}

/** Definitions have one version each. */
export function definitionId({ key }: ProcessDefinition): string {
  return `${key}:1`
}

export function subjectOf(process: Process): string {
  return process.businessKey ?? process.id
}
