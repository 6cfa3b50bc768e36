import { usualWeights, type Weights, weightNames } from './cost.ts'

/** What a weight may be: whole metres from nothing to as far as anybody says they go. */
export const mostMetres = 50_000

/** The weights that something names, of a file or a form: what it does not name is as usual. Or what is wrong with it, and of which weight. */
export const readWeights = (said: unknown): Weights | { message: string; name: keyof Weights | null } => {
  if (typeof said !== 'object' || said === null || Array.isArray(said))
    return { message: `Weights are an object like {"everyOfferBefore": ${usualWeights.everyOfferBefore}}`, name: null }
  const unknown = Object.keys(said).find(name => !(name in usualWeights))
  if (unknown !== undefined)
    return { message: `There is no weight "${unknown}": there are ${weightNames.join(', ')}`, name: null }
  for (const name of weightNames) {
    const value = (said as Record<string, unknown>)[name]
    if (value !== undefined && !(Number.isInteger(value) && (value as number) >= 0 && (value as number) <= mostMetres))
      return { message: `${name} has to be whole metres from 0 to ${mostMetres.toLocaleString('en-GB')}`, name }
  }
  return { ...usualWeights, ...(said as Partial<Weights>) }
}
