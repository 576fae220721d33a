import type { Connection, ConnectionPoolBuilder } from 'kafkajs/src/cluster/index.js'

/**
 * Makes every connection begin anew when it connects again. kafkajs keeps what it has of an unfinished answer over to the next socket, which it then reads out of step: each request
 * on it times out, for ever. And a socket that is done with goes on speaking for its connection: when it ends at last, the requests of its successor fail.
 */
export function startClean(builder: ConnectionPoolBuilder): void {
  const build = builder.build.bind(builder)
  builder.build = async destination => {
    const connections = await build(destination)
    connections.map(beginAnew)
    return connections
  }
}

function beginAnew(connection: Connection): void {
  const connect = connection.connect.bind(connection)
  let connecting: Promise<unknown> | undefined
  connection.connect = () => {
    if (connection.isConnected()) return connect()
    connecting ??= fresh(connection, connect).finally(() => (connecting = undefined))
    return connecting
  }
}

function fresh(connection: Connection, connect: () => Promise<unknown>): Promise<unknown> {
  connection.socket?.destroy()
  connection.chunks = []
  connection.bytesBuffered = 0
  connection.bytesNeeded = lengthBytes
  return connect()
}

/** Every answer begins with its length. */
const lengthBytes = 4
