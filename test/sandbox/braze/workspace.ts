import type { Settings } from './settings.ts'
import type { Campaign, Canvas, Segment, SubscriptionGroup } from './workspace-settings.ts'

/** What marketers have set up in the dashboard; the settings, found by id. */
export class Workspace {
  readonly campaigns = new Map<string, Campaign>()
  readonly canvases = new Map<string, Canvas>()
  readonly segments = new Map<string, Segment>()
  readonly subscriptionGroups = new Map<string, SubscriptionGroup>()
  /** Permissions by key; undefined: all. */
  readonly keys = new Map<string, ReadonlySet<string> | undefined>()

  constructor(settings: Settings) {
    this.read(settings)
  }

  read(settings: Settings): void {
    fill(this.campaigns, settings.campaigns)
    fill(this.canvases, settings.canvases)
    fill(this.segments, settings.segments)
    fill(this.subscriptionGroups, settings.subscriptionGroups)
    this.keys.clear()
    for (const { key, permissions } of settings.keys) this.keys.set(key, permissions && new Set(permissions))
  }
}

function fill<T extends { readonly id: string }>(map: Map<string, T>, entries: readonly T[]): void {
  map.clear()
  for (const entry of entries) map.set(entry.id, entry)
}
