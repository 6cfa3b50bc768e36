import wordings from './access-features.json' with { type: 'json' }

/**
 * What a building offers people who need it, read from how places write about it. The wordings are data; a statement that says "no" or "not" before one
 * of them says it is not there, and what no statement speaks of is not known.
 */
export type AccessFeature = keyof typeof wordings
export const accessFeatures = Object.keys(wordings) as AccessFeature[]

const patterns = accessFeatures.map(feature => ({
  feature,
  yes: new RegExp(`\\b(?:${wordings[feature].yes.join('|')})`, 'i'),
  no: wordings[feature].no.length > 0 ? new RegExp(`\\b(?:${wordings[feature].no.join('|')})`, 'i') : null,
}))
const DENIED = /\b(?:no|not|without|isn[’']t|aren[’']t|un|lacks?|unavailable|unsuitable|inaccessible)\b[^.;,]{0,40}$/i
const DENIED_AFTER = /^[^.;,]{0,25}\b(?:not available|unavailable|not possible|not provided|: ?no)\b/i

/** What the statements of a service's locations say. One place that has it is enough: it can be used there. */
export function readAccess(statements: readonly string[]): Partial<Record<AccessFeature, boolean>> {
  const read: Partial<Record<AccessFeature, boolean>> = {}
  for (const statement of statements)
    for (const { feature, yes, no } of patterns) {
      const said = no?.test(statement) ? false : saidOf(statement, yes)
      if (said !== undefined) read[feature] = read[feature] || said
    }
  return read
}

function saidOf(statement: string, yes: RegExp): boolean | undefined {
  const found = yes.exec(statement)
  if (!found) return undefined
  const before = statement.slice(0, found.index)
  const after = statement.slice(found.index + found[0].length)
  // "No steps" is good news although it starts with "no".
  return !DENIED.test(before) && !DENIED_AFTER.test(after)
}
