import { z } from 'zod'

const id = z.int().min(1)
const text = z.string().min(1)
const plainTypes = ['String', 'Integer', 'Date', 'Boolean', 'Assoc', 'User', 'Real'] as const

const plainAttribute = z.strictObject({
  /** Real attributes begin at 2: 1 is the slot of the metadata token. */
  id: z.int().min(2),
  name: text,
  type: z.enum(plainTypes),
  multiValue: z.boolean().default(false),
  required: z.boolean().default(false),
  readOnly: z.boolean().default(false),
  maxLength: z.int().min(1).optional(),
  validValues: z.array(z.union([z.string(), z.number()])).optional(),
  multilingual: z.boolean().default(false),
})
const setAttribute = z.strictObject({
  id: z.int().min(2),
  name: text,
  type: z.literal('Set'),
  maxRows: z.int().min(1).default(50),
  attributes: z.array(plainAttribute).min(1),
})
const category = z.strictObject({
  id,
  name: text,
  attributes: z.array(z.discriminatedUnion('type', [setAttribute, plainAttribute])),
})

/** Keys as the API writes them (`16878_2`, `16878_30_1_31`), in an object by category id. */
const categoryValues = z.record(z.string().regex(/^\d+$/), z.record(z.string(), z.unknown()))

const user = z.strictObject({
  id,
  name: text,
  password: text,
  firstName: z.string().default(''),
  lastName: z.string().default(''),
})
const group = z.strictObject({ id, name: text })

const template = z.strictObject({
  id,
  name: text,
  folders: z.array(text).default([]),
  /** Put on every workspace made from it, empty until the creator fills them. */
  categories: z.array(id).default([]),
  roles: z.array(text).default([]),
})
const workspaceType = z.strictObject({
  id,
  name: text,
  templates: z.array(template).min(1),
  /** Where workspaces go that name no parent. */
  parentId: id.default(2000),
  externalSystem: text.optional(),
  businessObjectType: text.optional(),
  businessObjectTypeId: id.optional(),
  /** Which attribute (`16878_2`) a business property fills. */
  businessProperties: z.record(z.string(), z.string()).default({}),
  /** Columns for where_column_query: the column's name and the attribute it shows. */
  columns: z.record(z.string(), z.string()).default({}),
})
const node = z.strictObject({
  id: id.optional(),
  type: z.int().min(0).default(0),
  name: text,
  parentId: id.default(2000),
  description: z.string().default(''),
  nickname: text.optional(),
  categories: categoryValues.default({}),
  /** Text of the first version, for documents. */
  content: z.string().optional(),
})
const workspace = z.strictObject({
  id: id.optional(),
  typeId: id,
  templateId: id.optional(),
  name: text,
  parentId: id.optional(),
  externalSystem: text.optional(),
  businessObjectType: text.optional(),
  businessObjectId: text.optional(),
  categories: categoryValues.default({}),
})
const workflowMap = z.strictObject({
  id,
  name: text,
  /** Member ids the steps go to, one after the other. */
  steps: z.array(z.strictObject({ name: text, assigneeId: id })).min(1),
})

/** What exists when the sandbox starts, and again after DELETE /_sandbox. */
export const startFields = {
  users: z.array(user).default([]),
  groups: z.array(group).default([]),
  categories: z.array(category).default([]),
  workspaceTypes: z.array(workspaceType).default([]),
  workspaces: z.array(workspace).default([]),
  nodes: z.array(node).default([]),
  workflowMaps: z.array(workflowMap).default([]),
  /** Id of the first node that is made without a given id; the following count up. */
  firstNodeId: id.default(10_000),
}

export type CategoryDefinition = z.infer<typeof category>
export type PlainAttribute = z.infer<typeof plainAttribute>
export type SetAttribute = z.infer<typeof setAttribute>
export type UserDefinition = z.infer<typeof user>
export type WorkspaceType = z.infer<typeof workspaceType>
export type Template = z.infer<typeof template>
export type WorkflowMap = z.infer<typeof workflowMap>
export type StartNode = z.infer<typeof node>
export type StartWorkspace = z.infer<typeof workspace>
