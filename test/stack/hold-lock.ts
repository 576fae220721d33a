/** Holds a data folder until it is killed: hold-lock.ts FOLDER. */
import { openDataFolder } from '../../src/stack/data-folder.ts'

const { path } = await openDataFolder(process.argv[2] ?? '', [1])
console.log(path)
setInterval(() => undefined, 1000)
