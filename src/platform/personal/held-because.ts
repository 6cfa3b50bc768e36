/** Said of everything that stays for now, whatever the ground: an open concern and a hold read alike, so that neither can be told from the words. */
export const heldBecause = 'It must stay for now: a law requires it (UK GDPR, Article 17(3)).'
