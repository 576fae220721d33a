import type { Handled } from '../../frame/call.ts'

/** What is wrong in the words of the catalog endpoints. The ids are Braze's, the messages partly ours. */
export interface CatalogError {
  readonly id: string
  readonly message: string
  readonly parameters: readonly string[]
  readonly parameter_values: readonly unknown[]
}

export function catalogError(
  id: string,
  message: string,
  parameters: readonly string[] = [],
  values: readonly unknown[] = [],
): CatalogError {
  return { id, message, parameters, parameter_values: values }
}

/** One error refuses the whole request, innocent items included. */
export function refusedCatalog(errors: readonly CatalogError[], status = 400): Handled {
  return { answer: { status, body: { errors, message: 'Invalid Request' } }, applied: false }
}

export function noCatalog(name: string): Handled {
  return refusedCatalog([catalogError('catalog-not-found', 'Could not find catalog', ['catalog_name'], [name])], 404)
}

export function noItem(id: string): Handled {
  return refusedCatalog([catalogError('item-not-found', 'Could not find item', ['item_id'], [id])], 404)
}
