import { pageAsked, paging, takePage } from '../paging.ts'
import { notAccessible } from '../refusal.ts'
import { integerParam, v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'

const maxLimit = 20

/** GET /v2/members: users and groups whose name begins with `query`; at most 20 a page. */
export function listMembers(request: EcmRequest): object {
  const { call, world, settings } = request
  const wanted = call.query.getAll('where_type').join()
  const query = (call.query.get('query') ?? '').toLowerCase()
  const users = [...world.users.values()].map(user => ({ id: user.id, name: user.name, type: 0, type_name: 'User' }))
  const groups = settings.groups.map(({ id, name }) => ({ id, name, type: 1, type_name: 'Group' }))
  const fitting = [...users, ...groups].filter(({ name, type }) => {
    return name.toLowerCase().startsWith(query) && (wanted === '' || wanted.includes(String(type)))
  })
  const page = pageAsked(call, maxLimit, maxLimit)
  const { paging: shown, links } = paging(call, page, fitting.length)
  const results = takePage(fitting, page).map(properties => ({ data: { properties } }))
  return v2(request, results, { collection: { paging: { ...shown, links } } })
}

/** GET /v2/members/{id}. */
export function readMember(request: EcmRequest): object {
  const { world, settings } = request
  const id = integerParam(request, 'id')
  const user = world.users.get(id)
  const group = settings.groups.find(one => one.id === id)
  if (user) return v2(request, { data: { properties: { id, name: user.name, type: 0, type_name: 'User' } } })
  if (group) return v2(request, { data: { properties: { id, name: group.name, type: 1, type_name: 'Group' } } })
  throw notAccessible()
}
