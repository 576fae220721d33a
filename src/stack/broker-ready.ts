import { connect } from 'node:net'
import { host } from './ports.ts'

/** METADATA version 1 for no topic at all, from the client `signalbox`: key, version, correlation, client, topics. */
const request = Buffer.from(
  '00000017' + '0003' + '0001' + '00000001' + '0009' + '7369676e616c626f78' + '00000000',
  'hex',
)

/** Whether a broker answers on that port, counts itself a member of its cluster and knows the controller. */
export async function brokerAnswers(port: number, node: number): Promise<boolean> {
  const answer = await exchange(port)
  return answer !== undefined && lists(answer, node)
}

function exchange(port: number): Promise<Buffer | undefined> {
  return new Promise(resolve => {
    let read = Buffer.alloc(0)
    const socket = connect({ port, host, timeout: 1000 }, () => socket.write(request))
    socket.on('data', chunk => {
      read = Buffer.concat([read, chunk])
      if (read.length >= 4 && read.length >= 4 + read.readInt32BE(0)) socket.destroy()
    })
    socket.on('timeout', () => socket.destroy())
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(read.length >= 4 && read.length >= 4 + read.readInt32BE(0) ? read : undefined))
  })
}

/** The answer: size, correlation, brokers (node, host, port, rack), controller, topics. */
function lists(answer: Buffer, node: number): boolean {
  let at = 12
  let found = false
  const skipString = () => {
    at += 2 + Math.max(0, answer.readInt16BE(at))
  }
  for (let left = answer.readInt32BE(8); left > 0; left--) {
    found ||= answer.readInt32BE(at) === node
    at += 4
    skipString()
    at += 4
    skipString()
  }
  return found && answer.readInt32BE(at) >= 0
}
