import {
  applyCategory,
  inheritCategory,
  listCategories,
  readCategory,
  removeCategory,
  updateCategory,
} from './categories/category-calls.ts'
import { categoryForm } from './categories/category-form.ts'
import { readAudit, readAuditV1 } from './changes/read-audit.ts'
import { search } from './changes/search.ts'
import { changeNode, checkNames, deleteNode, reserveManagement, setNickname } from './nodes/change-node.ts'
import { createNode } from './nodes/create-node.ts'
import { listChildren, listChildrenV1 } from './nodes/list-children.ts'
import { ancestors, readByNickname, readMany, readNode, readNodeV1, volume, volumes } from './nodes/read-nodes.ts'
import type { Handler } from './request.ts'
import { Router } from './router.ts'
import { ping, serverInfo, systemHealth } from './server-info.ts'
import { logIn, logOut, whoAmI } from './sessions/auth.ts'
import { addVersion } from './versions/add-version.ts'
import { deleteVersion, lockVersion, promoteVersion, purgeVersions } from './versions/change-versions.ts'
import { listVersions, readContent, readVersion } from './versions/read-versions.ts'
import { abortUpload, addPart, beginUpload, completeUpload, uploadSettings } from './versions/upload-parts.ts'
import { listMembers, readMember } from './work/members.ts'
import {
  actOnTask,
  assignments,
  changeDraft,
  changeProcess,
  createDraft,
  draftForm,
  processStatus,
  startProcess,
} from './work/processes.ts'
import { addReminder, followUp, listFollowUps } from './work/reminders.ts'
import {
  listWorkspaceTypes,
  readByBusinessObject,
  readWorkspace,
  searchWorkspaces,
  workspaceOfNode,
} from './workspaces/read-workspaces.ts'
import { addRoleMember, listRoleMembers, listRoles, relatedItems, removeRoleMember } from './workspaces/roles.ts'
import { changeReference, createWorkspace, putWorkspaces } from './workspaces/write-workspaces.ts'

/** One endpoint. */
export interface Route {
  readonly handle: Handler
  /** `form`: the core, which takes no JSON. `any`: log-in and the workspace calls, which take that too. */
  readonly takes: 'form' | 'any'
  /** Answered without a ticket. */
  readonly open: boolean
}

export const routes = new Router<Route>()

function on(methods: string, patterns: string, handle: Handler, more: Partial<Route> = {}): void {
  for (const method of methods.split(' ')) {
    for (const pattern of patterns.split(' '))
      routes.add(method, pattern, { takes: 'form', open: false, ...more, handle })
  }
}
const json = { takes: 'any' } as const

on('GET', '/v1/ping', ping, { open: true })
on('GET', '/v1/serverinfo', serverInfo, { open: true })
on('GET', '/v2/systemhealth', systemHealth)
on('POST', '/v1/auth', logIn, { ...json, open: true })
on('GET HEAD', '/v1/auth /v2/auth', whoAmI)
on('DELETE', '/v1/auth', logOut)

on('POST', '/v1/nodes /v2/nodes', createNode)
on('POST', '/v2/nodes/list', readMany)
on('GET', '/v2/nodes/:id', readNode)
on('GET', '/v1/nodes/:id', readNodeV1)
on('PUT', '/v1/nodes/:id /v2/nodes/:id', changeNode)
on('DELETE', '/v1/nodes/:id /v2/nodes/:id', deleteNode)
on('GET', '/v2/nodes/:id/nodes', listChildren)
on('GET', '/v1/nodes/:id/nodes', listChildrenV1)
on('GET', '/v1/nodes/:id/ancestors', ancestors)
on('PUT', '/v2/nodes/:id/nicknames', setNickname)
on('GET', '/v2/nicknames/:nickname/nodes', readByNickname)
on('POST', '/v1/validation/nodes/names', checkNames)
on('GET POST DELETE', '/v2/reservemanagement/nodes/:id', reserveManagement)
on('GET', '/v1/volumes/:type', volume)
on('GET', '/v2/volumes', volumes)

