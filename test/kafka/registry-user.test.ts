/** The registry's user, against a server that only looks at the header: both ways in which we ask the registry must carry it. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { CustomerSignedUp } from '../../schemas/customer-signed-up.generated.ts'
import { RegistryUnavailable, SchemaRegistry } from '../../src/kafka/index.ts'

const right = `Basic ${Buffer.from('ada:s3:cret').toString('base64')}`
const server = createServer((request, response) => {
  const isRight = request.headers.authorization === right
  const answer = request.url?.startsWith('/config/') ? { compatibilityLevel: 'FULL_TRANSITIVE' } : { id: 7 }
  response.writeHead(isRight ? 200 : 401, { 'content-type': 'application/json' })
  response.end(JSON.stringify(isRight ? answer : { error_code: 401, message: 'Unauthorized' }))
}).listen(0, '127.0.0.1')
after(() => {
  server.closeAllConnections()
  server.close()
})

async function registry(password?: string): Promise<SchemaRegistry> {
  if (!server.listening) await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return password === undefined ? new SchemaRegistry(url) : new SchemaRegistry(url, '', { username: 'ada', password })
}

test('registering and looking up both say who asks', async () => {
  const known = await registry('s3:cret')
  assert.equal(await known.register(CustomerSignedUp), 7)
  assert.equal(await known.idOf(CustomerSignedUp), 7)
  assert.deepEqual(await known.differences(CustomerSignedUp), [])
})

test('without the right password the refusal names the settings, and not the password', async () => {
  for (const password of ['wrong', undefined]) {
    await assert.rejects((await registry(password)).idOf(CustomerSignedUp), (error: Error) => {
      assert.ok(error instanceof RegistryUnavailable)
      assert.match(error.message, /401.*SIGNALBOX_REGISTRY_USER/)
      assert.doesNotMatch(error.message, /wrong/)
      return true
    })
    await assert.rejects((await registry(password)).register(CustomerSignedUp))
  }
})
