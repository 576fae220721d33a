/** What a call did to the state. One call can do several of these. */
export const effectKinds = [
  'node-created',
  'node-updated',
  'node-deleted',
  'version-added',
  'version-deleted',
  'category-applied',
  'category-updated',
  /** By the fault lostUpdate, not by a client. */
  'category-updated-elsewhere',
  'category-removed',
  'workspace-created',
  'workspace-updated',
  'task-created',
  'task-updated',
  'reminder-created',
  'reminder-updated',
  'process-started',
  'process-task-done',
  'process-status-changed',
] as const
export type EffectKind = (typeof effectKinds)[number]
