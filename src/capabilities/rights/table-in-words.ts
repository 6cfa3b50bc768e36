import { allRules } from '../../platform/personal/rules.ts'

const ruleOf = (table: string) => allRules().find(rule => rule.table === table)

/** 'proposal_remark' as 'proposal remark'. */
const spaced = (name: string): string => name.replaceAll('_', ' ')

/**
 * What one row of a table is, in the words of whoever it is about, as its capability says (`personal.ts`). Of a table that tells of nobody: the words of its own name, which are the glossary's.
 */
export const tableInWords = (table: string): string => {
  const [capability = '', name = ''] = table.split('.')
  return ruleOf(table)?.what ?? `What is kept of each ${spaced(name)} (${spaced(capability)})`
}

/** What stands in a column, as the person reads it in their copy; the words of its own name where they do not read it. */
export const columnInWords = (table: string, column: string): string => {
  const shown = ruleOf(table)?.shows[column]
  return (typeof shown === 'string' ? shown : shown?.label) ?? spaced(column)
}
