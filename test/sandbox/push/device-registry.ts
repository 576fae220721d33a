import type { JsonObject } from '../json.ts'
import type { Settings } from './settings.ts'

export interface Device {
  readonly clientId: string
  readonly user: string | null
  readonly runtime: string | null
  /** What it was registered with. */
  readonly representation: JsonObject
  /** Its token is no longer good. */
  dead: boolean
}

/** The devices, and who is reached through which of them. */
export class DeviceRegistry {
  readonly #devices = new Map<string, Device>()
  readonly #byUser = new Map<string, Set<Device>>()
  readonly #byRuntime = new Map<string, Set<Device>>()
  readonly #topics = new Map<string, Set<string>>()

  constructor({ devices, deviceSeries }: Settings) {
    for (const { topics, ...device } of devices) {
      this.put({ ...device, representation: { clientId: device.clientId } })
      for (const topic of topics) this.subscribe(topic, device.clientId)
    }
    for (const { count, clientId, user } of deviceSeries) {
      for (let n = 1; n <= count; n++) {
        const id = clientId.replaceAll('{n}', String(n))
        const owner = user.replaceAll('{n}', String(n))
        this.put({ clientId: id, user: owner, runtime: null, representation: { clientId: id }, dead: false })
      }
    }
  }

  get size(): number {
    return this.#devices.size
  }

  all(): Iterable<Device> {
    return this.#devices.values()
  }

  find(clientId: string): Device | undefined {
    return this.#devices.get(clientId)
  }

  ofUser(user: string): Iterable<Device> {
    return this.#byUser.get(user) ?? []
  }

  ofRuntime(runtime: string): Iterable<Device> {
    return this.#byRuntime.get(runtime) ?? []
  }

  ofTopic(topic: string): Device[] {
    return [...(this.#topics.get(topic) ?? [])].flatMap(clientId => this.#devices.get(clientId) ?? [])
  }

  hasTopic(topic: string): boolean {
    return this.#topics.has(topic)
  }

  /** Registers a device, or registers it anew with another owner or token. */
  put(device: Device): void {
    this.remove(device.clientId)
    this.#devices.set(device.clientId, device)
    if (device.user !== null) listed(this.#byUser, device.user).add(device)
    if (device.runtime !== null) listed(this.#byRuntime, device.runtime).add(device)
  }

  remove(clientId: string): boolean {
    const device = this.#devices.get(clientId)
    if (!device) return false
    this.#devices.delete(clientId)
    if (device.user !== null) this.#byUser.get(device.user)?.delete(device)
    if (device.runtime !== null) this.#byRuntime.get(device.runtime)?.delete(device)
    return true
  }

  subscribe(topic: string, clientId: string): void {
    listed(this.#topics, topic).add(clientId)
  }

  unsubscribe(topic: string, clientId: string): boolean {
    return this.#topics.get(topic)?.delete(clientId) ?? false
  }
}

function listed<T>(map: Map<string, Set<T>>, key: string): Set<T> {
  let set = map.get(key)
  if (!set) map.set(key, (set = new Set()))
  return set
}
