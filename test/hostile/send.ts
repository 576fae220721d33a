import { connect } from 'node:net'
import type { Attempt } from './attempt.ts'

/** What came of a hostile request: the status of every answer, and how the connection ended. */
export interface Answered {
  readonly statuses: readonly number[]
  readonly end: 'closed' | 'reset' | 'silence' | 'left' | 'not connected'
  /** Of 503 answers: whether each said when to come again. */
  readonly saysWhen: boolean
}

const mostKept = 65_536

/** Sends the bytes as they are on a connection of their own, and reads what comes. Never rejects. */
export function send({ host, port }: { host: string; port: number }, attempt: Attempt): Promise<Answered> {
  return new Promise(resolve => {
    const socket = connect({ host, port, allowHalfOpen: true })
    let text = ''
    let isConnected = false
    let end: Answered['end'] = 'closed'
    let timer: NodeJS.Timeout | undefined
    const leave = (how: Answered['end']) => {
      end = how
      if (how === 'closed') socket.destroy()
      else socket.resetAndDestroy()
    }
    const part = (n: number) => {
      const next = attempt.parts[n]
      if (socket.destroyed) return
      if (next) {
        socket.write(next.bytes)
        if (next.pauseMs === 0) part(n + 1)
        else timer = setTimeout(() => part(n + 1), next.pauseMs)
      } else if (attempt.then === 'reset') leave('left')
      else {
        if (attempt.then === 'end') socket.end()
        timer = setTimeout(() => leave('silence'), attempt.waitMs)
      }
    }
    socket.once('connect', () => {
      isConnected = true
      part(0)
    })
    socket.on('data', (bytes: Buffer) => {
      if (text.length < mostKept) text += bytes.toString('latin1')
    })
    socket.once('end', () => leave('closed'))
    socket.on('error', () => (end = isConnected ? 'reset' : 'not connected'))
    socket.once('close', () => {
      clearTimeout(timer)
      resolve({ ...answersIn(text), end })
    })
  })
}

function answersIn(text: string): Pick<Answered, 'statuses' | 'saysWhen'> {
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
  return { statuses, saysWhen: !statuses.includes(503) || /\r\nretry-after: \d/i.test(text) }
}
