import type { Device, DeviceRegistry } from './device-registry.ts'
import type { PushRequest } from './push-request.ts'
import type { Settings } from './settings.ts'

export interface Rejected {
  readonly target: string
  readonly key: 'NOT_FOUND' | 'UNREGISTERED'
  readonly errorMessage: string
}

/** The devices a request reaches, each once however often it is meant, and the targets that lead nowhere. */
export function recipientsOf(
  request: PushRequest,
  devices: DeviceRegistry,
  { groups, unknownUsers }: Settings,
): { readonly reached: Device[]; readonly rejected: Rejected[] } {
  const reached = new Set<Device>(request.broadcast ? devices.all() : [])
  const rejected: Rejected[] = []
  const add = (kind: string, target: string, found: Iterable<Device>): void => {
    const before = [...found]
    for (const device of before) reached.add(device)
    if (before.length === 0) rejected.push({ target, key: 'NOT_FOUND', errorMessage: `Unknown ${kind} '${target}'.` })
  }
  for (const clientId of request.clientIds) add('client', clientId, present(devices.find(clientId)))
  for (const user of request.users) {
    if (unknownUsers === 'register') ensureDevice(devices, user)
    add('user', user, devices.ofUser(user))
  }
  for (const group of request.otdsGroups)
    add(
      'group',
      group,
      (groups[group] ?? []).flatMap(user => [...devices.ofUser(user)]),
    )
  for (const runtime of request.runtimes) add('runtime', runtime, devices.ofRuntime(runtime))
  for (const topic of request.topics) {
    if (devices.hasTopic(topic)) for (const device of devices.ofTopic(topic)) reached.add(device)
    else add('topic', topic, [])
  }
  return { reached: [...reached], rejected }
}

function present(device: Device | undefined): Device[] {
  return device ? [device] : []
}

function ensureDevice(devices: DeviceRegistry, user: string): void {
  if ([...devices.ofUser(user)].length > 0) return
  const clientId = `client-of-${user}`
  devices.put({ clientId, user, runtime: null, representation: { clientId }, dead: false })
}
