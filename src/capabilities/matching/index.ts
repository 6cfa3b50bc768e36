export { endOffersTo } from './answer-offer.ts'
export { confirmByRule, noteCallsMade } from './confirm-match.ts'

export { endTasksOfRequest } from './decide-on-task.ts'

export * from './facts.ts'
export { hideFromVolunteers } from './hide-from-volunteers.ts'
export { keepApart } from './keep-apart.ts'

export { releaseUncovered, releaseWhoLeft } from './release-volunteer.ts'

export { NoContactSaid } from './say-no-contact.ts'
export { type Suggestions, suggestForNeed } from './suggest.ts'

export { listTasksOfNeeds } from './task-store.ts'
export {
  askForCallBack,
  tellConfirmed,
  tellFollowers,
  tellOthersFilled,
  tellResidentOfVolunteer,
} from './tell.ts'
export { tellSafeguardingWho } from './tell-safeguarding.ts'
export { unmetReasons } from './words.ts'
