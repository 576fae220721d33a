import type { AppliedCategory } from '../categories/applied-category.ts'
import type { Version } from '../versions/version.ts'
import type { Workspace } from '../workspaces/workspace.ts'

/** Numbers of node types the sandbox treats in a way of their own. */
export const types = {
  folder: 0,
  workflowMap: 128,
  category: 131,
  categoriesVolume: 133,
  enterpriseVolume: 141,
  document: 144,
  taskList: 204,
  taskGroup: 205,
  task: 206,
  milestone: 212,
  workspace: 848,
} as const

export const enterpriseId = 2000
export const categoriesVolumeId = 2006

const typeNames: Readonly<Record<number, string>> = {
  0: 'Folder',
  1: 'Shortcut',
  128: 'Workflow Map',
  131: 'Category',
  133: 'Categories Volume',
  136: 'Compound Document',
  140: 'URL',
  141: 'Enterprise Workspace',
  144: 'Document',
  190: 'Workflow Status',
  202: 'Project',
  204: 'Task List',
  205: 'Task Group',
  206: 'Task',
  212: 'Milestone',
  223: 'Form',
  298: 'Collection',
  848: 'Business Workspace',
}
const containers = new Set<number>([0, 133, 136, 141, 202, 204, 205, 298, 848])

export const typeName = (type: number): string | undefined => typeNames[type]
export const isContainer = (type: number): boolean => containers.has(type)

/** Fields of a task node; those not sent are null. */
export interface Task {
  status: number
  due_date: string | null
  start_date: string | null
  complete_date: string | null
  assigned_member_id: number | null
  priority: number
  milestone_id: number | null
  instructions: string
  attachment_id: number | null
}

export interface External {
  readonly create_date: string | null
  readonly modify_date: string | null
  readonly source: string
  readonly identity: string
  readonly identity_type: string
}

/** One item of the tree. */
export interface Node {
  readonly id: number
  parentId: number
  readonly type: number
  name: string
  description: string
  readonly createdMs: number
  readonly createUserId: number
  modifiedMs: number
  modifyUserId: number
  /** Grows with every change of its properties; the metadata token follows from it. */
  revision: number
  /** By name in lower case, in the order of their arrival. */
  readonly children: Map<string, Node>
  readonly categories: Map<number, AppliedCategory>
  readonly versions: Version[]
  external: External
  nickname: string | undefined
  reserved: { readonly userId: number; readonly atMs: number } | undefined
  advancedVersioning: boolean
  task: Task | undefined
  workspace: Workspace | undefined
}
