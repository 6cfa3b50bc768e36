/**
 * The door of this room: when a listed service is open. All pure but `findCalendar`.
 *
 * `spansBetween(schedules, calendar, fromMs, toMs)` is for an index; `stateFrom` gives the state at a moment out of spans kept there, `stateAt` out of the
 * schedules. `calendar` is made once a place (`findCalendar(tx)`) and remembers the days it worked out.
 */
export { type Calendar, calendarOf, type Division } from './calendar.ts'
export { findCalendar } from './calendar-store.ts'
export { type OpeningHoursSpecification, openingHoursSpecification } from './opening-hours-specification.ts'
export { openingInWords } from './opening-words.ts'
export { schedulesFromShort } from './short-notation.ts'
export { type Opening, spansBetween } from './spans.ts'
export { type OpeningState, stateAt, stateFrom } from './state.ts'
