import { neededText } from '../reading/arguments.ts'
import type { EcmRequest } from '../request.ts'
import { Refusal } from '../refusal.ts'
import type { UserDefinition } from '../start-state.ts'
import type { World } from '../world.ts'
import { anyInput } from '../reading/input.ts'
import type { CallBody, Input } from '../call.ts'

/** Checks a password. 500 when an argument is missing, 401 when they do not fit. The 401's text is ours. */
export function checkPassword(world: World, input: Input): UserDefinition {
  for (const name of ['username', 'password']) {
    if (input[name] === undefined) throw new Refusal(500, `Argument '${name}' is required.`)
  }
  const user = world.usersByName.get(neededText(input, 'username').toLowerCase())
  if (!user || user.password !== input['password']) throw new Refusal(401, 'Invalid username/password specified.')
  return user
}

/** POST /v1/auth: opens a session. */
export function logIn({ world, input, nowMs, login }: EcmRequest): object {
  const user = checkPassword(world, input)
  login.session = world.sessions.open(user.id, nowMs)
  return { ticket: world.sessions.issue(login.session, nowMs) }
}

/** GET and HEAD /v1/auth. */
export function whoAmI({ user }: EcmRequest): object {
  const { id, name, firstName, lastName } = user
  return {
    data: {
      ...{ id, name, type: 0, type_name: 'User', first_name: firstName, last_name: lastName },
      ...{ privilege_login: true, privilege_system_admin_rights: id === 1000, deleted: false },
    },
  }
}

/** DELETE /v1/auth. */
export function logOut({ world, login }: EcmRequest): object {
  if (!login.session) throw new Refusal(500, 'There is no session data to delete.')
  world.sessions.close(login.session)
  login.session = undefined
  return {}
}

/** POST of the directory service's credentials: JSON alone. */
export function otdsLogIn(world: World, body: CallBody): object {
  const input = anyInput(body)
  const username = input['user_name'] ?? input['userName']
  const user = checkPassword(world, { username, password: input['password'] })
  const ticket = world.otds.issue(user.id, '*OTDSSSO*')
  return {
    ...{ token: ticket, userId: user.name, ticket, resourceID: null, failureReason: null },
    ...{ passwordExpirationTime: 0, continuation: false, continuationContext: null, continuationData: null },
  }
}

/** POST of the directory service's OAuth 2 token endpoint: grants client_credentials and password. */
export function otdsToken(world: World, body: CallBody, basic: string | undefined): object {
  const input = anyInput(body)
  const grant = input['grant_type']
  if (grant !== 'client_credentials' && grant !== 'password') throw new Refusal(400, 'unsupported_grant_type')
  const [id, secret] = basic?.split(':') ?? []
  const credentials =
    grant === 'password'
      ? { username: input['username'], password: input['password'] }
      : { username: input['client_id'] ?? id, password: input['client_secret'] ?? secret }
  const user = checkPassword(world, credentials)
  return { access_token: world.otds.issue(user.id, 'otds-bearer-'), token_type: 'Bearer', expires_in: 3600 }
}
