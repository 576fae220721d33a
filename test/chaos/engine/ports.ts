import { createServer } from 'node:net'
import { host } from '../../../src/stack/ports.ts'

/** Below the ports that systems give to outgoing connections: whoever calls a broker that is down could be given its port otherwise, and would keep it from coming back. */
const [lowest, highest] = [20_000, 30_000]

/** So many ports that nothing listens on, which stay free while their broker is down. */
export async function lastingPorts(count: number): Promise<number[]> {
  const ports: number[] = []
  const first = lowest + ((process.pid * 37) % (highest - lowest - 1_000))
  for (let port = first; ports.length < count && port < highest; port++) if (await isFree(port)) ports.push(port)
  return ports
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host }, () => server.close(() => resolve(true)))
  })
}
