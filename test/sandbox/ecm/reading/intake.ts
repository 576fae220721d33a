import { IncomingMessage } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { Call } from '../../frame/call.ts'
import type { CallBody } from '../call.ts'
import { noBody } from '../call.ts'
import { readForm, readStream } from './read-call-body.ts'

/**
 * Takes uploads in before the frame sees them, so that no file is ever held whole: the frame gets the same request with the
 * fields and the sizes of the files in place of its body, and the body as it was read is found again by the call.
 */
export class Intake {
  readonly #taken = new WeakMap<IncomingHttpHeaders, CallBody>()
  /** Of a file to that path so many bytes are kept. */
  keepBytes: (path: string) => number = () => 0

  attach(server: Server): Server {
    const listeners = server.listeners('request')
    server.removeAllListeners('request')
    server.on('request', (request, response) => {
      const pass = (received: IncomingMessage) => {
        for (const listener of listeners) Reflect.apply(listener, server, [received, response])
      }
      if (!isUpload(request)) pass(request)
      else this.#takeIn(request).then(pass, () => response.destroy())
    })
    return server
  }

  bodyOf(call: Call): CallBody {
    return this.#taken.get(call.headers) ?? readForm(call)
  }

  async #takeIn(request: IncomingMessage): Promise<IncomingMessage> {
    const { method, url = '', headers } = request
    const body = await readStream(request, headers['content-type'] ?? '', this.keepBytes(url))
    const received = new IncomingMessage(request.socket)
    Object.assign(received, { method, url, complete: true })
    received.headers = { ...headers, 'content-type': 'application/json' }
    this.#taken.set(received.headers, body)
    if (body !== noBody) received.push(body.text)
    received.push(null)
    return received
  }
}

function isUpload({ headers }: IncomingMessage): boolean {
  return /^(multipart\/form-data|application\/octet-stream)/i.test(headers['content-type'] ?? '')
}