on('GET', '/v1/nodes/:id/content /v2/nodes/:id/content', readContent)
on('GET', '/v1/nodes/:id/versions /v2/nodes/:id/versions', listVersions)
on('POST', '/v1/nodes/:id/versions /v2/nodes/:id/versions', addVersion)
on('DELETE', '/v2/nodes/:id/versions', purgeVersions)
on('GET', '/v1/nodes/:id/versions/:number /v2/nodes/:id/versions/:number', readVersion)
on('DELETE', '/v1/nodes/:id/versions/:number /v2/nodes/:id/versions/:number', deleteVersion)
on('GET', '/v1/nodes/:id/versions/:number/content /v2/nodes/:id/versions/:number/content', readContent)
on('POST', '/v2/nodes/:id/versions/:number/promote', promoteVersion)
on('POST DELETE', '/v2/nodes/:id/versions/:number/lock', lockVersion)
on('GET', '/v2/multipart/settings', uploadSettings)
on('POST', '/v2/multipart', beginUpload)
on('POST', '/v2/multipart/:key', completeUpload)
on('POST', '/v2/multipart/:key/:part', addPart)
on('DELETE', '/v2/multipart/:key', abortUpload)

on('GET', '/v2/nodes/:id/categories', listCategories)
on('POST', '/v2/nodes/:id/categories', applyCategory)
on('GET', '/v2/nodes/:id/categories/:category', readCategory)
on('PUT', '/v1/nodes/:id/categories/:category /v2/nodes/:id/categories/:category', updateCategory)
on('DELETE', '/v2/nodes/:id/categories/:category', removeCategory)
on('POST DELETE', '/v2/nodes/:id/categories/:category/inheritance', inheritCategory)
on('GET', '/v1/forms/nodes/categories/create /v1/forms/nodes/categories/update', categoryForm)

on('POST', '/v2/businessworkspaces', createWorkspace, json)
on('PUT', '/v2/businessworkspaces', putWorkspaces, json)
on('GET', '/v2/businessworkspaces', searchWorkspaces)
on('GET', '/v2/businessworkspaces/:id', readWorkspace)
on('PUT DELETE', '/v2/businessworkspaces/:id/workspacereferences', changeReference, json)
on('GET', '/v2/businessworkspaces/:id/roles', listRoles)
on('GET', '/v2/businessworkspaces/:id/roles/:role/members', listRoleMembers)
on('POST', '/v2/businessworkspaces/:id/roles/:role/members', addRoleMember, json)
on('DELETE', '/v2/businessworkspaces/:id/roles/:role/members/:member', removeRoleMember)
on('GET POST', '/v2/businessworkspaces/:id/relateditems', relatedItems, json)
on('DELETE', '/v2/businessworkspaces/:id/relateditems/:related', relatedItems)
on('GET', '/v2/externalsystems/:system/botypes/:type/boids/:object', readByBusinessObject)
on('GET', '/v1/nodes/:id/businessworkspace', workspaceOfNode)
on('GET', '/v2/businessworkspacetypes', listWorkspaceTypes)

on('GET', '/v2/nodes/:id/audit', readAudit)
on('GET', '/v1/nodes/:id/audit', readAuditV1)
on('POST', '/v2/search', search)

on('GET', '/v2/members', listMembers)
on('GET', '/v2/members/assignments', assignments)
on('GET', '/v2/members/:id', readMember)
on('POST', '/v2/resubmission/:id/addreminder', addReminder)
on('GET', '/v2/nodes/:id/followups', listFollowUps)
on('GET PUT', '/v2/nodes/:id/followups/:followup', followUp)
on('POST', '/v2/draftprocesses', createDraft)
on('PUT', '/v2/draftprocesses/:id', changeDraft)
on('POST', '/v2/draftprocesses/startwf /v2/processes /v2/workflows/Initiate', startProcess)
on('GET', '/v1/forms/draftprocesses /v1/forms/draftprocesses/update', draftForm)
on('GET', '/v2/workflows/status/processes/:id', processStatus)
on('PUT', '/v2/processes/:id/status', changeProcess)
on('PUT', '/v2/processes/:id/subprocesses/:subprocess/tasks/:task', actOnTask)
