import type { Job } from './entities.ts'
import { TimeOrdered } from './time-ordered.ts'

/** The jobs that wait for external workers, by topic. */
export class JobQueue {
  readonly #byId = new Map<string, Job>()
  readonly #ready = new Map<string, Set<Job>>()
  /** Locked, or pausing after a failure. */
  readonly #waiting = new TimeOrdered<Job>(job => job.availableMs)

  add(job: Job): void {
    this.#byId.set(job.id, job)
    this.#readyOf(job.topic).add(job)
  }

  get all(): readonly Job[] {
    return [...this.#byId.values()]
  }

  find(id: string): Job | undefined {
    return this.#byId.get(id)
  }

  /** Locks up to `count` jobs, those first that have been ready longest. */
  acquire(topic: string, owner: string, untilMs: number, count: number): Job[] {
    const acquired = []
    for (const job of this.#readyOf(topic)) {
      if (acquired.length === count) break
      job.lockOwner = owner
      this.#wait(job, untilMs)
      acquired.push(job)
    }
    return acquired
  }

  /** Takes the lock away; nobody gets the job before the time given. */
  release(job: Job, availableMs: number): void {
    this.#waiting.remove(job)
    job.lockOwner = null
    if (job.retries > 0) this.#wait(job, availableMs)
  }

  remove(job: Job): void {
    this.#byId.delete(job.id)
    this.#readyOf(job.topic).delete(job)
    this.#waiting.remove(job)
  }

  /** Ends the locks and pauses that are over. */
  settle(nowMs: number): void {
    for (let job = this.#waiting.first; job && job.availableMs <= nowMs; job = this.#waiting.first) {
      this.#waiting.remove(job)
      job.lockOwner = null
      this.#readyOf(job.topic).add(job)
    }
  }

  #wait(job: Job, untilMs: number): void {
    this.#readyOf(job.topic).delete(job)
    job.availableMs = untilMs
    this.#waiting.add(job)
  }

  #readyOf(topic: string): Set<Job> {
    let jobs = this.#ready.get(topic)
    if (!jobs) this.#ready.set(topic, (jobs = new Set()))
    return jobs
  }
}
