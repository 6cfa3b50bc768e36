/** What the audit trail calls reading people's rows. Every page that shows who somebody is has read one, so the stores that load them write these. */

/** One person, whole: their name, and how and where to reach them. */
export const lookedAtPerson = 'looked at who and where'

/** A row in a list. */
export const sawInList = 'saw in a list'
