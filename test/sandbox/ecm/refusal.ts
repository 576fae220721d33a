/** An answer of Content Server that is not a success: `{ error }`, sometimes with `errorDetail`. */
export class Refusal extends Error {
  readonly status: number
  readonly errorDetail: string | undefined

  constructor(status: number, text: string, errorDetail?: string) {
    super(text)
    this.status = status
    this.errorDetail = errorDetail
  }
}

/** Documented texts. Whatever is not in this list is worded by us: match on the status there. */
export const notAccessible = () =>
  new Refusal(
    400,
    'Sorry, the item you requested could not be accessed. Either it does not exist or you do not have permission to access it.',
  )
export const authenticationRequired = () => new Refusal(401, 'Authentication Required')
export const unknownUrl = () => new Refusal(400, 'The REST API URL could not be found in the mappings registry')
export const invalidType = (argument: string) =>
  new Refusal(400, `Invalid datatype specified for argument '${argument}'`)
export const noNode = (id: string | number) => new Refusal(500, `Could not get a node for ${id}`)
export const editConflict = () => new Refusal(409, 'Could not update metadata (edit conflict).')
export const nameTaken = (name: string, status = 500) =>
  new Refusal(status, `An item with the name '${name}' already exists.`)
export const groupExists = (name: string) => new Refusal(400, `The attribute group '${name}' already exists.`)

/** Worded by us. */
export const missing = (...names: string[]) => new Refusal(400, `Missing parameter(s): ${names.join(', ')}`)
export const invalidAttribute = (key: string, why: string) =>
  new Refusal(500, `Invalid attribute entry '${key}': ${why}`)
