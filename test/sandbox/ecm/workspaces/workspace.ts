/** What tells a workspace from outside. */
export interface BusinessObject {
  readonly externalSystem: string
  readonly type: string
  readonly id: string
}

export interface Role {
  readonly id: number
  readonly name: string
  readonly leader: boolean
  readonly members: Set<number>
}

/** What a business workspace has beside a node. */
export interface Workspace {
  readonly typeId: number
  readonly templateId: number
  businessObject: BusinessObject | undefined
  readonly references: BusinessObject[]
  readonly roles: Map<number, Role>
  /** Related workspaces by their id. */
  readonly related: Map<number, 'parent' | 'child'>
  businessProperties: Record<string, unknown>
}
