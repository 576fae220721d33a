import type { WorkflowMap } from '../start-state.ts'
import type { JsonObject } from '../../json.ts'

/** A started workflow; its steps are done one after the other. */
export interface Process {
  readonly id: number
  readonly map: WorkflowMap
  readonly startedMs: number
  readonly initiatorId: number
  readonly documentIds: readonly number[]
  readonly values: JsonObject
  status: 'active' | 'suspend' | 'stop' | 'archive' | 'completed'
  /** Index of the step that waits. */
  step: number
  readonly done: {
    readonly step: string
    readonly userId: number
    readonly disposition: string
    readonly comment: string
  }[]
}

export interface Draft {
  readonly id: number
  readonly map: WorkflowMap
  readonly documentIds: readonly number[]
  readonly values: JsonObject
}

export class ProcessStore {
  readonly processes = new Map<number, Process>()
  readonly drafts = new Map<number, Draft>()

  clear(): void {
    this.processes.clear()
    this.drafts.clear()
  }
}
