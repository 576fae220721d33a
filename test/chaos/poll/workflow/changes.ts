import { z } from 'zod'
import type { WorkflowCaller } from '../../../sandbox/workflow/contract/caller.ts'
import type { Random } from '../../engine/random.ts'

export const tenant = 'sandbox'
const Pool = z.array(z.looseObject({ id: z.string(), processInstanceId: z.string().nullable() }))
const people = ['ann', 'bob', 'eve', 'kim', 'zoe'] as const
/** So many changes are chosen from one look at what is open. */
const perLook = 150

/** What people and programs do in the service: processes start, tasks are handed over, completed and deleted, several at the same millisecond. */
export class Changes {
  /** Those that took effect. */
  made = 0
  /** Tasks that were deleted with all that was known of them. */
  readonly lost = new Set<string>()
  readonly #service: WorkflowCaller
  readonly #random: Random
  /** Tasks without a process that were there when the poller began. */
  readonly #old: string[]
  #pool: z.output<typeof Pool> = []
  #sinceLook = perLook
  #series = 0

  constructor(service: WorkflowCaller, random: Random, old: readonly string[]) {
    this.#service = service
    this.#random = random
    this.#old = [...old]
  }

  async one(): Promise<void> {
    if (this.#sinceLook++ >= perLook) {
      this.#sinceLook = 0
      await this.#look()
    }
    const dice = this.#random.whole(100)
    if (dice < 16) return this.#start()
    if (dice < 24) return this.#add()
    const task = this.#pool[this.#random.whole(Math.max(1, this.#pool.length))]
    if (!task) return this.#add()
    if (dice < 56)
      return this.#act(`tasks/${task.id}`, 'POST', { action: 'complete', outcome: this.#outcome() }, task.id)
    if (dice < 76) return this.#act(`tasks/${task.id}`, 'PUT', { assignee: this.#random.pick([...people, null]) })
    if (dice < 82) return this.#act(`tasks/${task.id}`, 'PUT', { priority: this.#random.whole(100) })
    if (dice < 86) return this.#act(`tasks/${task.id}`, 'PUT', { dueDate: this.#soon() })
    if (dice < 90) return this.#fail()
    if (dice < 93) return this.#lose()
    if (task.processInstanceId === null) return this.#act(`tasks/${task.id}`, 'DELETE', undefined, task.id)
    return this.#act(`process-instances/${task.processInstanceId}`, 'DELETE', undefined, task.id)
  }

  readonly #outcome = (): string | undefined => (this.#random.chance(0.5) ? 'pay' : 'done')

  readonly #soon = (): string => new Date(Date.now() + this.#random.whole(20_000)).toISOString()

  async #act(path: string, method: string, body?: object, leaves?: string): Promise<void> {
    const { status } = await this.#service.api(method, path, body, tenant)
    if (status < 300) this.made++
    if (leaves !== undefined) this.#pool = this.#pool.filter(({ id }) => id !== leaves)
  }

  #start(): Promise<void> {
    const clerk = this.#random.pick(people)
    const businessKey = this.#random.chance(0.9) ? { businessKey: `case-${++this.#series}` } : {}
    const variables = [{ name: 'clerk', value: clerk }]
    return this.#act('process-instances', 'POST', { processDefinitionKey: 'claim', ...businessKey, variables })
  }

  /** Up to four tasks of one and the same millisecond. */
  async #add(): Promise<void> {
    const count = 1 + this.#random.whole(4)
    const series = { id: `own-${++this.#series}-{n}`, count, everyMs: 0, assignee: this.#random.pick(people) }
    await this.#service.control('POST', 'tasks', series)
    this.made += count
  }

  async #fail(): Promise<void> {
    const worker = { workerId: 'w', lockDuration: 'PT5S' }
    const { body } = await this.#service.api('POST', 'external-jobs', { topic: 'pay', count: 1, ...worker }, tenant)
    const [job] = z.array(z.object({ id: z.string() })).parse(body['content'] ?? [])
    if (!job) return
    if (this.#random.chance(0.6)) return this.#act(`external-jobs/${job.id}/complete`, 'POST', worker)
    return this.#act(`external-jobs/${job.id}/fail`, 'POST', { ...worker, errorMessage: `no ${this.#series}` })
  }

  async #lose(): Promise<void> {
    const id = this.#old.splice(this.#random.whole(this.#old.length), 1)[0]
    if (id === undefined) return
    const { status } = await this.#service.api('DELETE', `tasks/${id}?cascadeHistory=true`, undefined, tenant)
    if (status >= 300) return
    this.lost.add(id)
    this.made++
  }

  async #look(): Promise<void> {
    const { status, body } = await this.#service.api('GET', 'tasks?sort=id&count=5000', undefined, tenant)
    if (status !== 200) return
    this.#pool = Pool.parse(z.object({ tasks: z.unknown() }).parse(body['_embedded']).tasks)
  }
}
