import { Injector } from './injector.ts'
import { Journal } from './journal.ts'
import { ObjectLog } from './object-log.ts'
import { ProfileStore } from './profiles/profile-store.ts'
import { ProcessingQueue } from './processing-queue.ts'
import { RateLimiter } from './rate-limit.ts'
import { defaultSettings } from './settings.ts'
import type { Settings } from './settings.ts'

/** Everything one Braze sandbox knows. */
export interface World {
  readonly key: string
  settings: Settings
  readonly limiter: RateLimiter
  readonly faults: Injector
  readonly journal: Journal
  readonly queue: ProcessingQueue
  readonly profiles: ProfileStore
  readonly objects: ObjectLog
}

export function newWorld(key: string): World {
  return {
    key,
    settings: defaultSettings,
    limiter: new RateLimiter(),
    faults: new Injector(),
    journal: new Journal(),
    queue: new ProcessingQueue(),
    profiles: new ProfileStore(),
    objects: new ObjectLog(),
  }
}

/** Back to the state of a fresh start, the key kept. */
export function resetWorld(world: World): void {
  world.settings = defaultSettings
  for (const part of [world.limiter, world.faults, world.journal, world.queue, world.profiles, world.objects])
    part.clear()
}
