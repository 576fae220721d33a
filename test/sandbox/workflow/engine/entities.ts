import type { ProcessDefinition, Step } from '../settings.ts'
import type { Variable } from './variables.ts'

export interface Comment {
  readonly id: string
  readonly author: string | null
  readonly message: string
  readonly type: string
  readonly atMs: number
}

export interface Assignment {
  readonly user: string | null
  readonly group: string | null
  readonly type: string
}

export interface Process {
  readonly seq: number
  readonly id: string
  readonly definition: ProcessDefinition
  readonly name: string | null
  readonly businessKey: string | null
  readonly startMs: number
  readonly startUserId: string | null
  /** The step it waits at last. */
  activityId: string | null
  suspended: boolean
  /** Why it was deleted; null where it ran to its end, or runs. */
  deleteReason: string | null
  /** null while it runs. */
  endMs: number | null
  readonly variables: Variable[]
  readonly comments: Comment[]
}

export interface Task {
  readonly seq: number
  readonly id: string
  readonly process: Process | null
  /** What it is in its process; null on a task of its own. */
  readonly step: Step | null
  readonly createMs: number
  readonly formKey: string | null
  name: string
  description: string | null
  assignee: string | null
  owner: string | null
  category: string | null
  priority: number
  claimMs: number | null
  dueMs: number | null
  delegationState: 'pending' | 'resolved' | null
  /** null while it is open. */
  endMs: number | null
  outcome: string | null
  deleteReason: string | null
  readonly assignments: Assignment[]
  readonly variables: Variable[]
  readonly comments: Comment[]
}

export interface Job {
  readonly seq: number
  readonly id: string
  readonly process: Process
  readonly step: Step
  readonly topic: string
  /** 0: nobody gets it any more. */
  retries: number
  lockOwner: string | null
  /** When it may be acquired: the end of its lock, or of a pause after a failure. */
  availableMs: number
  exceptionMessage: string | null
}
